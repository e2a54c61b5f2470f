"""The composition root: the only package that knows all the others. Builds everything once.

program    the process: Qt, its loop, the window, and the way from sign-in to work and back
doors      signing in: browser, keyring or passphrase
site_file  what the site knows better than its portal says
workplace  one person's workplace: store, sync, bus and screens, put together and taken apart in order
"""

from inbox.app.program import Start, run
from inbox.app.site_file import load_site

__all__ = ["Start", "load_site", "run"]

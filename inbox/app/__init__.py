"""The composition root: the only package that knows all the others. Builds everything once.

program    the process: Qt, its loop, the window, and the way from sign-in to work and back
start      how the program was started
doors      signing in: browser, keyring, PIN or passphrase; porch shows their pages
reentry    the ways into a locked place
site_file  what the site knows better than its portal says
workplace  one person's workplace: store, sync, bus and screens, put together and taken apart in order
"""

from inbox.app.program import run
from inbox.app.site_file import load_site
from inbox.app.start import Start

__all__ = ["Start", "load_site", "run"]

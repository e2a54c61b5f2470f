"""Phrases, written and kept by those who use them: all by keys.

`words` says what stands in the list that `browser` shows, `text` is the field with its mistake marked, `form`
one phrase with `kinds_button` for which work, `reads` its preview, `link_pick` what it may take from the
chart; `editor` holds all together, `bring` reads lists from other systems.
"""

from inbox.ui.overlays.phrases.bring import BringList
from inbox.ui.overlays.phrases.editor import PhraseEditor

__all__ = ["BringList", "PhraseEditor"]

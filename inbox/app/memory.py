"""What of the program's memory stays, and what goes with the person whom it belongs to."""

from __future__ import annotations

import asyncio
import gc
import sys
from functools import _lru_cache_wrapper

from PySide6.QtCore import QObject


def keep() -> None:
    """What is there now stays while somebody works: collecting garbage need not look at it again."""
    gc.enable()
    gc.collect()
    gc.freeze()


async def let_go() -> None:
    """Somebody has left and their place is taken apart: nothing of them stays.

    What was remembered of texts goes with them, whichever module of ours remembers it; it is found again when
    it is asked for. On the window's thread, once all others of that person have ended.
    """
    await _thrown_away()
    gc.unfreeze()
    ours = [module for name, module in sys.modules.items() if name.startswith("inbox.")]
    for one in (one for module in ours for one in vars(module).values()):
        if isinstance(one, _lru_cache_wrapper):
            one.cache_clear()
    gc.collect()


async def _thrown_away() -> None:
    """Until Qt has deleted all that was to be deleted later: in turn, so that one that comes last tells."""
    gone, last = asyncio.Event(), QObject()
    last.destroyed.connect(lambda: gone.set())
    last.deleteLater()
    await gone.wait()

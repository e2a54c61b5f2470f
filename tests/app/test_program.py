"""The program as a whole, where it has no screen to show yet."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QApplication

from inbox.app.program import Program
from inbox.app.start import Start


def test_the_wish_to_end_is_heard_between_two_pages_too(qapp: QApplication, tmp_path: Path) -> None:
    async def told_between_two_pages() -> bool:
        def own_files() -> bool:
            asyncio.get_running_loop().call_soon(program.end)  # it comes when this page is left
            return True

        program = Program(qapp, Start("", "inbox", tmp_path), own_files)
        living = asyncio.ensure_future(program.live())
        ended, _ = await asyncio.wait({living}, timeout=10)
        living.cancel()
        return bool(ended)

    assert asyncio.run(told_between_two_pages())

"""Waiting for what a person does: the first of several Qt signals, in a coroutine."""

from __future__ import annotations

import asyncio
from functools import partial

from PySide6.QtCore import SignalInstance


async def first(**signals: SignalInstance) -> tuple[str, str]:
    """The name of the first of `signals` that is emitted, and the text it carries (empty for none)."""
    heard: asyncio.Future[tuple[str, str]] = asyncio.get_running_loop().create_future()

    def hear(name: str, *values: object) -> None:
        if not heard.done():
            heard.set_result((name, str(values[0]) if values else ""))

    listening = {name: partial(hear, name) for name in signals}
    for name, signal in signals.items():
        signal.connect(listening[name])
    try:
        return await heard
    finally:
        for name, signal in signals.items():
            signal.disconnect(listening[name])

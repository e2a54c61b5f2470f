"""The network cable of one computer: everything passes through it until it is pulled out."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Coroutine
from typing import Any

_CHUNK = 65_536
_PATIENCE = 20


class Wiring:
    """The loop, on a thread of its own, on which all cables carry what passes through them."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="wiring", daemon=True)
        self._thread.start()

    def do(self, what: Coroutine[Any, Any, None]) -> None:
        """Have it done on the loop, and wait until it is."""
        asyncio.run_coroutine_threadsafe(what, self.loop).result(_PATIENCE)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(_PATIENCE)
        self.loop.close()


class Cable:
    """A relay on a port of its own. Pulled out, it breaks what is under way and refuses what comes."""

    def __init__(self, wiring: Wiring, target: int) -> None:
        self._wiring = wiring
        self._target = target
        self._kept = _bound(0)
        """Never listens: it keeps the port ours while the cable is out."""
        self.port = int(self._kept.getsockname()[1])
        self._server: asyncio.Server | None = None
        self._under_way: set[asyncio.StreamWriter] = set()
        self.plug_in()

    @property
    def is_in(self) -> bool:
        return self._server is not None

    def plug_in(self) -> None:
        if not self.is_in:
            self._wiring.do(self._listen())

    def pull_out(self) -> None:
        if self.is_in:
            self._wiring.do(self._break())

    def close(self) -> None:
        self.pull_out()
        self._kept.close()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._carry, sock=_bound(self.port))

    async def _break(self) -> None:
        assert self._server is not None
        self._server.close()
        self._server = None
        for writer in list(self._under_way):
            writer.transport.abort()

    async def _carry(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self._under_way.add(back)
        try:
            there, on = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            self._drop(back)
            return
        self._under_way.add(on)
        await asyncio.gather(self._pass(here, on), self._pass(there, back))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until one side ends, which ends the other."""
        with contextlib.suppress(OSError):
            while data := await reader.read(_CHUNK):
                writer.write(data)
                await writer.drain()
        self._drop(writer)

    def _drop(self, writer: asyncio.StreamWriter) -> None:
        self._under_way.discard(writer)
        writer.transport.abort()


def _bound(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind(("127.0.0.1", port))
    return found

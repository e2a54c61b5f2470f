"""A portal on a TCP port."""

import os
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from portal.faults.wire import BreakableProtocol, BreakableSocket
from portal.profile import PROFILES

_LONGEST_REQUEST_HEAD = PROFILES["plain"].head_limit
_SECONDS_TO_FINISH = 3


def open_socket(host: str, port: int) -> socket.socket:
    """Bound, not yet listening; port 0 means any free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Naming TCP is what makes asyncio send at once (TCP_NODELAY); without it every answer takes 40 ms longer.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    bound.set_inheritable(True)
    return bound


class PortalServer(uvicorn.Server):
    """Serves `app` on a socket and calls `ready` once requests are answered."""

    def __init__(self, app: ASGIApp, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=BreakableProtocol,
                ws=BreakableSocket,
                log_level="warning",
                access_log=False,
                server_header=False,
                date_header=False,  # the front door adds it, by the portal's own clock
                h11_max_incomplete_event_size=2 * _LONGEST_REQUEST_HEAD,
                timeout_graceful_shutdown=_SECONDS_TO_FINISH,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

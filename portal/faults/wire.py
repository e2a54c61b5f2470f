"""uvicorn protocols that let the application break the connection it is answering, without a word."""

from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

EXTENSION = "portal.break"
"""In every scope: a function that cuts the TCP connection."""


class BreakableProtocol(H11Protocol):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.app = _breakable(self)


class BreakableSocket(WebSocketsSansIOProtocol):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.app = _breakable(self)


def _breakable(protocol: H11Protocol | WebSocketsSansIOProtocol) -> Any:
    application = protocol.app

    async def breakable(scope: Any, receive: Any, send: Any) -> None:
        scope.setdefault("extensions", {})[EXTENSION] = protocol.transport.abort
        await application(scope, receive, send)

    return breakable

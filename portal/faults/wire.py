"""A uvicorn protocol that lets the application break the connection it is answering."""

from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

EXTENSION = "portal.break"


class BreakableProtocol(H11Protocol):
    """Puts into every scope a function that cuts the TCP connection without a word."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        application = self.app

        async def breakable(scope: Any, receive: Any, send: Any) -> None:
            scope.setdefault("extensions", {})[EXTENSION] = self.transport.abort
            await application(scope, receive, send)

        self.app = breakable

"""What every request passes first: its size is limited, and its X-Request-Id comes back with the answer."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.refusals import Refusal

_REQUEST_ID = "X-Request-Id"
# Read and thrown away, so that the client has finished sending when it is told that it was too much.
_DRAINED = 64 * 1_048_576


class FrontDoor:
    def __init__(self, app: ASGIApp, body_limit: int) -> None:
        self._app = app
        self._limit = body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        request_id = Headers(scope=scope).get(_REQUEST_ID)
        size = 0

        async def limited() -> Message:
            nonlocal size
            while True:
                message = await receive()
                size += len(message.get("body", b""))
                if size <= self._limit:
                    return message
                if not message.get("more_body", False) or size > _DRAINED:
                    raise Refusal(413, "too-long", f"A request may hold {self._limit} bytes.")

        async def marked(message: Message) -> None:
            if request_id and message["type"] == "http.response.start":
                MutableHeaders(scope=message)[_REQUEST_ID] = request_id
            await send(message)

        return await self._app(scope, limited, marked)

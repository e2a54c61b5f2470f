"""What every request passes first: its size is limited, and its X-Request-Id comes back with the answer.

So does the time by the portal's own clock, which tests set wrong on purpose.
"""

from email.utils import formatdate

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.moments import Clock
from portal.refusals import Refusal

_REQUEST_ID = "X-Request-Id"
# Read and thrown away, so that the client has finished sending when it is told that it was too much.
_DRAINED = 64 * 1_048_576


class FrontDoor:
    def __init__(self, app: ASGIApp, clock: Clock, body_limit: int, head_limit: int) -> None:
        self._app = app
        self._clock = clock
        self._limit = body_limit
        self._head_limit = head_limit

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
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Date"] = formatdate(self._clock() / 1000, usegmt=True)
                if request_id:
                    headers[_REQUEST_ID] = request_id
            await send(message)

        if _head_size(scope) > self._head_limit:
            return await Response(status_code=431)(scope, receive, marked)
        try:
            return await self._app(scope, limited, marked)
        except ClientDisconnect:
            return None  # they hung up in the middle of asking: there is nobody to answer


def _head_size(scope: Scope) -> int:
    fields = sum(len(name) + len(value) + 4 for name, value in scope["headers"])
    return len(scope["raw_path"]) + len(scope["query_string"]) + fields

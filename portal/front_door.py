"""What every request passes first: its size is limited, and it is known by its X-Request-Id.

The id comes back with the answer and stands in the log `portal.requests`, with the path and what became of
it; one that is missing, or could not stand in a log, is replaced.

So does the time by the portal's own clock, which tests set wrong on purpose.
"""

import logging
import re
from email.utils import formatdate
from urllib.parse import quote
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.moments import Clock
from portal.refusals import Refusal

_log = logging.getLogger("portal.requests")
_REQUEST_ID = "X-Request-Id"
_PLAIN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
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
        request_id = _named(Headers(scope=scope).get(_REQUEST_ID, ""))
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
                headers[_REQUEST_ID] = request_id
                _log.info("%s %s %s %s", request_id, scope["method"], _said(scope["path"]), message["status"])
            await send(message)

        if _head_size(scope) > self._head_limit:
            return await Response(status_code=431)(scope, receive, marked)
        try:
            return await self._app(scope, limited, marked)
        except ClientDisconnect:
            return None  # they hung up in the middle of asking: there is nobody to answer


def _named(sent: str) -> str:
    return sent if _PLAIN_ID.fullmatch(sent) else str(uuid4())


def _said(path: str) -> str:
    """The path as one word: what was searched for never stands in it, and no line can be forged with it."""
    return quote(path, safe="/$._-")


def _head_size(scope: Scope) -> int:
    fields = sum(len(name) + len(value) + 4 for name, value in scope["headers"])
    return len(scope["raw_path"]) + len(scope["query_string"]) + fields

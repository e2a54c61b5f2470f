"""The addresses of the WebSockets, and of the token one form of them needs."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from portal import json_text
from portal.faults.wire import EXTENSION
from portal.moments import to_instant
from portal.refusals import invalid, not_found
from portal.rest.endpoints import fhir_response, person_of
from portal.settings import FHIR_ROOT, R4_SOCKET, TOKEN_SOCKET, Settings
from portal.storage.database import Database
from portal.storage.resources import fetch
from portal.subscriptions import notices
from portal.subscriptions.dialogues import ById, ByToken, Dialogue
from portal.subscriptions.hub import Hub, Line


class Subscriptions:
    """All of it, in the form of the profile."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._by_token = settings.profile.binds_by_token
        self._path = TOKEN_SOCKET if self._by_token else R4_SOCKET
        self._bundles = notices.Bundles(database.now)
        word = self._bundles.event if self._by_token else notices.ping
        self._hub = Hub(database, settings.profile, word, settings.heartbeat)
        self._tokens = ByToken(self._hub, database, self._bundles)
        self._dialogue: Dialogue = self._tokens if self._by_token else ById(self._hub)

    @contextlib.asynccontextmanager
    async def telling(self) -> AsyncIterator[None]:
        async with self._hub.telling(self._bundles.heartbeat if self._by_token else None):
            yield

    def routes(self, test_mode: bool) -> list[BaseRoute]:
        async def binding_token(request: Request) -> Response:
            person = await person_of(request, self._database)
            person.require("r", "Subscription")
            id_ = request.path_params["id"]
            stored = await self._database.reading(lambda it: fetch(it, "Subscription", id_))
            if stored is None or stored.deleted:
                raise not_found(f"There is no Subscription/{id_}.")
            address = f"{str(request.base_url).rstrip('/').replace('http', 'ws', 1)}{self._path}"
            return fhir_response(200, self._parameters(id_, address))

        routes: list[BaseRoute] = [WebSocketRoute(self._path, self._converse)]
        if self._by_token:
            path = f"{FHIR_ROOT}/Subscription/{{id}}/$get-ws-binding-token"
            routes.append(Route(path, binding_token))
        if test_mode:
            routes.append(Route("/test/sockets", self._sockets, methods=["GET", "PUT", "DELETE"]))
        return routes

    def _parameters(self, id_: str, address: str) -> bytes:
        token, expires = self._tokens.token(id_)
        parameters = [
            {"name": "token", "valueString": token},
            {"name": "expiration", "valueDateTime": to_instant(expires)},
            {"name": "subscription", "valueString": id_},
            {"name": "websocket-url", "valueUrl": address},
        ]
        return json_text.encode({"resourceType": "Parameters", "parameter": parameters})

    async def _converse(self, socket: WebSocket) -> None:
        await socket.accept()
        line = Line(cut=socket.scope["extensions"][EXTENSION])
        self._hub.lines.add(line)
        sending = asyncio.create_task(_deliver(line, socket))
        try:
            while (message := await socket.receive())["type"] == "websocket.receive":
                await self._dialogue.said(line, message.get("text") or "")
        finally:
            self._hub.lines.discard(line)
            sending.cancel()
            await asyncio.wait([sending])
            await self._dialogue.left(line)

    async def _sockets(self, request: Request) -> Response:
        """Tests look at the open lines, cut them, or have them fall silent."""
        lines = list(self._hub.lines)
        if request.method == "DELETE":
            for line in lines:
                line.cut()
        if request.method == "PUT":
            muted = json_text.decode_object(await request.body()).get("muted")
            if not isinstance(muted, bool):
                raise invalid("muted is true or false.")
            self._hub.muted = muted
        return JSONResponse({"open": len(lines), "bound": sum(len(line.bound) for line in lines)})


async def _deliver(line: Line, socket: WebSocket) -> None:
    while True:
        await socket.send_text(await line.outbox.get())

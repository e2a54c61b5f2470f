"""The middleware around the whole application that lets faults strike."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal import json_text
from portal.faults.held import Held
from portal.faults.rules import Rule, Schedule
from portal.faults.wire import EXTENSION
from portal.refusals import Refusal
from portal.rest import holding
from portal.rest.endpoints import refusal_response

_CONTROL = "/test/"


class FaultInjector:
    def __init__(self, app: ASGIApp, schedule: Schedule, held: Held, transactions_split: bool) -> None:
        """`transactions_split`: whether a transaction can be interrupted between its entries."""
        self._app = app
        self._schedule = schedule
        self._held = held
        self._splits = {"batch", "transaction"} if transactions_split else {"batch"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        rule = None
        if scope["type"] == "http" and not scope["path"].startswith(_CONTROL):
            query = scope["query_string"].decode("latin-1")
            path = f"{scope['path']}?{query}" if query else scope["path"]
            rule = self._schedule.striking(scope["method"], path)
        if rule is None:
            await self._app(scope, receive, send)
        elif rule.action == "hold":
            seconds = rule.seconds or None
            scope.setdefault("extensions", {})[holding.EXTENSION] = lambda: self._held.wait(seconds)
            await self._app(scope, receive, send)
        else:
            await self._strike(rule, scope, receive, send)

    async def _strike(self, rule: Rule, scope: Scope, receive: Receive, send: Send) -> None:
        request = await _whole_request(receive)
        match rule.action:
            case "drop_before":
                return await _break(scope, receive)
            case "drop_midway":
                if (part := self._first_entries(request, rule.entries)) is not None:
                    await self._answer_to(part, scope)
                return await _break(scope, receive)
            case "status":
                headers = {} if rule.retry_after is None else {"Retry-After": str(rule.retry_after)}
                refusal = Refusal(
                    rule.status, "transient", "A fault rule answered this request.", headers=headers
                )
                return await refusal_response(refusal)(scope, receive, send)
            case "delay" if rule.when == "before":
                await asyncio.sleep(rule.seconds)
            case "duplicate":
                await self._answer_to(request, scope)
        answer = await self._answer_to(request, scope)
        if rule.action == "drop_after":
            return await _break(scope, receive)
        if rule.action == "delay" and rule.when == "after":
            await asyncio.sleep(rule.seconds)
        for message in answer:
            await send(message)
        return None

    def _first_entries(self, request: bytes, count: int) -> bytes | None:
        """The bundle as far as it gets, or None where it is one that happens as a whole or not at all."""
        bundle = json_text.decode_object(request)
        if bundle.get("type") not in self._splits:
            return None
        return json_text.encode(bundle | {"entry": bundle["entry"][:count]})

    async def _answer_to(self, request: bytes, scope: Scope) -> list[Message]:
        """Carry the request out and keep the answer back."""
        answer: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": request, "more_body": False}

        async def keep(message: Message) -> None:
            answer.append(message)

        await self._app(dict(scope), receive, keep)
        return answer


async def _whole_request(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


async def _break(scope: Scope, receive: Receive) -> None:
    scope["extensions"][EXTENSION]()
    while (await receive())["type"] != "http.disconnect":
        pass

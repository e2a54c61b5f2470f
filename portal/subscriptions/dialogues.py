"""What clients say on a WebSocket, and what it does."""

import secrets
from typing import Protocol

from portal import json_text
from portal.refusals import Refusal, invalid
from portal.storage import resources
from portal.storage.database import Database, Writing
from portal.subscriptions.hub import Hub, Line
from portal.subscriptions.notices import Bundles

TOKEN_LIFETIME = 3600
"""Seconds in which a token can be used."""


class Dialogue(Protocol):
    async def said(self, line: Line, text: str) -> None: ...
    async def left(self, line: Line) -> None: ...


class ById:
    """R4: `bind id`."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def said(self, line: Line, text: str) -> None:
        verb, _, subscription = text.strip().partition(" ")
        if verb != "bind":
            self._hub.say(line, "error Say bind and the id of a Subscription.")
        elif await self._hub.bind(line, subscription):
            self._hub.say(line, f"bound {subscription}")
        else:
            self._hub.say(line, f"error {subscription} There is no such Subscription.")

    async def left(self, line: Line) -> None:
        """Nothing changes: the Subscription can be bound again."""


class ByToken:
    """R5 backport, in JSON."""

    def __init__(self, hub: Hub, database: Database, bundles: Bundles) -> None:
        self._hub = hub
        self._database = database
        self._bundles = bundles
        self._tokens: dict[str, tuple[str, int]] = {}

    def token(self, subscription: str) -> tuple[str, int]:
        """A token to bind with, and the moment it expires."""
        now = self._database.now()
        self._tokens = {token: known for token, known in self._tokens.items() if known[1] > now}
        token, expires = secrets.token_urlsafe(32), now + TOKEN_LIFETIME * 1000
        self._tokens[token] = (subscription, expires)
        return token, expires

    async def said(self, line: Line, text: str) -> None:
        try:
            message = json_text.decode_object(text.encode())
            kind = message.get("type")
            if kind == "ping":
                self._hub.say(line, '{"type":"pong"}')
            elif kind == "bind-with-token":
                await self._bind(line, self._subscription(message))
            elif kind == "unbind-from-token":
                await self._destroy(line, self._subscription(message))
            else:
                raise invalid("The type of the message is unknown.")
        except Refusal as refusal:
            self._hub.say(line, json_text.encode(refusal.outcome()).decode())

    async def left(self, line: Line) -> None:
        for subscription in list(line.bound):
            await self._destroy(line, subscription)

    async def _bind(self, line: Line, subscription: str) -> None:
        if not await self._hub.bind(line, subscription):
            raise invalid("The Subscription is not in force.")
        self._hub.say(line, self._bundles.handshake(subscription))

    def _subscription(self, message: dict[str, object]) -> str:
        payload = message.get("payload")
        token = payload.get("token") if isinstance(payload, dict) else None
        subscription, expires = self._tokens.get(str(token), ("", 0))
        if expires <= self._database.now():
            raise invalid("The token is unknown or has expired.")
        return subscription

    async def _destroy(self, line: Line, subscription: str) -> None:
        if line.bound.pop(subscription, None) is None:
            return

        def work(writing: Writing) -> None:
            current = resources.fetch(writing.connection, "Subscription", subscription)
            if current is not None and not current.deleted:
                resources.remove(writing, current)

        await self._database.writing(work)

"""In place of the sign-in: who comes to a locked place, as a test has it."""

from __future__ import annotations

from inbox.domain.errors import AccessEnded, Refused


class Nobody:
    """No PIN, and nobody ever comes."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    async def has_pin(self) -> bool:
        return False

    async def check_pin(self, pin: str) -> None:
        raise Refused("There is no PIN.")

    async def choose_pin(self, pin: str) -> None:
        raise Refused("There is no keyring.")

    async def drop_pin(self) -> None:
        self.heard.append("drop")

    async def same_person(self) -> bool:
        return False

    async def another(self) -> bool:
        return False

    async def locked(self) -> None:
        self.heard.append("locked")

    async def unlocked(self) -> None:
        self.heard.append("unlocked")

    def give_up(self) -> None:
        self.heard.append("give up")


class Owner(Nobody):
    """Whoever signs in is whom the place belongs to; their PIN is 483920."""

    PIN = "483920"

    def __init__(self, *, pin: bool = False) -> None:
        super().__init__()
        self.pin = self.PIN if pin else ""

    async def has_pin(self) -> bool:
        return bool(self.pin)

    async def check_pin(self, pin: str) -> None:
        if pin != self.pin:
            raise Refused("That is not the PIN.")

    async def choose_pin(self, pin: str) -> None:
        self.pin = pin

    async def drop_pin(self) -> None:
        self.pin = ""

    async def same_person(self) -> bool:
        self.heard.append("signed in")
        return True


class Colleague(Nobody):
    """Whoever signs in is somebody else."""

    async def another(self) -> bool:
        return True


class NoLonger(Nobody):
    """Whoever signs in works there no longer, says the portal."""

    def __init__(self, person: str) -> None:
        super().__init__()
        self._person = person

    async def same_person(self) -> bool:
        raise AccessEnded("You no longer work there.", self._person)

"""Which rules of a part of the kit hold: those the site has published, the last that could be used, or the
shipped ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, Protocol, TypeVar

from inbox.domain.errors import InboxError
from inbox.domain.site_kit import KitFile, file_words
from inbox.domain.words import tr


class Versioned(Protocol):
    """Rules as a site publishes them."""

    @property
    def id(self) -> str: ...

    @property
    def version(self) -> str: ...


Rules = TypeVar("Rules", bound=Versioned)
Read = Callable[[str, bytes], Rules]
"""Reads a file, by the name that its mistakes are told under. Raises an InboxError that says them."""


class InForce(NamedTuple, Generic[Rules]):
    """The rules, and why they are not the newest."""

    rules: Rules
    problem: str = ""
    """What is wrong with the newest, what to do, and what holds until then; empty where all is well."""


def rules_in_force(
    read: Read[Rules], shipped: Rules, newest: KitFile | None, last_valid: bytes | None
) -> InForce[Rules]:
    """The rules to go by. No file's content raises."""
    if newest is None:
        return InForce(shipped)
    try:
        return InForce(read(file_words(newest), newest.body))
    except InboxError as wrong:
        problem = str(wrong)
    before = shipped
    if last_valid is not None:
        try:
            before = read(newest.part, last_valid)
        except InboxError:  # a program that reads rules otherwise kept it
            before = shipped
    until = tr("Until then {rules} holds.", rules=f"{before.id}@{before.version}")
    return InForce(before, f"{problem} {until}")

"""Which messaging rules hold: those the site has published, the last that could be used, or the shipped."""

from __future__ import annotations

from typing import NamedTuple

from inbox.domain.messaging.rules import MessagingError, MessagingRules, read_messaging
from inbox.domain.site_kit import KitFile, file_words
from inbox.domain.words import tr


class InForce(NamedTuple):
    """The rules, and why they are not the newest."""

    rules: MessagingRules
    problem: str = ""
    """What is wrong with the newest, what to do, and what holds until then; empty where all is well."""


def rules_in_force(shipped: MessagingRules, newest: KitFile | None, last_valid: bytes | None) -> InForce:
    """The rules to go by. No file's content raises."""
    if newest is None:
        return InForce(shipped)
    try:
        return InForce(read_messaging(file_words(newest), newest.body))
    except MessagingError as wrong:
        problem = str(wrong)
    before = shipped
    if last_valid is not None:
        try:
            before = read_messaging(newest.part, last_valid)
        except MessagingError:  # a program that reads rules otherwise kept it
            before = shipped
    until = tr("Until then {rules} holds.", rules=f"{before.id}@{before.version}")
    return InForce(before, f"{problem} {until}")

"""What the list of phrases says of each, and how it is found."""

from __future__ import annotations

from datetime import date

from inbox.domain.time_words import date_words
from inbox.domain.words import tr
from inbox.shortcuts.kit import Kit
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.phrases.usage import Usage
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.match import match

_ICONS = {OwnerType.PERSON: "user-round", OwnerType.POOL: "users", OwnerType.ORGANISATION: "shield-check"}


def whose(owner: Owner, me: Owner) -> str:
    """ "yours", "Nurses, pool", "Prairie Clinic, organisation"."""
    if owner == me:
        return tr("yours")
    kinds = {
        OwnerType.PERSON: tr("a colleague"),
        OwnerType.POOL: tr("pool"),
        OwnerType.ORGANISATION: tr("organisation"),
    }
    return tr("{owner}, {kind}", owner=owner.name, kind=kinds[owner.type])


def lines(kit: Kit, typed: str, me: Owner, today: date) -> list[Choice]:
    """The phrases that `typed` finds: by their names as names are found, then by words of title or text;
    one's own before others, and what they hide behind them."""
    typed = typed.strip()
    found: list[tuple[tuple[int, bool, str, int], Choice]] = []
    for phrase in (*kit.phrases.values(), *kit.hidden):
        named = match(typed.lstrip("."), phrase.name)
        if named is None and typed.casefold() not in f"{phrase.title}\n{phrase.text}".casefold():
            continue
        score, marks = named or (0, ())
        counts = kit.phrases[phrase.name]
        order = (-score, phrase.owner != me, phrase.name, -phrase.owner.type.precedence)
        line = _line(phrase, marks, me, today) if counts is phrase else _hidden(phrase, counts, marks, me)
        found.append((order, line))
    found.sort(key=lambda one: one[0])
    return [line for _, line in found]


def used_words(usage: Usage) -> str:
    """ "Used in .ack and .closing; speed buttons: Refill"."""
    parts = []
    if usage.phrases:
        parts.append(tr("in {phrases}", phrases=", ".join(f".{name}" for name in usage.phrases)))
    if usage.buttons:
        parts.append(
            tr("by the speed buttons {buttons}", buttons=", ".join(f"“{name}”" for name in usage.buttons))
        )
    return tr("Used {where}.", where=tr(" and ").join(parts)) if parts else tr("Used in nothing else.")


def is_due(phrase: Phrase, today: date) -> bool:
    """Whether its owner should have read it again by now."""
    return phrase.review < today


def _hidden(phrase: Phrase, counts: Phrase, marks: tuple[int, ...], me: Owner) -> Choice:
    """One that does not count here, and why."""
    why = tr("hidden: yours of that name comes first")
    if counts.owner != me:
        why = tr("hidden: {owner} has one of that name", owner=counts.owner.name)
    about = f"{why} · {whose(phrase.owner, me)}"
    return Choice(f".{phrase.name}", phrase, about, "circle-dashed", marks=tuple(at + 1 for at in marks))


def _line(phrase: Phrase, marks: tuple[int, ...], me: Owner, today: date) -> Choice:
    day = date_words(phrase.review)
    if is_due(phrase, today):
        told, icon = tr("review was due {day}", day=day), "triangle-alert"
    else:
        told, icon = phrase.title, _ICONS[phrase.owner.type]
    about = f"{told} · {whose(phrase.owner, me)}"
    return Choice(f".{phrase.name}", phrase, about, icon, marks=tuple(at + 1 for at in marks))

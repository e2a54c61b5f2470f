"""What a speed button will do, said before it is pressed, and why it is off when it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from inbox.domain.disposition import call_first, nobody_reached
from inbox.domain.licence import lacking
from inbox.domain.people import Actor
from inbox.domain.pool import Staff
from inbox.domain.routing import Place
from inbox.domain.words import tr
from inbox.shortcuts.phrases.expansion import ExpansionError, expand
from inbox.shortcuts.phrases.guards import Problem, guards
from inbox.shortcuts.phrases.links import Lookup
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.quick import Condition, SpeedButton
from inbox.shortcuts.step_words import packet_words, step_words
from inbox.shortcuts.steps import (
    REPLIES,
    AnyStep,
    Approve,
    Assign,
    Claim,
    Escalate,
    Hold,
    Insert,
    Next,
    Release,
    Reply,
    Route,
    SetKind,
    SplitOff,
    TakeBack,
)


class Facts(msgspec.Struct, frozen=True):
    """What a preview needs to know of the item on screen and of who looks at it."""

    recipient: str
    """Who the reply goes to."""
    actor: Actor
    kind: str
    """The kind of work: who may close it depends on it."""
    lookup: Lookup
    """The chart as it is now."""
    phrases: Mapping[str, Phrase]
    pools: tuple[str, ...] = ()
    """The names of the pools an item can be routed to."""
    pool: str = ""
    """The name of the pool it is in."""
    directed: Callable[[], Place | None] = lambda: None
    """Where the routing rules send it; None where none fits."""
    belongs: Callable[[Place], bool] = lambda place: False
    """Whether it waits there already."""
    colleague: Callable[[str], Staff | None] = lambda person: None
    """Whom a reference means."""
    held_by: Literal["nobody", "me", "another"] = "nobody"
    holder: str = ""
    """The colleague's name when another has it."""
    closed: bool = False
    call_now: Literal["none", "open", "tried", "settled"] = "none"
    """Whether a level 1 or 2 flag waits for its call, also after one that nobody answered, or has had it."""
    prescriber: str = ""
    """Who decides on a packet: the patient's own, else the pool's."""
    can_reply: bool = True
    """Whether the portal lets this patient be messaged."""
    proposed: str = ""
    """The reply that a colleague has proposed with the packet; empty where none was."""
    no_reply: str = ""
    """Why whoever wrote may not be answered, as a sentence; empty when they may."""
    next_item: str = ""
    """The next most urgent item: "Bernadette Kowalczyn, 2 h over"; empty when there is none."""
    why_not: Callable[[Condition], str] = lambda condition: ""
    """Why a condition does not hold of the chart, as a sentence; empty when it does."""
    wake_words: Callable[[int], str] | None = None
    """From business days to the local time at which a hold ends: "Fri 20 Mar, 09:00"."""


def preview(button: SpeedButton, facts: Facts) -> list[str]:
    """Numbered sentences of what `button` will do; when it is off, only the reason."""
    off = why_off(button, facts)
    if off is not None:
        return [tr("Off: {reason}", reason=off)]
    sentences = [
        sentence for step in button.steps if (sentence := _sentence(step, button, facts)) is not None
    ]
    return [f"{number} {sentence}" for number, sentence in enumerate(sentences, start=1)]


def why_off(button: SpeedButton, facts: Facts) -> str | None:
    """Why `button` cannot be pressed now, as a sentence; None when it can."""
    if facts.closed:
        return tr("It is already closed.")
    only_answers = all(isinstance(step, Claim | Reply | Next) for step in button.steps)
    if facts.call_now == "open" or (facts.call_now == "tried" and not only_answers):
        return call_first()
    if off := button.not_for(facts.kind, facts.actor):
        return off
    takes_back = any(isinstance(step, TakeBack) for step in button.steps)
    if button.needs_claimable and facts.held_by == "another" and not takes_back:
        return tr("{name} is on it.", name=facts.holder or tr("A colleague"))
    if button.only_if and (off := facts.why_not(button.only_if)):
        return off
    offs = (_reply_off, _approval_off, _route_off, _given_off)
    return next(filter(None, (off(button, facts) for off in offs)), None)


def not_on_several(button: SpeedButton) -> str:
    """Why `button` works on one item at a time, as a sentence; empty when it works on many."""
    if button.reply is not None:
        return tr("A button with a reply works on one item at a time: each patient’s words differ.")
    if button.decides:
        return tr("A packet is read before it is decided: press it on one at a time.")
    if button.by_the_chart:
        return tr("What it does depends on the patient’s chart: press it on one item at a time.")
    return ""


def open_in_reply(button: SpeedButton, facts: Facts) -> list[Problem]:
    """What its reply still lacks for this patient; when anything, the composer opens instead of sending."""
    if button.reply is None:
        return []
    expansion = expand(facts.phrases[button.reply.phrase], facts.lookup, facts.phrases)
    return guards(expansion, facts.lookup)


def _reply_off(button: SpeedButton, facts: Facts) -> str | None:
    """Why its reply cannot be written, or None."""
    if button.reply is None:
        return None
    name = button.reply.phrase
    phrase = facts.phrases.get(name)
    if phrase is None:
        return tr("There is no phrase “.{name}”.", name=name)
    if facts.no_reply:
        return facts.no_reply
    if not facts.can_reply:
        return tr("The portal does not let this patient be messaged.")
    if facts.call_now == "tried" and not phrase.emergency:
        return nobody_reached()
    if facts.call_now == "settled" and not phrase.emergency:
        return tr("After a level 1 or 2 flag only emergency phrases may be sent.")
    try:
        expand(phrase, facts.lookup, facts.phrases)
    except ExpansionError as error:
        return error.sentence
    return None


def _approval_off(button: SpeedButton, facts: Facts) -> str | None:
    """Why a proposed reply cannot be sent, or None."""
    for step in button.steps:
        if isinstance(step, Insert) and step.phrase not in facts.phrases:
            return tr("There is no phrase “.{name}”.", name=step.phrase)
        if isinstance(step, Approve) and not facts.proposed:
            return tr("No reply was proposed with it. Write one.")
        if isinstance(step, REPLIES) and facts.no_reply:
            return facts.no_reply
    return None


def _route_off(button: SpeedButton, facts: Facts) -> str | None:
    """Why an item cannot go where it sends it, or None."""
    for step in button.steps:
        if isinstance(step, Route) and step.by_rules:
            return _rules_off(facts)
        if isinstance(step, Route | SplitOff) and step.pool not in facts.pools:
            return tr("There is no pool “{pool}” here.", pool=step.pool)
        if isinstance(step, SetKind) and step.kind == facts.kind:
            return tr("It is that kind of work already.")
        if isinstance(step, Release) and facts.held_by == "nobody":
            return tr("Nobody has claimed it.")
        if isinstance(step, Route) and step.pool == facts.pool and facts.held_by == "nobody":
            return tr("It is already in {pool}.", pool=step.pool)
    return None


def _given_off(button: SpeedButton, facts: Facts) -> str | None:
    """Why it cannot be given to a colleague, or taken back from one; None when it can."""
    for step in button.steps:
        if isinstance(step, Assign):
            there = facts.colleague(step.person)
            if there is None or not there.active:
                return tr("{name} no longer works here.", name=step.name)
            waits = facts.call_now in ("open", "tried")
            if off := lacking(facts.kind, waits, there.licence, facts.actor.office_work):
                return off
        if isinstance(step, TakeBack) and not facts.actor.leads:
            return tr("Only a supervisor or the charge nurse takes work back from a colleague.")
        if isinstance(step, TakeBack) and facts.held_by != "another":
            return tr("No colleague has it.")
    return None


def _rules_off(facts: Facts) -> str | None:
    """Why the routing rules send it nowhere, or None."""
    place = facts.directed()
    if place is None:
        return tr("No routing rule fits this item, or nobody here is meant.")
    if facts.held_by == "nobody" and facts.belongs(place):
        return tr("It is where it belongs, {rule}.", rule=place.said)
    return None


def _sentence(step: AnyStep, button: SpeedButton, facts: Facts) -> str | None:
    """What `step` will do to this item, or None when there is nothing to do."""
    match step:
        case Claim():
            return None if facts.held_by == "me" else step_words(step)
        case Reply():
            return _reply_sentence(step, button, facts)
        case Approve():
            return tr("Send the proposed reply to {name}", name=facts.recipient)
        case Route():
            return tr("Route to {to}: {reason}", to=_to(step, facts), reason=step.reason)
        case Escalate():
            what = packet_words(step)
            return tr("Ask {name} to decide: packet with {what}", name=facts.prescriber, what=what)
        case Hold() if facts.wake_words is not None:
            return tr("Wait for the patient until {when}", when=facts.wake_words(step.days))
        case Next():
            return tr("Open next: {item}", item=facts.next_item) if facts.next_item else tr("Open the list")
        case _:
            return step_words(step)


def _to(step: Route, facts: Facts) -> str:
    """The pool, or whom the rules name and by which."""
    place = facts.directed() if step.by_rules else None
    return tr("{place}, {rule}", place=place.to.name, rule=place.said) if place else step.pool


def _reply_sentence(step: Reply, button: SpeedButton, facts: Facts) -> str:
    """The reply goes, or it opens in the composer and says what it lacks."""
    lacking = open_in_reply(button, facts)
    if not lacking:
        return tr("Send .{phrase} to {name}", phrase=step.phrase, name=facts.recipient)
    return tr(
        "Open .{phrase} to finish: {what} The rest follows when you send.",
        phrase=step.phrase,
        what=lacking[0].sentence,
    )

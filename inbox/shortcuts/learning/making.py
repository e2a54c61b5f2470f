"""A habit as what it may become: a phrase with links and blanks, and a speed button that sends it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

import msgspec

from inbox.domain.deed import CLOSE, REPLY, ROUTE, VISIT, Move
from inbox.domain.people import Actor
from inbox.domain.visit import How
from inbox.domain.words import tr
from inbox.shortcuts.kit import Kit
from inbox.shortcuts.learning.habits import Habit
from inbox.shortcuts.learning.template import Template
from inbox.shortcuts.learning.tokens import Token, words
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.shortcuts.phrases.phrase import Phrase
from inbox.shortcuts.phrases.tree import Blank, Choice, Link, Node, Words, unparse
from inbox.shortcuts.quick import KEYS, SpeedButton, available
from inbox.shortcuts.steps import AnyStep, Claim, Complete, Next, Reply, Route, Visit

REVIEW: Final = timedelta(days=365)
"""When its owner reads a learned phrase again."""
_ONE_PHRASE: Final = 0.75
"""Words in common, of all the words of two texts, from which on a phrase says what was written."""
_FILLERS: Final = words(
    "a an and are as at be been by can for from has have hello hi i if in is it of on or our please so thank"
    " thanks that the this to us was we will with you your"
)


class Made(NamedTuple):
    """What an accepted offer adds to somebody's own kit."""

    phrase: Phrase | None
    """None: it writes nothing, or a phrase there is says it."""
    button: SpeedButton


def made(habit: Habit, kit: Kit, actor: Actor, today: date) -> Made:
    """`habit` as a phrase and a button of `actor`, who may change both before they are kept."""
    phrase = _phrase(habit, kit, actor, today) if habit.text is not None else None
    there = said_by(habit, kit)
    new = None if there is not None else phrase
    named = there or phrase
    return Made(new, _button(habit, kit, actor, named))


def named(made: Made, name: str, text: str, kit: Kit) -> Made:
    """`made` under another name and with other words. Raises ValueError with the reason in a sentence."""
    phrase, button = made.phrase, made.button
    if phrase is not None:
        called = phrase.name if name == button.name else _free_name(name, kit.phrases)
        phrase = msgspec.structs.replace(phrase, name=called, title=name.strip(), text=text)
        steps = tuple(
            msgspec.structs.replace(step, phrase=called) if isinstance(step, Reply) else step
            for step in button.steps
        )
        button = msgspec.structs.replace(button, steps=steps)
    return Made(phrase, msgspec.structs.replace(button, name=name.strip()))


def phrase_text(text: Template) -> str:
    """`text` in the grammar of phrases."""
    nodes: list[Node] = []
    for at, piece in enumerate(text.pieces):
        if piece.gap:
            nodes.append(Words(0, 0, piece.gap))
        if piece.choices:
            nodes.append(Choice(0, 0, _label(text.pieces, at), piece.choices))
        elif piece.blank:
            nodes.append(Blank(0, 0))
        elif piece.link:
            nodes.append(Link(0, 0, piece.link))
        else:
            nodes.append(Words(0, 0, piece.word))
    return unparse(tuple(_run_together(nodes)))


def _label(pieces: Sequence[Token], at: int) -> str:
    """What a pick list is called: by the word that follows it, as in "7 days", else by the one before."""
    near = [*pieces[at + 1 : at + 2], *pieces[max(at - 1, 0) : at]]
    return next((piece.word.capitalize() for piece in near if piece.says), tr("Choose"))


def _run_together(nodes: Iterable[Node]) -> Iterable[Node]:
    """Words that follow one another are one piece: what a sign means depends on what stands before it."""
    held = ""
    for node in nodes:
        if isinstance(node, Words):
            held += node.text
            continue
        if held:
            yield Words(0, 0, held)
        held = ""
        yield node
    if held:
        yield Words(0, 0, held)


def said_by(habit: Habit, kit: Kit) -> Phrase | None:
    """The phrase in force that says what was written, if there is one; greetings do not count."""
    if habit.text is None:
        return None
    around = habit.text.words - habit.body
    found = ((_overlap(habit.body, _words_of(one) - around), name) for name, one in kit.phrases.items())
    best, name = max(found, default=(0.0, ""))
    return kit.phrases[name] if best >= _ONE_PHRASE else None


def done_by(habit: Habit, kit: Kit, actor: Actor) -> SpeedButton | None:
    """The button in force that does the same on this kind of work, if there is one."""
    phrase = said_by(habit, kit)
    for button in available(kit.buttons, habit.kind, actor.role).values():
        if _way_of(button) == habit.way and (
            habit.text is None
            or (phrase is not None and button.reply is not None and button.reply.phrase == phrase.name)
        ):
            return button
    return None


def free_number(habit: Habit, kit: Kit, actor: Actor) -> int:
    """The number that is still free on this kind of work, or else the last but one: 9 closes everywhere."""
    taken = available(kit.buttons, habit.kind, actor.role)
    return next((n for n in KEYS if n not in taken), max(KEYS) - 1)


def _way_of(button: SpeedButton) -> tuple[tuple[str, str], ...]:
    return tuple(move.same for step in button.steps if (move := _move(step)) is not None)


def _move(step: AnyStep) -> Move | None:
    """The move that `step` makes; what goes with every work is none."""
    match step:
        case Claim() | Next():
            return None
        case Route():
            return Move(ROUTE, step.pool)
        case Complete():
            return Move(CLOSE, step.outcome)
        case Visit():
            return Move(VISIT, step.how)
        case _:
            return Move(str(step.__struct_config__.tag))


def _phrase(habit: Habit, kit: Kit, actor: Actor, today: date) -> Phrase:
    assert habit.text is not None
    title = _title(habit)
    return Phrase(
        name=_free_name(title, kit.phrases),
        title=title,
        text=phrase_text(habit.text),
        owner=_mine(actor),
        version=1,
        review=today + REVIEW,
        kinds=(habit.kind,),
    )


def _button(habit: Habit, kit: Kit, actor: Actor, phrase: Phrase | None) -> SpeedButton:
    title = phrase.title if phrase is not None else _title(habit)
    ids = {button.id for button in kit.buttons}
    stem = re.sub(r"[^a-z0-9]+", "-", f"mine-{habit.kind}-{title}".lower()).strip("-")
    return SpeedButton(
        id=next(one for n in range(1, len(ids) + 2) if (one := stem if n == 1 else f"{stem}-{n}") not in ids),
        name=title,
        keys={habit.kind: free_number(habit, kit, actor)},
        steps=(*(_step(move, phrase) for move in habit.moves), Next()),
        owner=_mine(actor),
        version=1,
    )


def _step(move: Move, phrase: Phrase | None) -> AnyStep:
    if move.do == REPLY:
        assert phrase is not None
        return Reply(phrase=phrase.name)
    if move.do == ROUTE:
        return Route(reason=move.reason or tr("As usual for this kind of work"), pool=move.to)
    if move.do == VISIT:
        return Visit(how=How(move.to))
    return Complete(outcome=move.to)  # type: ignore[arg-type]  # one of the three: it was closed that way


def _title(habit: Habit) -> str:
    """A few words that say what it is; they are there to be changed."""
    if habit.text is None:
        moved = habit.moves[-1]
        return tr("To {pool}", pool=moved.to) if moved.do == ROUTE else tr("Close it")
    said = [p.word for p in habit.text.pieces if p.says and p.same in habit.body and p.same not in _FILLERS]
    return " ".join(said[:3]).capitalize() or tr("My reply")


def _free_name(title: str, taken: Collection[str]) -> str:
    stem = re.sub(r"[^a-z0-9]+", "", title.lower()) or "mine"
    stem = stem if stem[0].isalpha() else f"my{stem}"
    return next(
        one for n in range(1, len(taken) + 2) if (one := stem if n == 1 else f"{stem}{n}") not in taken
    )


def _mine(actor: Actor) -> Owner:
    return Owner(OwnerType.PERSON, actor.name, actor.person)


def _words_of(phrase: Phrase) -> frozenset[str]:
    said: list[str] = []
    for node in phrase.tree:
        if isinstance(node, Words):
            said.append(node.text)
        elif isinstance(node, Choice):
            said += node.choices
    return frozenset(word for word in words(" ".join(said)) if word[0].isalpha())


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0

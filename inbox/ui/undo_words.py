"""What undo would take back, in words: "reply to R. Ortega and close"."""

from __future__ import annotations

from inbox.commands.bus import Done
from inbox.domain.inert import one_line
from inbox.domain.operations import Claim, Reply
from inbox.domain.words import tr, trn
from inbox.queries import worklist
from inbox.ui.desk import Desk
from inbox.ui.worklist.who import short_name


def undo_words(desk: Desk, done: Done, *, names: bool = True) -> str:
    """The steps of `done` and whom they were about. A claim that only led to the rest is not worth a word.

    Without `names` no patient is named: the status line stays on screen when another one has come.
    """
    operations = [entry.operation for entry in done.entries]
    telling = [one for one in operations if not isinstance(one, Claim)] or operations
    whom = _whom(desk, done) if names or len(done.targets) > 1 else ""
    steps = list(dict.fromkeys(_step(one.describe()) for one in telling if not isinstance(one, Reply)))
    if any(isinstance(one, Reply) for one in telling):
        return _listed([tr("reply to {whom}", whom=whom) if whom else tr("reply"), *steps])
    return tr("{steps} ({whom})", steps=_listed(steps), whom=whom) if whom else _listed(steps)


def _whom(desk: Desk, done: Done) -> str:
    """The patient by a short name, or how many items; empty where the item has gone."""
    if len(done.targets) > 1:
        return trn("{n} item", "{n} items", len(done.targets))
    line = worklist.line(desk.reader, done.targets[0].item, desk.actor) if done.targets else None
    return short_name(one_line(line.name)) if line is not None and line.name else ""


def _step(described: str) -> str:
    """As part of a sentence; names in it keep their capitals."""
    return described[:1].lower() + described[1:]


def _listed(steps: list[str]) -> str:
    if len(steps) < 2:
        return "".join(steps)
    return tr("{first} and {last}", first=", ".join(steps[:-1]), last=steps[-1])

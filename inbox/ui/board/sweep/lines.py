"""The lines of the sweep's page: each item that must be looked at, then how many wait in the other groups."""

from __future__ import annotations

from datetime import datetime

from inbox.domain.inert import one_line
from inbox.domain.kind_words import kind_words
from inbox.domain.sweep import MUST, Gap, Group, Line, Sweep
from inbox.domain.time_words import day_words
from inbox.domain.words import mark, tr, trn
from inbox.queries import worklist
from inbox.queries.views import View, ViewKind
from inbox.ui.desk import Desk
from inbox.ui.overlays.choices import Choice
from inbox.ui.reading.moments import clock, when
from inbox.ui.worklist.words import KIND_ICONS

TITLES = {
    Group.RED_FLAG: mark("Red flags"),
    Group.URGENT: mark("Urgent"),
    Group.UNTAKEN: mark("Nobody has begun"),
    Group.DUE: mark("Late, or due before or soon after the opening"),
    Group.ASLEEP: mark("Comes back while nobody is here"),
    Group.UNCONFIRMED: mark("Not confirmed by the portal, on this computer"),
}
_ICONS = {
    Group.UNTAKEN: "inbox",
    Group.DUE: "hourglass",
    Group.ASLEEP: "alarm-clock",
    Group.UNCONFIRMED: "cloud-upload",
}


def sweep_lines(desk: Desk, found: Sweep) -> list[Choice]:
    """All of it as a list: the value of a line is its `Line` or its `Group`."""
    choices: list[Choice] = []
    named = {
        line.item: line
        for line in worklist.lines(desk.reader, [one.what.item for one in found.must], desk.actor)
    }
    for group in MUST:
        lines = found.of(group)
        if not lines:
            continue
        seen = sum(line.seen is not None for line in lines)
        title = tr("{group}: {n} of {all} looked at", group=tr(TITLES[group]), n=seen, all=len(lines))
        choices.append(Choice(title, heading=True))
        choices += [_item(desk, line, found, named.get(line.what.item)) for line in lines]
    others = [
        _group(group, len(lines)) for group in Group if group not in MUST and (lines := found.of(group))
    ]
    if others:
        choices += [Choice(tr("Waits as well"), heading=True), *others]
    return choices


def must_view(found: Sweep) -> View:
    """The list of all that must be looked at, seen or not, so that nothing moves under the cursor."""
    return View(ViewKind.SWEEP, items=tuple(line.what.item for line in found.must))


def group_view(found: Sweep, group: Group) -> View:
    """The list of one of the other groups."""
    items = tuple(line.what.item for line in found.of(group))
    return View(ViewKind.SWEEP, text=tr(TITLES[group]), items=items)


def gap_words(desk: Desk, gap: Gap, now: datetime) -> str:
    """ "Closes today at 17:00, opens Mon 8 Jun at 09:00." """
    zone = desk.zone
    opens = gap.opens.astimezone(zone)
    told = {"day": day_words(opens.date()), "time": clock(gap.opens, zone)}
    if gap.closes <= now:
        return tr("Closed now. It opens {day} at {time}.", **told)
    return tr("Closes {closes}, opens {day} at {time}.", closes=when(gap.closes, now, zone), **told)


def opening_words(desk: Desk, gap: Gap) -> str:
    """ "Mon 8 Jun, 09:00" """
    day = day_words(gap.opens.astimezone(desk.zone).date())
    return tr("{day}, {time}", day=day, time=clock(gap.opens, desk.zone))


def quiet_words(found: Sweep) -> str:
    """How many more wait, and that this is as promised; empty where none do."""
    if not found.quiet:
        return ""
    return trn("{n} more waits with time left.", "{n} more wait with time left.", found.quiet)


def _item(desk: Desk, line: Line, found: Sweep, named: worklist.Line | None) -> Choice:
    now, zone = desk.now(), desk.zone
    patient = one_line(named.name) if named and named.name else tr("Unknown patient")
    due = tr("due {when}", when=when(line.what.due, now, zone)) if line.what.due else tr("no due time")
    kind = named.kind if named else ""
    title = tr("{patient}, {kind}, {due}", patient=patient, kind=kind_words(kind), due=due)
    about = _seen(desk, line)
    if found.gap is not None and line.gap.opens != found.gap.opens:
        about = tr("{seen} · its pool opens {opens}", seen=about, opens=opening_words(desk, line.gap))
    return Choice(title, line, about, "check" if line.seen else KIND_ICONS.get(kind, "user"))


def _seen(desk: Desk, line: Line) -> str:
    if line.seen is None:
        return tr("nobody has looked yet")
    told = {"name": line.seen.by.name or tr("a colleague"), "time": when(line.seen.at, desk.now(), desk.zone)}
    if line.seen.left:
        return tr("left by {name}, {time}: {reason}", reason=line.seen.left, **told)
    return tr("seen by {name}, {time}", **told)


def _group(group: Group, count: int) -> Choice:
    title = tr("{group}: {n}", group=tr(TITLES[group]), n=count)
    return Choice(title, group, tr("Enter lists them"), _ICONS[group])

"""What became of the day, by the portal's own records: what was wrong, or closed unread, and the keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from tests.journeys.portal_process import Json, PortalProcess, text_of
from tests.shift.day import Right
from tests.shift.nurse import Worked

ONE_KEY, TWO_KEYS = 0.6, 0.8
"""Shares of the day that must be done with so many keys at most."""


class Outcome(msgspec.Struct, frozen=True):
    """How the shift went."""

    one_key: float
    two_keys: float
    wrong: list[str]
    unread: list[str]
    table: str

    @property
    def good(self) -> bool:
        """Whether it is as was promised."""
        enough = self.one_key >= ONE_KEY and self.two_keys >= TWO_KEYS
        return enough and not self.wrong and not self.unread


def judge(portal: PortalProcess, rights: Sequence[Right], worked: Sequence[Worked]) -> Outcome:
    """Look at every item of the day as the portal has it now."""
    tasks = {f"Task/{one['id']}": one for one in portal.all("Task")}
    replies: dict[str, list[Json]] = {}
    for one in portal.written_here():
        replies.setdefault(str(one["partOf"][0]["reference"]), []).append(one)
    wrong = [
        f"{right.intent}: {why}"
        for right in rights
        if (why := what_is_wrong(right, tasks, replies.get(right.thread, [])))
    ]
    read = Counter(one for work in worked for one in read_by(work, rights))
    finished = ("completed", "cancelled")
    unread = [
        right.item
        for right in rights
        if tasks[right.item]["status"] in finished and not read[right.name, right.text]
    ]
    keys = Counter(one.keys for one in worked)
    share = {most: sum(n for k, n in keys.items() if k <= most) / len(rights) for most in (1, 2)}
    return Outcome(share[1], share[2], wrong, unread, _table(worked, share, wrong, unread))


def read_by(work: Worked, rights: Sequence[Right]) -> set[tuple[str, str]]:
    """Whose words stood on the screen, and which."""
    return {
        (right.name, right.text) for right in rights if right.name in work.read and _stands(right.text, work)
    }


def _stands(text: str, work: Worked) -> bool:
    """Whether its words stood there in their order: the program may set a mark among them."""
    left = iter(work.read.split())
    return all(any(word in shown for shown in left) for word in text.split())


def what_is_wrong(right: Right, tasks: dict[str, Json], replies: list[Json]) -> str:
    """The first thing that is not as it should be; empty when all is right."""
    task = tasks[right.item]
    owner, status = str(task["owner"]["reference"]), str(task["status"])
    wanted = {"answered": "completed", "closed": "completed", "waits": "on-hold", "routed": "requested"}
    if (due := wanted.get(right.disposition)) and status != due:
        return f"is {status}, should be {due}"
    if right.disposition == "routed" and owner != right.to:
        return f"is with {owner}, should be with {right.to}"
    if right.disposition == "escalated":
        below = [one for one in tasks.values() if {"reference": right.item} in one.get("partOf", [])]
        asked = [str(one["owner"]["reference"]) for one in below if one["intent"] == "proposal"]
        if asked != [right.to]:
            return f"asked {asked}, should ask {right.to}"
    if bool(right.says) != bool(replies) or len(replies) > 1:
        return f"{len(replies)} replies"
    for reply in replies:
        if [one["reference"] for one in reply["recipient"]] != [right.patient]:
            return f"a reply to {reply['recipient']}"
        if right.says not in text_of(reply):
            return f"a reply without “{right.says}”"
    return ""


def _table(worked: Sequence[Worked], share: dict[int, float], wrong: list[str], unread: list[str]) -> str:
    by = Counter((one.keys, one.by) for one in worked)
    lines = [
        f"{n:4} items  {keys} key{'s' if keys > 1 else ' '}  {how}" for (keys, how), n in sorted(by.items())
    ]
    lines.append(
        f"one key {share[1]:.0%} (at least {ONE_KEY:.0%}), two at most {share[2]:.0%} ({TWO_KEYS:.0%})"
    )
    lines.append(f"wrong {len(wrong)}, closed unread {len(unread)}")
    return "\n".join([*lines, *wrong, *unread])

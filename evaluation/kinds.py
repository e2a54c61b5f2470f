"""How well it is seen what messages ask for. Real texts and made-up ones are told apart, always."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from evaluation.counting import Share, Times
from inbox.domain.asks import Score, Signs, find
from inbox.domain.work_item import Kind

CASES = Path("tests/asks/cases")

PARTS = ("dev", "held", "fresh3-dev", "fresh3-held")
"""The parts of the project's own cases. Of those that are held nobody who writes signs reads a line."""

_MEANT: dict[str, Kind] = {
    "medical_advice": Kind.MEDICAL_QUESTION,
    "result_question": Kind.RESULT_QUESTION,
    "referral": Kind.REFERRAL,
    "scheduling": Kind.SCHEDULING,
    "billing_admin": Kind.BILLING,
    "refill": Kind.REFILL,
    "CLINICAL": Kind.MEDICAL_QUESTION,
    "PRESCRIPTION": Kind.REFILL,
}
"""The labels of others that mean one kind of ours; the rest is not judged."""


class Message(NamedTuple):
    """One message and the kinds it asks for; empty where nobody says."""

    source: str
    subject: str
    text: str
    asks: frozenset[Kind] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """A message and what was found in it, and how long that took."""

    message: Message
    found: tuple[Kind, ...]
    sure: bool
    """Something was found that says so."""
    seconds: float


class Line(NamedTuple):
    """The figures of one source or kind."""

    name: str
    n: int
    exact: Share
    """All that is asked, and nothing else."""
    recall: Share
    """Of the asks there are."""
    precision: Share
    """Of the asks that were found."""
    times: Times

    def record(self) -> dict[str, Any]:
        """For build/eval.json."""
        shares = {name: getattr(self, name).record() for name in ("exact", "recall", "precision")}
        return {"name": self.name, "n": self.n, **shares, "us": self.times._asdict()}


def own(part: str) -> Iterator[Message]:
    """The project's own cases of one of the PARTS."""
    for path in sorted((CASES / part).glob("*.jsonl")):
        for case in _lines(path):
            asks = frozenset(map(Kind, case["asks"]))
            yield Message(path.stem, case.get("subject", ""), case["text"], asks)


def real(folder: Path) -> Iterator[Message]:
    """What real people wrote: labelled questions, and requests for an appointment."""
    for line in _lines(folder / "labels.jsonl"):
        if kind := _MEANT.get(line["message_type"]):
            yield _message(f"labelled {line['message_type']}", line, kind)
    for line in _lines(folder / "messages.jsonl"):
        if line["labels"].get("message_type") == "scheduling":
            yield _message(line["source"], line, Kind.SCHEDULING)


def made_up(folder: Path) -> Iterator[Message]:
    """What others made up, with their labels."""
    for line in _lines(folder / "typed_synthetic.jsonl"):
        if kind := _MEANT.get(line["message_type"] or line["native_label"] or ""):
            yield _message(line["source"], line, kind)


def health_questions(folder: Path) -> Iterator[Message]:
    """Real people's questions about health, without a label: nearly all are medical questions."""
    for line in _lines(folder / "messages.jsonl"):
        if "message_type" not in line["labels"]:
            yield _message(line["source"], line, Kind.MEDICAL_QUESTION)


def judged(signs: Signs, messages: Iterable[Message]) -> list[Judged]:
    """Every message looked through and timed."""
    result = []
    for message in messages:
        begun = time.perf_counter()
        asks = find(signs, message.subject, message.text)
        seconds = time.perf_counter() - begun
        sure = any(ask.score is not Score.UNSURE for ask in asks)
        result.append(Judged(message, tuple(ask.kind for ask in asks), sure, seconds))
    return result


def line(name: str, items: list[Judged], kinds: frozenset[Kind] = frozenset(Kind)) -> Line:
    """The figures of these, which must be some; of some `kinds` only where they are named."""
    right = wanted = found = exact = 0
    for item in items:
        asked, seen = item.message.asks & kinds, kinds.intersection(item.found)
        right, wanted, found = right + len(asked & seen), wanted + len(asked), found + len(seen)
        exact += asked == seen
    return Line(
        name,
        len(items),
        Share(exact, len(items)),
        Share(right, wanted),
        Share(right, found),
        Times.of([item.seconds for item in items]),
    )


def by_source(items: list[Judged]) -> list[Line]:
    """The figures apart by source."""
    return _apart(items, lambda item: item.message.source)


def by_kind(items: list[Judged]) -> list[Line]:
    """The figures apart by kind of work, over all messages."""
    kinds = sorted({kind for item in items for kind in item.message.asks})
    return [line(kind, items, frozenset({kind})) for kind in kinds]


def _apart(items: list[Judged], by: Callable[[Judged], str]) -> list[Line]:
    names = sorted(set(map(by, items)))
    return [line(name, [item for item in items if by(item) == name]) for name in names]


def _message(source: str, line: dict[str, Any], kind: Kind) -> Message:
    return Message(source, line.get("subject") or "", line["text"], frozenset({kind}))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def told(signs: Signs, data: Path | None, say: Callable[[str], None]) -> dict[str, Any]:
    """Print every table and give their record."""
    say(f"\nWhat messages ask for: {len(signs.kinds)} kinds, version {signs.version}")
    judged(signs, own("dev"))  # the first time patterns are met they are still being made ready
    record: dict[str, Any] = {}
    for part in PARTS:
        items = judged(signs, own(part))
        record[part] = _table(f"Own cases, {part}", [line("all", items), *by_kind(items)], say)
    sources = (
        ("Real people, labelled", "messages.jsonl", real),
        ("Real people's health questions, taken for medical questions", "messages.jsonl", health_questions),
        ("Made up by others", "typed_synthetic.jsonl", made_up),
    )
    for title, file, messages in sources:
        if data is None or not (data / "eval" / file).is_file():
            say(f"\n{title}: skipped, there is no eval/{file} in a DATA folder.")
            continue
        items = judged(signs, messages(data / "eval"))
        record[title] = _table(title, [line("all", items), *by_source(items)], say)
    return record


def _table(title: str, figures: list[Line], say: Callable[[str], None]) -> dict[str, Any]:
    say(f"\n{title}")
    heads = "".join(f"{head:>28}" for head in ("all and no other", "recall", "precision"))
    say(f"  {'':34}{'n':>5}  {heads}  µs median  p95")
    for each in figures:
        shares = "".join(f"{share.told():>28}" for share in (each.exact, each.recall, each.precision))
        say(f"  {each.name[:33]:34}{each.n:>5}  {shares}  {each.times.median:9.0f}  {each.times.p95:.0f}")
    return {each.name: each.record() for each in figures}

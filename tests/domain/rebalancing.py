"""Clinics to rebalance: a few pieces by hand, and any number by a seed."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import Any

from inbox.domain.ids import ItemId, PersonId, PoolId, ThreadId
from inbox.domain.people import Role
from inbox.domain.rebalance.parts import Board, Piece, Worker, who_fits
from inbox.domain.workload import Minutes

NOON = datetime(2026, 3, 17, 17, tzinfo=UTC)
NURSES = PoolId("HealthcareService/nurses")
OFFICE = frozenset({"scheduling", "billing", "form", "refill"})
TABLE = Minutes({"medical-question": 7, "refill": 3, "scheduling": 4, "billing": 5, "form": 8}, 6)
_ROLES = (Role.RN, Role.RN, Role.LPN, Role.CLERK, Role.RN, Role.PRESCRIBER)


def worker(
    name: str, role: Role = Role.RN, left: float = 240, pools: frozenset[PoolId] | None = None
) -> Worker:
    return Worker(PersonId(f"Practitioner/{name}"), name.title(), role, pools or frozenset({NURSES}), left)


def piece(n: int, due: float | None = 120, holder: Worker | None = None, **more: Any) -> Piece:
    values: dict[str, Any] = {"kind": "medical-question", "pool": NURSES, "minutes": 10.0} | more
    return Piece(
        item=ItemId(f"Task/{n}"),
        thread=ThreadId(f"Communication/{n}"),
        due=due,
        holder=holder.person if holder else None,
        **values,
    )


def board(workers: list[Worker], pieces: list[Piece]) -> Board:
    fits = [who_fits(workers, one.kind, one.pool, one.waits_for_call, OFFICE) for one in pieces]
    return Board(NOON, tuple(pieces), tuple(workers), tuple(fits))


def clinic(items: int = 2000, people: int = 40, seed: int = 1) -> Board:
    """A busy clinic of eight pools: a third of the work is with somebody, some of whom have gone home."""
    chance = Random(seed)
    pools = [PoolId(f"HealthcareService/{n}") for n in range(8)]
    workers = [
        worker(
            f"w{n}",
            _ROLES[n % 6],
            chance.choice((0, 180, 240, 300, 300, 420)),
            frozenset(chance.sample(pools, chance.choice((1, 2, 2, 3)))),
        )
        for n in range(people)
    ]
    return board(workers, [_any_piece(chance, n, workers, pools) for n in range(items)])


def _any_piece(chance: Random, n: int, workers: list[Worker], pools: list[PoolId]) -> Piece:
    kind, pool = chance.choice(sorted(TABLE.minutes)), chance.choice(pools)
    due = None if chance.random() < 0.15 else chance.uniform(-60, 2000)
    fits = who_fits(workers, kind, pool, False, OFFICE)
    holder = workers[chance.choice(fits)] if fits and chance.random() < 0.35 else None
    knows = (
        frozenset(one.person for one in chance.sample(workers, 2)) if chance.random() < 0.2 else frozenset()
    )
    more = {"kind": kind, "pool": pool, "minutes": TABLE.of(kind), "knows": knows}
    return piece(n, due, holder, claimed=holder is not None and chance.random() < 0.5, **more)

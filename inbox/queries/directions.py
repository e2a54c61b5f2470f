"""Where the routing rules send work, with the pools, the people and the patient's clinician of the cache."""

from __future__ import annotations

from sqlalchemy import Connection

from inbox.domain.ids import PatientId
from inbox.domain.people import Party, Role
from inbox.domain.routing import Answer, Place, Question, Routing, Rule, answered, leading_nowhere, place
from inbox.queries import patient as patients
from inbox.queries import pools as directory


def question(
    reader: Connection, patient: PatientId, kind: str, pool: Party | None, role: Role | None = None
) -> Question:
    """What is to be asked of the rules about `kind` of work of `patient` that is in `pool`.

    `role`: of whoever sends it on; None where it has just arrived.
    """
    card = patients.card(reader, patient)
    doctor = Party(card.pcp_ref, card.pcp) if card and card.pcp else None
    return Question(kind, pool, role, doctor, state_of(card.address if card else ""))


def ask(reader: Connection, rules: Routing, asked: Question) -> tuple[Place | None, Answer | None]:
    """Whom the rules name, where they work here, and the answer itself; where none fits, the one pool that
    takes this kind of work."""
    answer = answered(rules, asked, directory.pools(reader))
    staff = _staff(reader) if answer and answer.goal.person else ()
    return place(answer, asked, _pools(reader), staff), answer


def nowhere(reader: Connection, rules: Routing) -> list[Rule]:
    """The rules that name a pool or a person who is not here."""
    return leading_nowhere(rules, _pools(reader), _staff(reader))


def state_of(address: str) -> str:
    """The state in an address of one line: "12 Elm St, Riverbend, IL 61601"; empty where there is none."""
    words = [word for part in address.split(",") for word in part.split()]
    return next(
        (word for word in reversed(words) if len(word) == 2 and word.isalpha() and word.isupper()), ""
    )


def _pools(reader: Connection) -> list[Party]:
    return [Party(pool.id, pool.name) for pool in directory.pools(reader) if pool.active]


def _staff(reader: Connection) -> list[Party]:
    return [Party(one.id, one.name) for one in directory.staff(reader) if one.active]

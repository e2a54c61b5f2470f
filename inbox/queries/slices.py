"""What a number of the board counts, as a condition on rows: the list behind it asks the same."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, false, not_, or_

from inbox.domain.board import REVIEWS, Slice
from inbox.domain.work_item import Kind, Stage
from inbox.store.schema import inbox_row
from inbox.store.sql import among

_ROW = inbox_row.c
CLINIC, POOL, PERSON = "clinic", "pool", "person"
"""What a line of the board is of, beside `REVIEWS`."""

HELD: Final[ColumnElement[bool]] = _ROW.stage == Stage.HELD
UNCLAIMED: Final[ColumnElement[bool]] = and_(
    _ROW.stage == Stage.UNCLAIMED, or_(_ROW.owner == _ROW.pool, _ROW.owner == "")
)
"""Nobody's, and not addressed to one person either."""
OVERDUE: Final[ColumnElement[bool]] = and_(_ROW.stage != Stage.HELD, _ROW.due <= bindparam("now"))
"""What waits for the patient is not late: its clock does not run."""
DUE_TODAY: Final[ColumnElement[bool]] = and_(
    _ROW.stage != Stage.HELD, _ROW.due > bindparam("now"), _ROW.due < bindparam("day_end")
)
"""Later today; what is overdue is counted there."""

_WHICH = {
    Slice.OPEN: None,
    Slice.UNCLAIMED: UNCLAIMED,
    Slice.OVERDUE: OVERDUE,
    Slice.DUE_TODAY: DUE_TODAY,
    Slice.HELD: HELD,
}


def in_slice() -> ColumnElement[bool]:
    """The rows of the slice that is bound as `slice`."""
    asked: ColumnElement[str] = bindparam("slice")
    parts = [
        asked == which.value if only is None else and_(asked == which.value, only)
        for which, only in _WHICH.items()
    ]
    return or_(false(), *parts)


def in_line() -> ColumnElement[bool]:
    """The rows of the line of the board that is bound as `line`, with its `pools` or `owners`."""
    asked: ColumnElement[str] = bindparam("line")
    review = _ROW.kind == Kind.PHYSICIAN_REVIEW
    return or_(
        and_(asked == CLINIC, not_(review)),
        and_(asked == POOL, not_(review), _ROW.pool.in_(among("pools"))),
        and_(asked == REVIEWS, review),
        and_(asked == PERSON, _ROW.owner.in_(among("owners"))),
    )

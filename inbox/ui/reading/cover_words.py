"""Whose work it is that one has for an absent colleague, and how long that lasts."""

from __future__ import annotations

from inbox.domain.coverage import covered_by
from inbox.domain.coverage_text import until_words
from inbox.domain.inert import one_line
from inbox.domain.words import tr
from inbox.queries import pools
from inbox.ui.reading.situation import Situation


def covering_words(situation: Situation) -> str:
    """ "covering for Dr. Ingrid Solheim, MD until Mon 23 Mar, 08:00"; empty where it is nobody else's work.

    Whoever is back while the item still is here gets it again by rule, which is said instead.
    """
    item, desk = situation.item, situation.desk
    away = item.on_behalf if item is not None else None
    if item is None or away is None:
        return ""
    name = one_line(away.name) or tr("a colleague")
    if not situation.mine:
        return tr("for {name}", name=name)
    coverages = (one for each in pools.staff(desk.reader) for one in each.covers)
    pool, now = item.holding.pool.ref if item.holding.pool else "", desk.now()
    covered = covered_by(coverages, away.ref, pool, now, desk.zone)
    stretch = covered.stretch(now, desk.zone) if covered else None
    if stretch is None:
        return tr("{name} is back: it goes back to them", name=name)
    return tr("covering for {name} until {time}", name=name, time=until_words(stretch[1], desk.zone))

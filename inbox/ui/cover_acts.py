"""Who covers for whom: seen by everybody, set for oneself, by supervisors for anybody."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inbox.domain.coverage import Coverage
from inbox.domain.coverage_sheet import covers_enough, may_set
from inbox.domain.coverage_text import Sheet, coverage_words, moment_text
from inbox.domain.people import Party, Role
from inbox.domain.pool import Staff
from inbox.domain.words import tr
from inbox.queries import pools
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.cover import CoverForm
from inbox.ui.overlays.pick import Pick

_NEW, _CHANGE, _END = "new", "change", "end"


class CoverActs(QObject):
    """Answers to `cover.edit`: the absences there are, and a new one."""

    def __init__(
        self, desk: Desk, conductor: Conductor, window: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._conductor = conductor
        self.list = Pick(desk.theme, window)
        self.people = Pick(desk.theme, window, filtered=True)
        self.form = CoverForm(desk, window)
        conductor.on("cover.edit", lambda _press: self._open())

    def _open(self) -> None:
        """All that is to come or holds now."""
        desk = self._desk
        coverages = (one for each in self._staff() for one in each.covers if not one.is_over(desk.now()))
        known = sorted(coverages, key=lambda one: (one.start, one.away.name))
        choices = [
            Choice(tr("New absence…"), _NEW, tr("say who covers, from when until when"), "calendar-plus")
        ]
        choices += [Choice(tr("Set already"), heading=True)] if known else []
        choices += [self._line(one) for one in known]

        def taken(value: object, _note: str) -> None:
            if isinstance(value, Coverage):
                self._what(value)
            else:
                self._who_is_away()

        about = tr("Whoever covers answers in their own name, and the record says for whom.")
        self.list.ask(tr("Absences and cover"), about, choices, "", taken)

    def _line(self, one: Coverage) -> Choice:
        title = tr("{cover} for {away}", cover=one.cover.name, away=one.away.name)
        off = "" if may_set(self._desk.actor, one) else tr("Only they, or a supervisor, change it.")
        return Choice(title, one, coverage_words(one, self._desk.zone), "users", off=off)

    def _what(self, one: Coverage) -> None:
        """Change or end what is set."""
        begun = one.start <= self._desk.now()
        end = tr("End it now: open work comes back") if begun else tr("Take it off again")
        choices = [Choice(tr("Change it"), _CHANGE, icon="pencil"), Choice(end, _END, icon="undo-2")]

        def taken(value: object, _note: str) -> None:
            if value == _END:
                self._set(msgspec.structs.replace(one, active=False))
            else:
                sheet = Sheet.of(one, self._desk.pools(), self._desk.zone)
                self.form.ask(sheet, self._set, one)

        self.list.ask(self._line(one).title, coverage_words(one, self._desk.zone), choices, "", taken)

    def _who_is_away(self) -> None:
        me, everybody = self._desk.actor, self._staff()
        unknown = Staff(me.person, me.name, licence=me.role)
        mine = next((one for one in everybody if one.id == me.person), unknown)
        if me.role is not Role.SUPERVISOR:
            self._who_covers(mine)
            return
        choices = [Choice(one.name, one) for one in everybody if one.active]

        def taken(value: object, _note: str) -> None:
            if isinstance(value, Staff):
                self._who_covers(value)

        self.people.ask(tr("Who is away?"), "", choices, "", taken)

    def _who_covers(self, away: Staff) -> None:
        def taken(value: object, _note: str) -> None:
            if isinstance(value, Staff):
                sheet = self._first(Party(away.id, away.name), Party(value.id, value.name))
                self.form.ask(sheet, self._set)

        title = tr("Who covers for {name}?", name=away.name)
        self.people.ask(title, "", list(self._colleagues(away)), "", taken)

    def _colleagues(self, away: Staff) -> Iterator[Choice]:
        """Those who may do as much, and who share a pool, first."""
        others = [one for one in self._staff() if one.active and one.id != away.id and one.name]
        pools_of_away = set(away.pools)
        others.sort(key=lambda one: (not covers_enough(away, one), not pools_of_away & set(one.pools)))
        for one in others:
            off = "" if covers_enough(away, one) else tr("may not do all that {name} may", name=away.name)
            yield Choice(one.name, one, off=off)

    def _first(self, away: Party, cover: Party) -> Sheet:
        """From now until the end of the day in a week."""
        desk = self._desk
        last = desk.today() + timedelta(days=7)
        return Sheet(away, cover, moment_text(desk.now(), desk.zone), f"{last}")

    def _set(self, coverage: Coverage) -> None:
        self._conductor.follow(self._see_through(coverage), refused=lambda why: self._refused(coverage, why))

    async def _see_through(self, coverage: Coverage) -> None:
        desk = self._desk
        desk.say(tr("Setting it…"))
        await asyncio.wrap_future(desk.sync.cover(coverage))
        if coverage.is_over(desk.now()):
            desk.say(tr("{name} is back: what is still open comes back.", name=coverage.away.name), Tone.GOOD)
        else:
            told = tr("{cover} covers for {away}", cover=coverage.cover.name, away=coverage.away.name)
            desk.say(f"{told}, {coverage_words(coverage, desk.zone)}.", Tone.GOOD)

    def _refused(self, coverage: Coverage, why: str) -> None:
        if coverage.active:
            self.form.refused(why)

    def _staff(self) -> list[Staff]:
        return pools.staff(self._desk.reader)

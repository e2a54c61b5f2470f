"""What the commands about visits do: convert, ask, record the yes, keep a clinician's minutes."""

from __future__ import annotations

from inbox.commands import visit
from inbox.commands.registry import COMMANDS
from inbox.domain.errors import Refused
from inbox.domain.messaging.minutes import why_no_time
from inbox.domain.preferred_days import preferred
from inbox.domain.time_words import span_words
from inbox.domain.visit import How
from inbox.domain.words import tr
from inbox.shortcuts.preview import why_off
from inbox.shortcuts.quick import SpeedButton
from inbox.shortcuts.steps import Visit
from inbox.ui.conductor import Conductor, Press, Work
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.reader_acts import on_screen
from inbox.ui.reading.moments import clock
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.reading.situation import Situation
from inbox.ui.running_minutes import Running, RunningMinutes
from inbox.ui.speed_acts import FollowUp

NOT_ELIGIBLE = "not-eligible"
"""The speed button of the site's kit that offers an appointment instead of an answer."""


class VisitActs:
    """Wired to the conductor. `follow_up` sees through what was begun."""

    def __init__(
        self, desk: Desk, conductor: Conductor, reading: ReadingPane, chooser: Chooser, follow_up: FollowUp
    ) -> None:
        self._desk = desk
        self._conductor = conductor
        self._reading = reading
        self._chooser = chooser
        self._follow_up = follow_up
        self._minutes = RunningMinutes(desk, reading.show_clock)
        for command, act in {
            "item.convert": self._convert,
            "item.visit_first": self._visit_first,
            "item.ask_visit": self._ask_visit,
            "item.consent": self._consent,
            "item.minutes": self._time,
        }.items():
            conductor.on(command, act)

    # Visits

    def _convert(self, press: Press) -> None:
        """Offer the site's own buttons that ask for a visit."""
        on_screen(self._reading, press)
        choices = [
            Choice(button.name, button, _how(button), "calendar-plus", off=self._off(button))
            for button in self._desk.kit.buttons
            if any(isinstance(step, Visit) for step in button.steps)
        ]

        def taken(button: object) -> None:
            assert isinstance(button, SpeedButton)
            self._finish_with(button)

        about = tr("The phrase opens as a reply. Sending it asks for the visit as well.")
        self._chooser.visits.ask_plain(tr("Convert to which visit?"), about, choices, taken)

    def _visit_first(self, press: Press) -> None:
        on_screen(self._reading, press)
        button = next((one for one in self._desk.kit.buttons if one.id == NOT_ELIGIBLE), None)
        if button is None:
            raise Refused(tr("The site’s kit has no button “{id}”.", id=NOT_ELIGIBLE))
        if off := self._off(button):
            raise Refused(off)
        self._finish_with(button)

    def _off(self, button: SpeedButton) -> str:
        facts = self._reading.buttons.facts()
        if button.reply is not None and not self._reading.composer.is_empty():
            return tr("There is a draft here. Send or clear it first, so that nothing is lost.")
        return why_off(button, facts) or ""

    def _finish_with(self, button: SpeedButton) -> None:
        self._reading.composer.finish_with(button)
        self._reading.composer.focus()

    def _ask_visit(self, press: Press) -> None:
        there = on_screen(self._reading, press)
        self._could(press)
        last = there.thread.last_from_patient
        choices = [Choice(how.said, how, icon="calendar-plus") for how in How]

        def asked(how: object, when: str) -> None:
            doing = self._desk.bus.run(press.command, press.targets, how=how, when=when)
            self._conductor.follow(
                self._follow_up(doing, leaves=False), press.targets, self._chooser.visits.ask_again
            )

        self._chooser.visits.ask_with(
            tr("Ask for which visit?"),
            tr("An appointment request is made for scheduling. Nothing is sent to the patient."),
            choices,
            tr("Days that suit the patient, as far as the message says"),
            asked,
            preferred(last.text) if last else "",
        )

    def _consent(self, press: Press) -> Work:
        answers = self._reading.last_patient_message() if len(press.targets) == 1 else None
        return self._follow_up(
            self._desk.bus.run(press.command, press.targets, answers=answers), leaves=False
        )

    # Minutes

    def _time(self, press: Press) -> Work | None:
        """Start the clock, or stop it and have the time confirmed."""
        there, running = on_screen(self._reading, press), self._minutes.now
        if running is None:
            kind = there.item.kind if there.item else ""
            if why := why_no_time(kind, self._desk.actor.role, self._desk.messaging.online_visit):
                raise Refused(why)
            return self._start(there)
        if running.target != there.target:
            raise Refused(tr("Your minutes run on another message. Stop them there first."))
        self._confirm_time(there, running)
        return None

    async def _start(self, there: Situation) -> None:
        await self._minutes.start(there.target)
        keys = self._desk.keys_of("item.minutes")
        at = clock(self._desk.now(), self._desk.zone)
        self._desk.say(tr("Your minutes run since {at}. Stop them with {keys}.", at=at, keys=keys), Tone.GOOD)

    def _confirm_time(self, there: Situation, running: Running) -> None:
        now, zone = self._desk.now(), self._desk.zone
        length = span_words(now - running.start)
        period = tr("{start} to {end}", start=clock(running.start, zone), end=clock(now, zone))
        keep = Choice(tr("Keep {length} as my own time", length=length), True, period, "timer")
        drop = Choice(tr("Do not keep it"), False, icon="x")

        def decided(kept: object) -> None:
            work = self._keep(there, running) if kept else self._minutes.stop()
            self._conductor.follow(work, (there.target,), self._chooser.visits.ask_again)

        about = tr(
            "Only your own time on this message, from the patient’s yes on, can count. Esc lets it run."
        )
        self._chooser.visits.ask_plain(tr("Stop your minutes?"), about, [keep, drop], decided)

    async def _keep(self, there: Situation, running: Running) -> None:
        title, end = COMMANDS["item.minutes"].said, self._desk.now()
        doing = self._desk.bus.perform(title, [there.target], visit.keep_time, start=running.start, end=end)
        await self._follow_up(doing, leaves=False)
        await self._minutes.stop()

    def _could(self, press: Press) -> None:
        if off := self._desk.bus.rehearsal(press.targets)(press.command):
            raise Refused(off)


def _how(button: SpeedButton) -> str:
    return ", ".join(step.how.said for step in button.steps if isinstance(step, Visit))

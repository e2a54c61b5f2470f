"""Who reads a reply, and what becomes of a message about somebody else."""

from __future__ import annotations

from inbox.domain.errors import Refused
from inbox.domain.people import Party
from inbox.domain.words import mark, tr
from inbox.shortcuts.phrases.expansion import ExpansionError, expand
from inbox.shortcuts.phrases.guards import guards
from inbox.ui.conductor import Conductor, Press
from inbox.ui.desk import Desk
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.chooser import Chooser
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.reading.situation import Situation
from inbox.ui.speed_acts import FollowUp

SOMEBODY_ELSE = "proxy"
"""The phrase that says so, in fixed words without anything clinical."""
_HOW_KNOWN = (
    mark("It is about somebody in the family"),
    mark("It is about somebody else"),
    mark("It was written from the wrong account"),
)


class ReaderActs:
    """Wired to the conductor. `follow_up` sees through what was begun."""

    def __init__(
        self, desk: Desk, conductor: Conductor, reading: ReadingPane, chooser: Chooser, follow_up: FollowUp
    ) -> None:
        self._desk = desk
        self._conductor = conductor
        self._reading = reading
        self._chooser = chooser
        self._follow_up = follow_up
        conductor.on("item.recipients", self._recipients)
        conductor.on("item.wrong_patient", self._wrong_patient)

    def _recipients(self, press: Press) -> None:
        there = on_screen(self._reading, press)
        now = self._reading.composer.addressed.to
        refs = {party.ref for party in now}
        choices = []
        for party, why_not in there.readers.choices(there.thread):
            words = there.reader_words(party)
            if party.ref not in refs:
                choices.append(
                    Choice(tr("Also to {name}", name=words), (*now, party), icon="user", off=why_not)
                )
            elif len(now) > 1:
                rest = tuple(one for one in now if one.ref != party.ref)
                choices.append(Choice(tr("Not to {name}", name=words), rest, icon="x"))
        if not choices:
            raise Refused(tr("There is nobody else who may read it."))

        def taken(to: object) -> None:
            assert isinstance(to, tuple)
            self._reading.composer.address(to)

        listed = ", ".join(there.reader_words(party) for party in now)
        self._chooser.visits.ask_plain(
            tr("Who reads the reply?"), tr("Now: {names}.", names=listed), choices, taken
        )

    def _wrong_patient(self, press: Press) -> None:
        there = on_screen(self._reading, press)
        if off := self._desk.bus.rehearsal(press.targets)(press.command):
            raise Refused(off)
        to, text = self._records(), ""
        recipients = (there.recipient,) if there.recipient else ()
        why_silent = there.readers.refusal(there.thread, recipients)
        if recipients and not why_silent:
            text = self._fixed_words(there)
        told = tr("Nothing is sent: {why}", why=why_silent) if why_silent else tr(
            "Sends “.{phrase}” to {name}.", phrase=SOMEBODY_ELSE, name=there.recipient_words
        )  # fmt: skip
        about = tr(
            "{told} {pool} gets it with this account named. Nothing is moved into another chart.",
            told=told,
            pool=to.name,
        )

        def sent(how_known: object, note: str) -> None:
            reason = tr("{reason}: {note}", reason=how_known, note=note) if note else str(how_known)
            answers = self._reading.last_patient_message()
            doing = self._desk.bus.run(
                press.command, press.targets, to=to, reason=reason, text=text, answers=answers
            )
            self._conductor.follow(
                self._follow_up(doing, leaves=True), press.targets, self._chooser.visits.ask_again
            )

        choices = [Choice(tr(words), tr(words), icon="user") for words in _HOW_KNOWN]
        label = tr("For the records; no names of others")
        self._chooser.visits.ask_with(
            tr("It is about somebody else: how do you know?"), about, choices, label, sent
        )

    def _records(self) -> Party:
        """The pool that puts records right, as the site's rules name it."""
        wanted = self._desk.messaging.records_pool
        pool = next((one for one in self._desk.pools() if one.name == wanted), None)
        if pool is None:
            raise Refused(tr("There is no pool “{pool}” here.", pool=wanted))
        return Party(pool.id, pool.name)

    def _fixed_words(self, there: Situation) -> str:
        """The phrase as it stands; one that takes anything from the chart, or asks for more, is refused."""
        phrase, lookup = self._desk.kit.phrases.get(SOMEBODY_ELSE), there.lookup
        if phrase is None or lookup is None:
            raise Refused(tr("There is no phrase “.{name}”.", name=SOMEBODY_ELSE))
        try:
            words = expand(phrase, lookup, self._desk.kit.phrases)
        except ExpansionError as error:
            raise Refused(error.sentence) from error
        if words.fields or guards(words, lookup):
            raise Refused(tr("The phrase “.{name}” must be fixed words only.", name=SOMEBODY_ELSE))
        return words.text


def on_screen(reading: ReadingPane, press: Press) -> Situation:
    """What is known of the one item that was asked about, which is the one being read."""
    there = reading.situation
    if there is None or press.targets != (there.target,):
        raise Refused(tr("The marked items are not the one on screen. Go to one of them first."))
    return there

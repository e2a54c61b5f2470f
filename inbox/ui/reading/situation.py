"""The item on screen with all that is known of it: what header, composer and speed buttons speak about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from inbox.commands import declare
from inbox.domain import questionnaires, results
from inbox.domain.filed import Filed
from inbox.domain.inert import one_line
from inbox.domain.messaging.eligibility import Eligibility, eligibility
from inbox.domain.messaging.minutes import Case, Minutes, minutes
from inbox.domain.messaging.readers import Readers
from inbox.domain.messaging.told import counted_on
from inbox.domain.patient import Chart, PatientCard
from inbox.domain.people import Party
from inbox.domain.pool import Pool
from inbox.domain.questionnaires import Returned
from inbox.domain.refill import Judged, asked, judge
from inbox.domain.results import About
from inbox.domain.routing import Place
from inbox.domain.rows import InboxRow
from inbox.domain.thread import Thread
from inbox.domain.visit import How
from inbox.domain.words import tr
from inbox.domain.work_item import Kind, Stage, WorkItem
from inbox.fhir import incoming
from inbox.queries import patient, thread, worklist
from inbox.shortcuts.chart_values import ChartValues
from inbox.shortcuts.phrases import draft
from inbox.shortcuts.phrases.expansion import expand
from inbox.ui.desk import Desk
from inbox.ui.directions import Directions


@dataclass(frozen=True)
class Situation:
    """Read once when an item is shown. The chart is read when something first asks for it."""

    desk: Desk
    target: declare.Target
    thread: Thread
    item: WorkItem | None
    """None: a conversation that owes nothing."""
    row: InboxRow | None
    card: PatientCard | None

    @property
    def recipient(self) -> Party | None:
        """Who a reply goes to."""
        return self.thread.answered_to

    @property
    def recipient_words(self) -> str:
        """Whom a reply goes to unless it is told otherwise."""
        party = self.recipient
        return self.reader_words(party) if party else tr("nobody: the patient has not written")

    def reader_words(self, party: Party) -> str:
        """ "Walter Esterbrook (self)", "Colette Marchbank (mother of Otis)"."""
        name = one_line(party.name) or tr("the patient")
        if not party.relation:
            return tr("{name} (self)", name=name)
        child = one_line(self.card.given if self.card else "") or tr("the patient")
        relation = one_line(party.relation)
        return tr("{name} ({relation} of {patient})", name=name, relation=relation, patient=child)

    @property
    def open(self) -> bool:
        """Whether there is still something to do about it."""
        return self.item is not None and self.item.stage is not Stage.DONE

    @property
    def mine(self) -> bool:
        """Whether the person at this desk holds it."""
        owner = self.item.holding.owner if self.item else None
        return owner is not None and self.desk.actor.is_me(owner.ref)

    @property
    def calls(self) -> bool:
        """Whether a red flag of level 1 or 2 waits for a call before anything else."""
        return self.item is not None and self.item.needs_call

    @property
    def call_settled(self) -> bool:
        """Whether it is open and all its flags of level 1 and 2 have had their call."""
        return self.open and self.item is not None and bool(self.item.called) and not self.calls

    @cached_property
    def prescriber(self) -> Party | None:
        """Who decides for this patient: whom the routing rules name, else their own; None where nobody is."""
        place = Directions(self.desk).review(self.thread, self.item) if self.item else None
        if place is not None:
            return place.to
        card = self.card
        return Party(card.pcp_ref, card.pcp) if card is not None and card.pcp_ref else None

    @cached_property
    def directed(self) -> Place | None:
        """Where the routing rules send it; None where no rule fits."""
        desk = self.desk
        if self.item is None:
            return None
        return Directions(desk).of(
            declare.Case(self.thread, self.item, desk.actor, desk.now(), desk.promises.of)
        )

    @property
    def call_now(self) -> Literal["none", "open", "tried", "settled"]:
        """How far the call stands that a red flag of level 1 or 2 asks for."""
        if self.item is not None and self.calls:
            return "tried" if self.item.tried_to_call else "open"
        return "settled" if self.call_settled else "none"

    def is_emergency(self, text: str) -> bool:
        """Whether `text` is an emergency phrase for this patient, and nothing else."""
        phrases, lookup = self.desk.kit.phrases, self.lookup
        if lookup is None:
            return False
        known = (expand(one, lookup, phrases) for one in phrases.values() if one.emergency)
        return any(draft.finished(one).strip() == text.strip() for one in known)

    @property
    def pool(self) -> Pool | None:
        """The pool it belongs to."""
        pool = self.item.holding.pool if self.item else None
        return self.desk.pool(pool.ref) if pool else None

    @cached_property
    def readers(self) -> Readers:
        """Who may read what is written here."""
        age = self.card.age(self.desk.today()) if self.card else None
        proxies = (*self.chart.proxies, *self.chart.other_proxies)
        return Readers(self.desk.today(), self.desk.messaging.confidential, age, proxies)

    @property
    def no_reply(self) -> str:
        """Why whoever wrote last may not be answered; empty when they may."""
        return self.readers.why_not(self.thread, self.recipient) if self.recipient else ""

    @property
    def in_confidence(self) -> bool:
        """Whether whoever reads it is confirmed every time."""
        return self.readers.in_confidence(self.thread)

    @cached_property
    def eligibility(self) -> Eligibility:
        """Whether this patient is answered here, and why."""
        kind = self.item.kind if self.item else ""
        rules = self.desk.messaging.eligible
        return eligibility(rules, self.chart, kind, self.desk.today(), self.desk.zone)

    @cached_property
    def counted_on(self) -> datetime | None:
        """By when the patient counts on an answer, as the portal told them; None where nobody knows."""
        if self.item is None:
            return None
        pool = self.item.holding.pool
        calendar = self.desk.promises.calendar(pool.ref if pool else "")
        return counted_on(self.desk.messaging, self.thread, self.item, calendar)

    @cached_property
    def minutes(self) -> Minutes | None:
        """What counts toward an e-visit; None where nobody asked for one."""
        item = self.item
        if item is None or not (item.consent or item.times or any(v.how is How.ONLINE for v in item.visits)):
            return None
        by = next((spent.by for spent in item.times), self.desk.actor.party)
        return minutes(Case(self.thread, item, self.chart, by, self.desk.messaging.online_visit))

    @cached_property
    def records(self) -> list[Filed]:
        """What the patient's chart is made of, as the server sent it."""
        return patient.chart(self.desk.reader, self.thread.patient)

    @cached_property
    def chart(self) -> Chart:
        """The patient's chart as it is kept here."""
        return self.desk.charts.of(self.thread.patient)

    @cached_property
    def results(self) -> About | None:
        """The results it is about."""
        if self.item is None:
            return None
        values = incoming.values(self.records)
        return results.about(self.thread, self.item, incoming.reports(self.records, values), values)

    @cached_property
    def answers(self) -> Returned | None:
        """The questionnaire it is about."""
        if self.item is None:
            return None
        return questionnaires.about(self.thread, self.item, incoming.questionnaires(self.records))

    @cached_property
    def refill(self) -> Judged | None:
        """The request for a medicine, judged by the site's protocols; None where it is none."""
        if self.item is None or self.item.kind != Kind.REFILL:
            return None
        desk, chart = self.desk, self.chart
        found = asked(self.thread, self.item, chart.medicines)
        return judge(self.thread, found, chart, desk.protocols.refill, desk.today(), desk.zone)

    @cached_property
    def asked_about(self) -> Situation | None:
        """The item that a packet is about, as it would be on screen itself; None where this is no packet."""
        item = self.item
        parent = self.thread.item(item.parent) if item and item.parent else None
        if item is None or parent is None or item.kind != Kind.PHYSICIAN_REVIEW:
            return None
        target = declare.Target(self.thread.id, parent.id)
        return Situation(self.desk, target, self.thread, parent, None, self.card)

    @cached_property
    def lookup(self) -> ChartValues | None:
        """What a phrase may take from the chart; None where there is no item to answer."""
        if self.item is None:
            return None
        return ChartValues(
            card=self.card,
            chart=self.chart,
            thread=self.thread,
            item=self.item,
            actor=self.desk.actor,
            pool=self.pool,
            clinic=self.desk.clinic,
            due=self.row.due if self.row else None,
            today=self.desk.today(),
            zone=self.desk.zone,
        )


def situation(desk: Desk, target: declare.Target) -> Situation | None:
    """What is known of `target` now; None when the cache does not have it."""
    there = thread.thread(desk.reader, desk.interpreter, target.thread)
    if there is None:
        return None
    item = there.item(target.item)
    row = worklist.line(desk.reader, target.item, desk.actor)
    return Situation(desk, target, there, item, row, patient.card(desk.reader, there.patient))

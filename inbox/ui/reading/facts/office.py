"""Appointments, referrals, forms, billing and thanks: the work of the office."""

from __future__ import annotations

from inbox.domain import forms, office_work, referrals
from inbox.domain.needs import Needs
from inbox.fhir import incoming
from inbox.ui.reading.situation import Situation


def scheduling(situation: Situation) -> Needs | None:
    """What is asked for, and the visits there are."""
    desk, item = situation.desk, situation.item
    if item is None:
        return None
    return office_work.scheduling(situation.thread, item, situation.chart, desk.today(), desk.zone)


def referral(situation: Situation) -> Needs | None:
    """What has been ordered already."""
    known = situation.chart.knows("ServiceRequest")
    return referrals.needs(incoming.referrals(situation.records), situation.desk.today(), known)


def form(situation: Situation) -> Needs | None:
    """Which form, and by when."""
    return forms.needs(situation.thread)


def billing(situation: Situation) -> Needs | None:
    """Where it goes."""
    return office_work.billing(situation.thread)


def fyi(situation: Situation) -> Needs | None:
    """The one key that closes it."""
    return office_work.thanks(situation.desk.keys_of("item.done"))

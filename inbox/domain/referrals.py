"""A referral request: what has been ordered for the patient, to whom, and until when it holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from inbox.domain.needs import Fact, Needs, Row
from inbox.domain.time_words import ago_words, date_words
from inbox.domain.words import tr, trn


class Referral(msgspec.Struct, frozen=True):
    """A ServiceRequest to somebody outside. Empty means the server does not say."""

    what: str
    to: str = ""
    status: str = ""
    """FHIR's code: "active", "completed", "draft", "revoked", "on-hold"."""
    ordered: date | None = None
    until: date | None = None
    by: str = ""

    def runs(self, today: date) -> bool:
        """Whether somebody may still go by it on `today`; its last day counts."""
        return self.status in ("active", "completed") and (self.until is None or today <= self.until)


def needs(referrals: Sequence[Referral], today: date, known: bool = True) -> Needs:
    """What exists already, newest first. Whether a new one is due is for a clinician to say.

    `known`: none of them here means that there is none.
    """
    newest = sorted(referrals, key=lambda one: one.ordered or date.min, reverse=True)
    if not newest and not known:
        return Needs(tr("Referral"), tr("not known what was ordered"))
    if not newest:
        return Needs(tr("Referral"), tr("none on the chart"))
    runs = sum(one.runs(today) for one in newest)
    summary = trn("{n} on the chart", "{n} on the chart", len(newest)) + ", "
    summary += trn("{n} valid", "{n} valid", runs) if runs else tr("none valid")
    return Needs(tr("Referral"), summary, tuple(_row(one, today) for one in newest[:4]), told_below=True)


def _row(one: Referral, today: date) -> Row:
    told = [one.to or tr("to whom is not said")]
    if one.ordered:
        told.append(
            tr("ordered {day} ({ago})", day=date_words(one.ordered), ago=ago_words(one.ordered, today))
        )
    if one.until:
        told.append(tr("valid until {day}", day=date_words(one.until)))
    if one.by:
        told.append(tr("by {name}", name=one.by))
    return Fact(one.what, " · ".join(told), _alert(one, today))


def _alert(one: Referral, today: date) -> str:
    if one.until is not None and today > one.until:
        return tr("has run out")
    said = {"draft": tr("not signed yet"), "revoked": tr("cancelled"), "on-hold": tr("on hold")}
    return said.get(one.status, "")

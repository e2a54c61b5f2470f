"""All that is drafted on the page of administration: the clinic as one, and each part of the kit."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from inbox.domain import minutes_sheet, routing_sheet
from inbox.domain.minutes_sheet import NONE, OwnMinutes
from inbox.domain.site_kit import Part
from inbox.ui.admin.draft import ClinicDraft
from inbox.ui.admin.part_draft import PartDraft
from inbox.ui.admin.replacing import Replacing
from inbox.ui.admin.rule_sheets import MinutesDraft, RoutingDraft
from inbox.ui.desk import Desk
from inbox.ui.directions import Directions


class Drafts:
    """One for each thing that is published by itself."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        self.clinic = ClinicDraft(desk, parent)
        directions = Directions(desk)
        self.routing: RoutingDraft = PartDraft(
            desk,
            Part.ROUTING,
            lambda: directions.rules,
            lambda rules, version: routing_sheet.as_version(rules, _own(desk, rules.id, "routing"), version),
            lambda rules: rules.version,
            parent,
        )
        self.minutes: MinutesDraft = PartDraft(
            desk,
            Part.MINUTES,
            partial(_minutes, desk),
            lambda own, version: minutes_sheet.as_version(own, _own(desk, own.id, "minutes"), version),
            lambda own: own.version,
            parent,
        )
        self.replacing = Replacing(desk, parent)
        self.all = (self.clinic, self.routing, self.minutes, self.replacing)

    @property
    def dirty(self) -> bool:
        """Whether anything waits to be published."""
        return any(one.dirty for one in (self.clinic, self.routing, self.minutes))

    def begin(self) -> None:
        """Start again from what holds now."""
        for one in self.all:
            one.begin()


def _minutes(desk: Desk) -> OwnMinutes:
    return desk.published.minutes.rules if desk.published else NONE


def _own(desk: Desk, name: str, what: str) -> str:
    """A site's own rules bear its name, and not that of those that come with the program."""
    if name not in ("starter", "shipped"):
        return name
    clinic = "-".join("".join(sign if sign.isalnum() else " " for sign in desk.clinic.casefold()).split())
    return f"{clinic or 'site'}-{what}"

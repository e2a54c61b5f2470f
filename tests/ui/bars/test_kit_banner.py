"""Promises that cannot be used are said across the desk, with what holds instead."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from inbox.domain.part_in_force import rules_in_force
from inbox.domain.policy_in_force import InForce, Source
from inbox.domain.routing import read_routing
from inbox.domain.site_kit import KitFile, Part
from inbox.shortcuts.shipped import shipped_routing
from inbox.ui.bars.kit import KitBanner
from inbox.ui.desk import Desk
from tests.ui.overlays.test_kit_words import POLICY, Kit


def test_it_shows_while_the_newest_promises_cannot_be_used(desk: Desk, qtbot: QtBot) -> None:
    banner = KitBanner(desk)
    qtbot.addWidget(banner)
    assert banner.isHidden()
    desk.published = Kit(InForce(POLICY, Source.LAST_VALID, "sla-policy 7 is not JSON."))
    desk.kit_changed.emit()
    assert not banner.isHidden()
    assert banner.accessibleName() == "The newest promises are not in force. sla-policy 7 is not JSON."
    desk.published = Kit(InForce(POLICY, Source.SITE))
    desk.kit_changed.emit()
    assert banner.isHidden()


def test_it_shows_while_the_newest_routing_rules_cannot_be_used(desk: Desk, qtbot: QtBot) -> None:
    banner = KitBanner(desk)
    qtbot.addWidget(banner)
    published = Kit(InForce(POLICY, Source.SITE))
    newest = KitFile(Part.ROUTING, "8", b"{", "Library/8")
    published.routing = rules_in_force(read_routing, shipped_routing(), newest, None)
    desk.published = published
    desk.kit_changed.emit()
    assert not banner.isHidden()
    said = banner.accessibleName()
    assert said.startswith("The newest routing rules are not in force. routing-rules 8")
    assert said.endswith("Until then starter@1 holds.")

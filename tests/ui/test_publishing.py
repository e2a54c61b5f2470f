"""A button and a phrase are published from their editors to the real portal, and reach another station; where
a colleague was first, what was written stays and theirs is looked at."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

import msgspec
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inbox.domain import resources
from inbox.domain.people import Role
from inbox.domain.policy_in_force import InForce, Source
from inbox.domain.site_kit import KitFile, Part
from inbox.shortcuts.button_files import with_button
from inbox.shortcuts.kit import BUTTONS, PHRASES, load_kit
from inbox.shortcuts.kit_file import Published
from inbox.shortcuts.owner import Owner, OwnerType
from inbox.sync.engine import Engine
from inbox.ui.desk import Desk
from tests.sync.conftest import backstage, portal, station  # noqa: F401 - fixtures
from tests.sync.station import Backstage, Station
from tests.sync.test_site_kit import AtWork as Syncing
from tests.sync.test_site_kit import here
from tests.ui.at_work import AtWork
from tests.ui.conftest import Sync
from tests.ui.overlays.test_kit_words import POLICY, Kit
from tests.ui.test_button_acts import Writing
from tests.ui.test_phrase_acts import CONTROL, Writer

CLINIC = Owner(OwnerType.ORGANISATION, "Riverbend")


class Sees(Kit):
    """What a station has seen of the site's kit when its page was opened."""

    def __init__(self, of: Station) -> None:
        super().__init__(InForce(POLICY, Source.SHIPPED))
        self._of = of

    def look(self) -> None:
        found = (here(self._of, part) for part in (Part.SPEED_BUTTONS, Part.PHRASES))
        self.files = tuple(file for file in found if file is not None)


class Publishes(Sync):
    """The desk's engine: what is published goes through a real one."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine

    def publish(self, part: Part, version: str, body: bytes, saw: KitFile | None) -> Future[KitFile]:
        return self._engine.publish(part, version, body, saw)


def lead(desk: Desk, engine: Engine, sees: Sees) -> None:
    """The desk is a supervisor's whose engine speaks to the portal."""
    desk.actor = desk.bus.actor = msgspec.structs.replace(desk.actor, role=Role.SUPERVISOR)
    desk.sync, desk.published = Publishes(engine), sees


def buttons_at(there: Station) -> dict[str, Owner]:
    """The published buttons as that station would load them."""
    there.pull()
    file = here(there, Part.SPEED_BUTTONS)
    assert file is not None
    site = {BUTTONS: Published("quick-actions", file.body)}
    kit = load_kit(resources.path("starter"), site=site)
    assert kit.problems == []
    return {one.name: one.owner for one in kit.buttons if one.owner.name != "Starter kit"}


def test_a_button_reaches_another_station_and_a_colleagues_newer_list_is_never_written_over(
    desk: Desk,
    qtbot: QtBot,
    station: Callable[..., Station],  # noqa: F811
    backstage: Backstage,  # noqa: F811
) -> None:
    sara, elsewhere, nora = station("sara"), station("sara"), station("nora")
    for one in (elsewhere, nora):
        one.first_sync()
    sees = Sees(sara)
    with Syncing(sara, Role.SUPERVISOR) as engine, Syncing(elsewhere, Role.SUPERVISOR) as other:
        lead(desk, engine, sees)
        writing = Writing(AtWork(desk, qtbot))
        writing.chooses("Route to Billing")
        writing.enters("Publish it")
        writing.answers("Refills")
        assert writing.work.said[-1] == "“Route to Billing” is published for Refills."
        assert {name: owner.name for name, owner in buttons_at(nora).items()} == {
            "Route to Billing": "Refills"
        }

        sees.look()  # the page is opened here, and meanwhile the other station publishes another button
        theirs = here(nora, Part.SPEED_BUTTONS)
        assert theirs is not None
        thank = next(one for one in desk.kit.buttons if one.id == "thank")
        hers = msgspec.structs.replace(thank, id="thanks-more", name="Thank them", owner=CLINIC)
        other.publish(Part.SPEED_BUTTONS, "2", with_button(theirs.body, hers, "2"), theirs).result(20)

        writing.chooses("Booked")
        writing.enters("Publish it")
        writing.answers("Refills")
        assert writing.acts.editor.is_open
        assert writing.acts.editor.foot.remarked == (
            "A colleague has changed the speed buttons meanwhile. Look at theirs first."
        )
        assert set(buttons_at(nora)) == {"Route to Billing", "Thank them"}

        sees.look()  # theirs came with the refusal
        writing.enters("Publish it")
        writing.answers("Refills")
        assert not writing.acts.editor.is_open
        assert set(buttons_at(nora)) == {"Route to Billing", "Thank them", "Booked"}
    [kept] = [one for one in backstage.dump("Library") if one["url"].endswith("/quick-actions")]
    assert kept["version"] == "3"


def test_a_phrase_is_published_from_its_page_and_is_in_force_at_another_station(
    desk: Desk,
    qtbot: QtBot,
    station: Callable[..., Station],  # noqa: F811
) -> None:
    sara, nora = station("sara"), station("nora")
    nora.first_sync()
    with Syncing(sara, Role.SUPERVISOR) as engine:
        lead(desk, engine, Sees(sara))
        writer = Writer(desk, qtbot)
        writer.writes_new("parking", "Where to park", "Hi @first_name@, park behind the house. .closing")
        writer.key(Qt.Key.Key_P, CONTROL)
        writer.key(Qt.Key.Key_1)
        assert "“.parking” is published for" in writer.work.said[-1]
    nora.pull()
    file = here(nora, Part.PHRASES)
    assert file is not None
    kit = load_kit(resources.path("starter"), site={PHRASES: Published("phrases", file.body)})
    assert kit.problems == []
    assert kit.phrases["parking"].owner.type is OwnerType.ORGANISATION

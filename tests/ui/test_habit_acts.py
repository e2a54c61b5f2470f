"""The line of offers: quiet, answered by keys, and gone for good where it was refused."""

from __future__ import annotations

import asyncio

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.domain.entries import Entry
from inbox.domain.ids import GroupId, ItemId, PatientId, ThreadId
from inbox.domain.operations import Route
from inbox.domain.people import Party
from inbox.ui.desk import Desk
from inbox.ui.habit_acts import HabitActs
from inbox.ui.look.theme import ThemeName
from inbox.ui.parts.elided_label import ElidedLabel
from inbox.ui.parts.key_button import KeyButton
from tests.store.plain import entry
from tests.ui.at_work import AtWork

OFFER = "You did the same for 10 of your last 10: Refill."


def routed(desk: Desk, n: int) -> Entry:
    """A refill of somebody else's again, handed to the front desk."""
    item = ItemId(f"Task/f{n}")
    made = entry(Route(item=item, to=Party("HealthcareService/front", "Front desk"), reason="A question"))
    return msgspec.structs.replace(
        made,
        group=GroupId(f"f{n}"),
        thread=ThreadId(f"Communication/f{n}"),
        patient=PatientId(f"Patient/f{n}"),
        actor=desk.actor.person,
        saw=msgspec.structs.replace(made.saw, kind="refill"),
    )


class Worked(AtWork):
    """Nadia's screen with the line of offers, after ten refills that all went the same way."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        super().__init__(desk, qtbot)
        self.habits = HabitActs(desk, self.conductor, self.space, self.space)
        for n in range(10):
            desk.store.run([routed(desk, n)]).result()

    def look(self) -> None:
        """What happens by itself when nobody has done anything for a moment."""

        async def look() -> None:
            await self.habits.watch.look()

        asyncio.run(look())
        self.settle()

    @property
    def asked(self) -> bool:
        """Whether the sheet lies over the window."""
        return self.habits.sheet.is_open

    @property
    def offered(self) -> str:
        strip = self.space.offer
        return strip.accessibleName() if strip.isVisible() else ""


@pytest.fixture
def work(desk: Desk, qtbot: QtBot) -> Worked:
    return Worked(desk, qtbot)


def test_the_offer_comes_without_taking_the_keyboard(work: Worked) -> None:
    before = QApplication.focusWidget()
    assert work.offered == ""
    work.look()
    assert work.offered.startswith(OFFER)
    assert "Route to Front desk" in work.offered
    assert QApplication.focusWidget() is before


def test_nothing_comes_up_while_somebody_writes(work: Worked) -> None:
    work.press("item.reply")
    work.look()
    assert work.offered == ""
    work.press("app.back")
    work.habits._show()
    assert work.offered.startswith(OFFER)


def test_a_refused_offer_is_never_made_again(work: Worked, desk: Desk) -> None:
    work.look()
    work.press("offer.refuse")
    assert work.offered == ""
    desk.store.run([routed(desk, 10)]).result()
    work.look()
    assert work.offered == ""
    assert work.conductor.offs()("habit.offers") == "Nothing yet that you do the same way nearly always."
    assert work.conductor.offs()("offer.accept") == "Nothing is offered now."


def test_later_is_kept_among_the_offers_and_asked_again_tomorrow(work: Worked) -> None:
    work.look()
    work.press("offer.later")
    assert work.offered == ""
    work.press("habit.offers")
    assert work.habits.pick.is_open
    assert [choice.title for choice in work.habits.pick.list.model().choices] == [OFFER]  # type: ignore[attr-defined]
    work.habits.pick.dismiss()
    work.desk.clock.forward(days=1)  # type: ignore[attr-defined]
    work.look()
    assert work.offered.startswith(OFFER)


def test_an_accepted_offer_is_a_button_of_ones_own(work: Worked, desk: Desk) -> None:
    work.look()
    work.press("offer.accept")
    sheet = work.habits.sheet
    assert work.asked
    assert sheet.name.text() == "To Front desk"
    assert not sheet.text.isVisible(), "nothing is written to the patient"
    sheet.number.setText("4")
    sheet.name.setText("Front desk")
    work.play(sheet.number.returnPressed.emit)
    assert not sheet.is_open
    button = desk.kit.buttons_for("refill", desk.actor.role)[4]
    assert (button.name, button.owner.name) == ("Front desk", desk.actor.name)
    assert work.said[-1] == "“Front desk” is yours: 4."
    work.look()
    assert work.offered == ""


def test_a_number_that_is_none_is_said_in_the_sheet(work: Worked) -> None:
    work.look()
    work.press("offer.accept")
    work.habits.sheet.number.setText("")
    work.play(work.habits.sheet.number.returnPressed.emit)
    work.play(lambda: work.habits.sheet._enter())
    assert work.asked
    assert "1 to 9" in work.habits.sheet.foot.remarked


def test_what_was_remembered_can_be_erased_and_watching_turned_off(work: Worked, desk: Desk) -> None:
    work.look()
    work.press("habit.watch")
    assert work.offered == ""
    assert not work.habits.watch.watching
    work.press("habit.watch")
    assert work.offered.startswith(OFFER)
    work.press("habit.forget")
    work.play(work.habits.confirm.yes.click)
    assert desk.store.watched.deeds(desk.actor.person) == []
    assert work.offered == ""


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("colours", list(ThemeName))
def test_the_line_of_an_offer_is_whole_in_every_theme_and_with_large_text(
    work: Worked, colours: ThemeName, scale: int
) -> None:
    work.desk.theme.change(name=colours, scale=scale)
    work.space.resize(1280, 800)
    work.look()
    strip = work.space.offer
    assert strip.isVisible() and strip.width() == work.space.width() == 1280
    buttons = strip.findChildren(KeyButton)
    assert [button.label for button in buttons] == ["One key…", "Later", "Never"]
    for button in buttons:
        assert strip.rect().contains(button.geometry()) and button.width() >= button.sizeHint().width()
    share = strip.findChildren(ElidedLabel)[0]
    assert share.shown().startswith("10 of your last")
    assert strip.accessibleName().startswith(OFFER)

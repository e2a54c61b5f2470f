"""The nurse of the simulated shift: she reads the window and presses keys, and knows what nurses know.

She sees what stands on the screen: the kind of work, the patient's words, what the chart says above them, and
the speed buttons with their names. Which words ask for what is her own knowledge, written here; neither the
program's rules nor what is right by the generator is known to her.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from inbox.ui.parts.command_button import CommandButton
from tests.journeys import screen
from tests.journeys.stage import Person

TYPES = "Yes, with food is fine."
"""What she answers to the question that no button answers."""

KNOWS = (
    # what is asked for, in the patient's words (or the chart's) → the button she looks for
    (r"no need to answer", "Done, no reply"),
    (r"all \d+ conditions of the protocol met", "Refill per protocol"),
    (r"prescribe in the EHR", "Needs prescriber"),
    (r"cancel my visit", "Cancelled"),
    (r"would like a time", "Ask for a time"),
    (r"move my visit", "Route to Scheduling"),
    (r"charged twice", "Route to Billing"),
    (r"understand the bill", "Tell them, to Billing"),
    (r"form signed", "Route to Forms"),
    (r"refer me", "Referral sent"),
    (r"drew my blood", "Not back yet"),
    (r"panel is back", "Result is normal"),
    (r"my pressures", "Readings on track"),
    (r"be seen|look at it|examine", "Needs appointment"),
    (r"what should I do|please advise", "Ask for details"),
)


class Worked(msgspec.Struct, frozen=True):
    """One item as she dealt with it."""

    read: str
    """The words of the conversation on screen, and what the chart says above it, when she pressed the key."""
    keys: int
    """Free text apart."""
    by: str
    """The button, or what she did without one."""


class Nurse:
    """Works from the top of the list until it is empty."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self.worked: list[Worked] = []

    def works(self, items: int) -> None:
        """Deal with so many items, one after the other, as the program brings them."""
        before, met = "", dict[str, int]()
        while len(self.worked) < items:
            self._person.waits_until(lambda seen=before: self._conversation() != seen, "another item")
            self._person.has_looked()
            before = self._conversation()
            if before in met:
                self._passes_over(met[before])
                continue
            met[before] = len(self.worked)
            self.worked.append(self._deals_with(before + screen.words(self._person.workspace.reading.facts)))

    def _passes_over(self, number: int) -> None:
        """An item that she has dealt with and meets again: the key that leaves it counts, too."""
        known = self.worked[number]
        self.worked[number] = Worked(known.read, known.keys + 1, known.by)
        self._person.presses("j")

    def _deals_with(self, read: str) -> Worked:
        wanted = next((button for words, button in KNOWS if re.search(words, read, re.IGNORECASE)), "")
        for number, name in self._buttons():
            if name == wanted:
                self._person.presses(number)
                return Worked(read, 1, name)
        self._person.presses("r")
        self._person.types(TYPES)
        self._person.presses("Ctrl+Shift+Enter")
        return Worked(read, 2, f"typed, for want of “{wanted}”" if wanted else "typed")

    def _buttons(self) -> Iterator[tuple[str, str]]:
        """The speed buttons that are on, by number."""
        for one in self._person.window.findChildren(CommandButton):
            if one.isVisible() and one.isEnabled():
                yield one.keys, one.label

    def _conversation(self) -> str:
        """The words of the conversation on screen."""
        view = self._person.workspace.reading.conversation
        return f"{view.accessibleName()}\n{view.toPlainText()}"

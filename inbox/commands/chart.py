"""The patient panel: go into it, move in it, and take what it offers."""

from __future__ import annotations

from inbox.commands.declare import Command, Section
from inbox.domain.words import mark

COMMANDS = (
    Command(
        "panel.enter",
        mark("Into the patient panel"),
        mark("Move in the patient’s record: sections, telephones, conversations."),
        Section.VIEWS,
    ),
    Command(
        "panel.earlier",
        mark("Earlier conversations"),
        mark("Go to what was written with this patient before."),
        Section.VIEWS,
    ),
    Command(
        "panel.copy_phone",
        mark("Copy telephone"),
        mark("Copy the patient’s first telephone number, or the one under the ring."),
        Section.ANSWER,
    ),
    Command("panel.next", mark("Next section"), mark("Go to the section below."), Section.MOVE),
    Command("panel.previous", mark("Section above"), mark("Go to the section above."), Section.MOVE),
    Command(
        "panel.down",
        mark("Next entry"),
        mark("Go to the next title, telephone or conversation."),
        Section.MOVE,
    ),
    Command(
        "panel.up",
        mark("Entry above"),
        mark("Go to the title, telephone or conversation above."),
        Section.MOVE,
    ),
    Command(
        "panel.open",
        mark("Open or fold"),
        mark("Fold a section, copy a number, or read an earlier conversation."),
        Section.MOVE,
    ),
)

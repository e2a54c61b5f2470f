"""Move and go: what the screen itself does. Declared here so that keys, palette and help know it."""

from __future__ import annotations

from inbox.commands.declare import Command, Needs, Section
from inbox.domain.people import Role
from inbox.domain.words import mark


def _go(id: str, title: str, help: str, section: Section = Section.VIEWS) -> Command:
    return Command(id, title, help, section)


COMMANDS = (
    _go("item.next", mark("Next item"), mark("Select the next item of the list."), Section.MOVE),
    _go("item.previous", mark("Previous item"), mark("Select the item above."), Section.MOVE),
    _go("item.open", mark("Open"), mark("Go into the selected item to read and answer it."), Section.MOVE),
    _go("app.back", mark("Back"), mark("Leave the field, panel or view you are in."), Section.MOVE),
    Command(
        "item.select",
        mark("Select"),
        mark("Mark this item, to act on several at once."),
        Section.MOVE,
        Needs.ITEM,
    ),
    Command(
        "item.select_range",
        mark("Select up to here"),
        mark("Mark all items from the last marked one to this one."),
        Section.MOVE,
        Needs.ITEM,
    ),
    Command(
        "item.cause",
        mark("Go to its item"),
        mark("Show the item that this one is part of: what is late, what is asked about."),
        Section.MOVE,
        Needs.ITEM,
    ),
    _go("search.focus", mark("Search"), mark("Find messages and patients by any word."), Section.MOVE),
    _go(
        "search.filter",
        mark("Filter the search"),
        mark("Search only in one pool, one kind of work, among what is open, with a file."),
        Section.MOVE,
    ),
    _go("view.my_work", mark("My work"), mark("What you have claimed.")),
    _go("view.pool", mark("Pool"), mark("Everything open in your pools, most urgent first.")),
    _go("view.escalations", mark("Escalations"), mark("Your items that wait for a physician.")),
    _go("view.waiting", mark("Waiting for patient"), mark("Items on hold until the patient answers.")),
    _go("view.snoozed", mark("Snoozed"), mark("What you do not want to see until later.")),
    _go(
        "view.covering", mark("Covering for"), mark("What you have for absent colleagues, most urgent first.")
    ),
    _go("view.sent", mark("Sent"), mark("What you closed and sent, newest first.")),
    _go("view.search", mark("Search results"), mark("The last search again.")),
    _go("saved.go", mark("Saved views"), mark("Go to a search that you have saved as a view.")),
    _go("saved.keep", mark("Save as view"), mark("Give the search of now a name; it stands in the rail.")),
    _go("saved.edit", mark("Arrange saved views"), mark("Rename, move or remove a view you have saved.")),
    _go("view.outbox", mark("Outbox"), mark("What the server has not confirmed, and what needs you.")),
    _go(
        "view.connection",
        mark("Connection"),
        mark("What this server offers, what is missing, and what that costs."),
    ),
    _go("view.panel", mark("Patient panel"), mark("Show or hide the patient’s record.")),
    _go("view.asks", mark("What it asks for"), mark("Mark the words that say what a message asks for.")),
    Command(
        "view.compact",
        mark("Between visits"),
        mark("Make the window small, with the next packet and its keys, or whole again."),
        Section.VIEWS,
        roles=frozenset({Role.PRESCRIBER}),
    ),
    _go("view.needs", mark("What this work needs"), mark("Fold or unfold the facts above the conversation.")),
    _go("app.palette", mark("Commands"), mark("Find any command by a few letters of it."), Section.PROGRAM),
    _go(
        "app.menu",
        mark("Menu here"),
        mark("What can be done with what is selected, each with its key."),
        Section.PROGRAM,
    ),
    _go("app.help", mark("Keys"), mark("All keys that work here."), Section.PROGRAM),
    _go(
        "app.keys",
        mark("Change keys"),
        mark("See every command with its keys, and give it others."),
        Section.PROGRAM,
    ),
    _go("app.try_now", mark("Sync now"), mark("Ask the server for news at once."), Section.PROGRAM),
    Command(
        "app.go_live",
        mark("Put messages on lists"),
        mark("Decide that messages without work become work, from which day on and how many."),
        Section.PROGRAM,
        roles=frozenset({Role.SUPERVISOR}),
    ),
    Command(
        "clinic.edit",
        mark("Administration"),
        mark("Pools, hours, people, rules: what a supervisor arranges for the whole clinic."),
        Section.PROGRAM,
        roles=frozenset({Role.SUPERVISOR}),
    ),
    Command(
        "rules.sign",
        mark("Sign red-flag rules"),
        mark("Look at the red-flag rules that a supervisor proposes, and sign them as second clinician."),
        Section.PROGRAM,
        roles=frozenset({Role.RN, Role.PRESCRIBER}),
    ),
    Command(
        "policy.edit",
        mark("Edit promises"),
        mark("Change how soon work is promised, see what that means for open work, and publish."),
        Section.PROGRAM,
        roles=frozenset({Role.SUPERVISOR}),
    ),
    _go(
        "buttons.edit",
        mark("Speed buttons"),
        mark("See all speed buttons, write one of your own, change, hand on or bring some."),
        Section.PROGRAM,
    ),
    _go(
        "buttons.record",
        mark("Save as speed button"),
        mark("What you just did becomes the steps of a button of your own; you look at them first."),
        Section.PROGRAM,
    ),
    _go(
        "phrases.edit",
        mark("Phrases"),
        mark("Find, write and keep phrases; bring them from another system."),
        Section.PROGRAM,
    ),
    _go("app.lock", mark("Lock"), mark("Hide everything until you are back."), Section.PROGRAM),
    _go(
        "app.pin", mark("PIN"), mark("Choose, change or drop a PIN that unlocks this place."), Section.PROGRAM
    ),
    _go(
        "app.switch",
        mark("Somebody else works here"),
        mark("Lock, and let another person sign in; what is yours stays sealed."),
        Section.PROGRAM,
    ),
    _go("app.sign_out", mark("Sign out"), mark("Leave this station and erase its copy."), Section.PROGRAM),
    _go(
        "app.quit",
        mark("Quit"),
        mark("End the program; what has not left yet is said first and stays here."),
        Section.PROGRAM,
    ),
    _go(
        "view.theme",
        mark("Light or dark"),
        mark("Change between light, dark and high contrast."),
        Section.PROGRAM,
    ),
    _go("view.larger", mark("Larger text"), mark("Make everything ten per cent larger."), Section.PROGRAM),
    _go("view.smaller", mark("Smaller text"), mark("Make everything ten per cent smaller."), Section.PROGRAM),
    _go(
        "view.density",
        mark("Row height"),
        mark("Change between compact, normal and roomy rows."),
        Section.PROGRAM,
    ),
)

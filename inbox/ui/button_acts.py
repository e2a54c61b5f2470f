"""Speed buttons are written, recorded, changed and kept, all by keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inbox.commands.declare import Target
from inbox.domain.errors import Refused
from inbox.domain.kind_words import kind_words
from inbox.domain.operations import AnyOperation
from inbox.domain.own_kit import BUTTON, PHRASE, Own
from inbox.domain.words import tr
from inbox.domain.work_item import Kind
from inbox.queries import worklist
from inbox.shortcuts.button_sheet import ButtonSheet, free_key
from inbox.shortcuts.phrases import draft
from inbox.shortcuts.phrases.expansion import ExpansionError, expand
from inbox.shortcuts.phrases.links import Lookup
from inbox.shortcuts.quick import SpeedButton
from inbox.shortcuts.recorded import recorded
from inbox.ui.button_sharing import ButtonSharing
from inbox.ui.conductor import Conductor, Press
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.button_asks import ButtonAsks
from inbox.ui.overlays.button_editor import Asked, ButtonEditor
from inbox.ui.overlays.button_key import OwnKeyAsk
from inbox.ui.overlays.choices import Choice
from inbox.ui.overlays.pick import Pick
from inbox.ui.reading.pane import ReadingPane
from inbox.ui.reading.situation import situation

NEW, BRING, HAND_ON = "new", "bring", "hand on"
_BY = {"up": -1, "down": 1}


class ButtonActs(QObject):
    """Answers to `buttons.edit` and `buttons.record`, and to what is asked for in the editor."""

    def __init__(
        self, desk: Desk, conductor: Conductor, window: QWidget, reading: ReadingPane,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._desk, self._conductor, self._window, self._reading = desk, conductor, window, reading
        self.listed = Pick(desk.theme, window, filtered=True)
        self.editor = ButtonEditor(desk, window)
        self.asks = ButtonAsks(desk, window)
        self.own_key = OwnKeyAsk(desk, window)
        self.sharing = ButtonSharing(desk, conductor, window, self.editor)
        self.editor.asked.connect(self._asked)
        conductor.on("buttons.edit", lambda _press: self._list())
        conductor.on("buttons.record", self._record, off=self._nothing_done)

    # Which one

    def _list(self) -> None:
        desk = self._desk
        choices = [
            Choice(tr("Write a new one"), NEW, "", "pencil"),
            Choice(tr("Bring some from a file"), BRING, "", "file-text"),
            Choice(tr("Hand mine on in a file"), HAND_ON, tr("the file is not encrypted"), "arrow-up-right"),
            *(self._differing(own) for own in desk.own_differing),
        ]
        for one in sorted(desk.kit.buttons, key=lambda one: -one.owner.type.precedence):
            places = ", ".join(f"{key or one.own_key} {kind_words(kind)}" for kind, key in one.keys.items())
            about = tr("{owner} · {places}", owner=one.owner.name, places=places)
            choices.append(Choice(one.name, one, about, "keyboard"))
        about = tr("One of others is changed as a copy of your own.")
        self.listed.ask(tr("Speed buttons"), about, choices, "", self._chosen)

    def _differing(self, own: Own) -> Choice:
        """Something that another station of this person's has changed as well."""
        what = tr("phrase") if own.mine.kind == PHRASE else tr("speed button")
        title = tr("“{id}”: your {what} differs on another station", id=own.mine.id, what=what)
        return Choice(title, own, tr("choose which one you keep"), "triangle-alert")

    def _chosen(self, what: object, _note: str) -> None:
        if isinstance(what, SpeedButton):
            mine = what.owner == self._desk.owner
            sheet = ButtonSheet.of(what) if mine else ButtonSheet.of(what).with_(id="")
            told = "" if mine else tr("A copy of {owner}’s button.", owner=what.owner.name)
            self.editor.open(sheet, what if mine else None, told)
        elif isinstance(what, Own):
            self._ask_which(what)
        elif what == BRING:
            self.sharing.ask_what_to_bring()
        elif what == HAND_ON:
            self.sharing.ask_where_to()
        else:
            self.editor.open(ButtonSheet(keys=self._here()))

    def _ask_which(self, own: Own) -> None:
        choices = [
            Choice(tr("What I made here"), False, "", "check"),
            Choice(tr("What I made on the other station"), True, "", "cloud-upload"),
        ]

        def taken(theirs: object, _note: str) -> None:
            keep = self._desk.choose_own(own.mine.kind, own.mine.id, theirs=bool(theirs))
            self._conductor.follow(keep)

        question, about = tr("Which one do you keep?"), tr("The other one is given up.")
        self.sharing.whose.ask(question, about, choices, "", taken)

    def _here(self) -> dict[Kind, int]:
        """The kind of work on screen, with its first free number."""
        target = self._reading.target
        line = worklist.line(self._desk.reader, target.item, self._desk.actor) if target else None
        if line is None:
            return {}
        kind = Kind(line.kind) if line.kind in set(Kind) else Kind.MEDICAL_QUESTION
        return {kind: free_key(self._desk.kit.buttons, kind, self._desk.actor.role)}

    # Recording

    def _nothing_done(self) -> str:
        return "" if self._desk.undo.next else tr("Do it once first: then it can become a button.")

    def _record(self, _press: Press) -> None:
        if off := self._nothing_done():
            raise Refused(off)
        done = self._desk.undo.next
        assert done is not None
        first = done.targets[0]
        made: list[AnyOperation] = [one.operation for one in done.entries if one.item == first.item]
        steps, without = recorded(made, done.at, partial(self._phrase_of, first))
        line = worklist.line(self._desk.reader, first.item, self._desk.actor)
        kind = Kind(line.kind) if line and line.kind in set(Kind) else Kind.MEDICAL_QUESTION
        key = free_key(self._desk.kit.buttons, kind, self._desk.actor.role)
        told = tr("From “{title}”. Give it a name, look at its steps, and keep it.", title=done.title)
        self.editor.open(ButtonSheet(keys={kind: key}, steps=steps), told=" ".join([told, *without]))

    def _phrase_of(self, target: Target, text: str) -> str:
        """The phrase whose words, for the patient of `target`, are just these; empty where none is."""
        there = situation(self._desk, target)
        lookup: Lookup = (there.lookup if there is not None else None) or _nothing_known
        phrases = self._desk.kit.phrases
        for name, phrase in phrases.items():
            try:
                words = draft.finished(expand(phrase, lookup, phrases))
            except ExpansionError:
                continue
            if words.strip() == text.strip():
                return name
        return ""

    # Writing

    def _asked(self, asked: Asked) -> None:
        what, about = asked
        editor, asks, sheet = self.editor, self.asks, self.editor.sheet
        show = editor.show_sheet
        if what == "name":
            asks.name(sheet.name, lambda name: show(sheet.with_(name=name)))
        elif what == "add kind":
            asks.kind(sheet, self._number)
        elif what == "kind" and isinstance(about, Kind):
            self._number(about)
        elif what == "own key":
            self.own_key.ask(sheet, lambda keys: show(sheet.with_(own_key=keys)))
        elif what == "add step":
            asks.steps.ask(lambda step: show(sheet.with_step(step)))
        elif what == "step" and isinstance(about, int):
            asks.of_step(sheet.steps[about], lambda change: show(_changed(sheet, about, change)))
        elif what == "roles":
            asks.roles(lambda roles: show(sheet.with_(roles=roles)))
        elif what == "licence":
            show(sheet.with_(licensed=not sheet.licensed))
        elif what == "only if":
            asks.condition(lambda condition: show(sheet.with_(only_if=condition)))
        elif what == "publish":
            self.sharing.ask_whose()
        else:
            self._conductor.follow(self._remove() if what == "remove" else self._keep(), refused=editor.say)

    def _number(self, kind: Kind) -> None:
        editor, sheet = self.editor, self.editor.sheet

        def taken(number: int) -> None:
            editor.show_sheet(sheet.not_on(kind) if number < 0 else sheet.on(kind, number or None))

        self.asks.number(self._desk.kit.buttons, kind, taken)

    async def _keep(self) -> None:
        editor, desk = self.editor, self._desk
        version = editor.former.version + 1 if editor.former is not None and editor.mine else 1
        button = editor.sheet.button(desk.owner, version, desk.kit.phrases)
        await desk.save_button(button)
        editor.dismiss()
        desk.say(tr("“{name}” is yours now.", name=button.name), Tone.GOOD)

    async def _remove(self) -> None:
        await self._desk.remove_own(BUTTON, self.editor.sheet.id)
        self.editor.dismiss()
        self._desk.say(tr("“{name}” is removed.", name=self.editor.sheet.name), Tone.GOOD)


def _changed(sheet: ButtonSheet, place: int, change: str) -> ButtonSheet:
    return sheet.without(place) if change == "remove" else sheet.moved(place, _BY[change])


def _nothing_known(_link: str) -> None:
    """No chart."""

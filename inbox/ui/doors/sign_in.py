"""The way in: which clinic, then the browser; a passphrase where the computer has no keyring."""

from __future__ import annotations

from enum import StrEnum, auto

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from inbox.domain.words import tr
from inbox.ui.doors.page import Page
from inbox.ui.doors.passphrase import PassphraseForm
from inbox.ui.look.roles import Role
from inbox.ui.look.theme import Theme
from inbox.ui.look.type import SMALL
from inbox.ui.parts.banner import Banner, BannerKind
from inbox.ui.parts.field import Field
from inbox.ui.parts.icon_mark import IconMark
from inbox.ui.parts.key_button import KeyButton, Variant
from inbox.ui.parts.nesting import nest
from inbox.ui.parts.words import Words

CHECK_AFTER = 400  # ms without a key, then the address is asked whether it answers


class Answer(StrEnum):
    """What is known of the address in the field."""

    UNKNOWN = auto()
    ASKING = auto()
    ANSWERS = auto()
    LOCAL = auto()
    """It answers, and is on this computer: nothing crosses a network."""
    SILENT = auto()
    UNSAFE = auto()
    """Not TLS, and not this computer."""


class _Step(StrEnum):
    """What the page is asking for, or waiting on."""

    ADDRESS = auto()
    BROWSER = auto()
    BY_HAND = auto()
    PASSPHRASE = auto()


class SignInPage(Page):
    """Says what a person wants; it opens no browser and knows no token."""

    sign_in = Signal(str)
    """The address of the clinic's portal."""
    cancel = Signal()
    passphrase = Signal(str)
    address_changed = Signal(str)
    """Whoever hears it finds out whether it answers, and says so with `show_answer`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "key-round", tr("Sign in"), parent=parent)
        self._clinic = ""
        self._step = _Step.ADDRESS
        self._error = Banner(theme, BannerKind.REFUSED, tr("Not signed in"))
        self._error.hide()
        self.column.insertWidget(1, self._error)
        self._label = Words(theme, tr("Clinic’s portal"), SMALL, "text_3", bold=True)
        self.address = QLineEdit()
        self._field = Field(theme, self.address, tr("Clinic’s portal"))
        self._mark = IconMark(theme, "check", tr("Answer"), 15, "good")
        self._answer = Words(theme, "", SMALL, "text_2")
        self._field.add(self._mark)
        self._field.add(self._answer)
        self.open_browser = KeyButton(theme, tr("Open browser"), "Enter", Variant.ACCENT, "log-in")
        self.other = KeyButton(theme, tr("Another clinic"))
        self.go_on = KeyButton(theme, tr("Go on"), "Enter", Variant.ACCENT)
        self.stop = KeyButton(theme, tr("Cancel"), "Esc")
        self.form = PassphraseForm(theme)
        self._note = Words(theme, "", SMALL, "text_2", wrap=True)
        self._asked = QVBoxLayout()
        self._asked.addWidget(self._label)
        self._asked.addWidget(self._field)
        self._asked.setSpacing(theme.px(4))
        nest(self._asked, self.column)
        self._by_hand = Field(theme, QLineEdit(), tr("Address for the browser"))
        self._by_hand.edit.setReadOnly(True)
        self.column.addWidget(self.form)
        self.column.addWidget(self._by_hand)
        self.bar((self.open_browser, self.other, self.go_on, self.stop))
        self.column.addWidget(self._note)
        self._wait = QTimer(self, interval=CHECK_AFTER, singleShot=True)
        self._wait.timeout.connect(lambda: self.address_changed.emit(self.url()))
        self.address.textEdited.connect(self._edited)
        self.open_browser.clicked.connect(self.enter)
        self.other.clicked.connect(self._another)
        self.go_on.clicked.connect(self.form.give)
        self.stop.clicked.connect(self.escape)
        self.form.given.connect(self.passphrase)
        self.ask()

    def ask(self, url: str = "", clinic: str = "") -> None:
        """Ask for the sign-in at `url`. What was written before stays when no other address is named."""
        self._clinic = clinic
        if url or not self.url():
            self.address.setText(url.removeprefix("https://"))
        title = tr("Sign in to {clinic}", clinic=clinic) if clinic else tr("Sign in to your clinic")
        sentence = tr("Your browser opens for the sign-in. This program never sees your password.")
        self.say(title, sentence, "key-round")
        note = tr(
            "Nobody is signed in on this computer account. What others keep here stays encrypted"
            " and closed to you."
        )
        self._show(_Step.ADDRESS, note)
        self.other.setVisible(bool(self.url()))
        self.show_answer(Answer.UNKNOWN)
        self.setFocus()

    def show_error(self, sentence: str) -> None:
        """Say why nobody is signed in; it stays until the next attempt."""
        self._error.set_words(tr("Not signed in"), sentence)
        self._error.setVisible(True)

    def show_waiting(self) -> None:
        """The browser is open: the rest happens there."""
        self.say(
            tr("Finish in your browser"),
            tr("Sign in there; this page goes on by itself. Nothing opened? Cancel and try again."),
            "refresh-cw",
        )
        self._error.hide()
        self._show(_Step.BROWSER)
        self.setFocus()

    def show_address(self, url: str) -> None:
        """No browser could be opened: the person opens `url` in one."""
        self.say(
            tr("Open this address in a browser"),
            tr("No browser opened by itself. Sign in there; this page goes on by itself."),
            "triangle-alert",
        )
        self._by_hand.edit.setText(url)
        self._show(_Step.BY_HAND)
        self._by_hand.edit.selectAll()
        self._by_hand.edit.setFocus()

    def ask_passphrase(self, *, new: bool, error: str = "") -> None:
        """Ask for the passphrase that seals this person's secrets; a `new` one twice."""
        title = tr("Choose a passphrase") if new else tr("Your passphrase")
        why = tr(
            "This computer has no keyring that could keep your keys. They are kept in a file that only your"
            " passphrase opens."
        )
        self.say(title, why, "lock")
        note = tr(
            "Nobody can reset it. If it is lost, sign in anew: work that has not left is then lost too."
        )
        self._error.set_words(tr("Not opened"), error)
        self._error.setVisible(bool(error))
        self._show(_Step.PASSPHRASE, note)
        self.form.begin(new=new)
        self.setFocus()

    def show_answer(self, answer: Answer) -> None:
        """Say beside the address whether it answers."""
        looks: dict[Answer, tuple[str, Role, str]] = {
            Answer.ASKING: ("refresh-cw", "text_2", tr("asking…")),
            Answer.ANSWERS: ("check", "good", tr("answers, TLS")),
            Answer.LOCAL: ("check", "good", tr("answers, on this computer")),
            Answer.SILENT: ("cloud-off", "soon_text", tr("no answer")),
            Answer.UNSAFE: ("triangle-alert", "overdue", tr("not encrypted")),
        }
        known = answer in looks
        self._mark.setVisible(known)
        self._answer.setVisible(known)
        if known:
            icon, role, words = looks[answer]
            self._mark.set_icon(icon, words, role)
            self._answer.set_words(words)
        unsafe = answer is Answer.UNSAFE
        if unsafe and self.open_browser.hasFocus():
            self.address.setFocus()  # or Enter would press the button beside it
        self.open_browser.set_off(tr("The address is not encrypted.") if unsafe else "")

    def url(self) -> str:
        """The address as it was written, with https where no scheme is named."""
        text = self.address.text().strip()
        return text if "://" in text or not text else f"https://{text}"

    def first(self) -> QWidget | None:
        match self._step:
            case _Step.ADDRESS:
                return self.open_browser if self.url() else self.address
            case _Step.PASSPHRASE:
                return self.form.first()
            case _:
                return self.stop

    def enter(self) -> None:
        if self._step is _Step.PASSPHRASE:
            self.form.give()
        elif self._step is _Step.ADDRESS and not self.url():
            self.address.setFocus()
        elif self._step is _Step.ADDRESS and self.open_browser.isEnabled():
            self._error.hide()
            self.sign_in.emit(self.url())

    def escape(self) -> None:
        if self._step is not _Step.ADDRESS:
            self.cancel.emit()

    def _show(self, step: _Step, note: str = "") -> None:
        """Show what belongs to `step` and nothing else."""
        self._step = step
        asking, sealing = step is _Step.ADDRESS, step is _Step.PASSPHRASE
        for widget in (self._label, self._field, self.open_browser, self.other):
            widget.setVisible(asking)
        self.form.setVisible(sealing)
        self.go_on.setVisible(sealing)
        self._by_hand.setVisible(step is _Step.BY_HAND)
        self.stop.setVisible(not asking)
        self._note.set_words(note)
        self._note.setVisible(bool(note))

    def _edited(self) -> None:
        self.show_answer(Answer.UNKNOWN)
        if self._clinic:
            self._clinic = ""
            self.title.set_words(tr("Sign in to your clinic"))
        self._wait.start()

    def _another(self) -> None:
        self.address.clear()
        self.ask()

"""Keys as people write them: "Ctrl+Shift+Enter", "g m", "Shift+C", "?", "F2", "1".

A letter is written small; its capital is Shift and the letter. A sign is written as itself, whatever
keys a keyboard needs for it, so that "?" works on every layout.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import msgspec

from inbox.domain.words import tr

MODIFIERS: Final = ("Ctrl", "Alt", "Shift", "Meta")

EDITING_KEYS: Final = frozenset(
    {"Enter", "Tab", "Backspace", "Delete", "Insert", "Left", "Right", "Up", "Down"}
    | {"Home", "End", "PageUp", "PageDown"}
)
"""Named keys that mean something inside a text field."""

NAMED: Final = EDITING_KEYS | {"Esc", "Menu", "Pause"} | {f"F{n}" for n in range(1, 25)}
SIGNS_BY_NAME: Final = {"Plus": "+", "Space": " "}
"""Signs that cannot be written as themselves between spaces and plus signs."""

_NAMES_BY_SIGN: Final = {sign: name for name, sign in SIGNS_BY_NAME.items()}
_ALIASES: Final = {
    "return": "Enter",
    "escape": "Esc",
    "del": "Delete",
    "ins": "Insert",
    "pgup": "PageUp",
    "pgdown": "PageDown",
    "control": "Ctrl",
    "cmd": "Ctrl",
    "win": "Meta",
}
_BY_LOWER: Final = {name.lower(): name for name in (*NAMED, *SIGNS_BY_NAME, *MODIFIERS)} | _ALIASES
_CAPS: Final = {
    "Enter": "⏎",
    "Shift": "⇧",
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
    " ": "Space",
    "Delete": "Del",
}


class KeyProblem(ValueError):
    """A key that cannot be read; its text is a sentence for whoever wrote it."""


class Chord(msgspec.Struct, frozen=True):
    """Keys held together: a named key ("F2") or one character, small for letters, with its modifiers."""

    key: str
    ctrl: bool = False
    alt: bool = False
    shift: bool = False
    meta: bool = False

    @property
    def modifiers(self) -> tuple[str, ...]:
        """Their names, in the order they are written."""
        held = (self.ctrl, self.alt, self.shift, self.meta)
        return tuple(name for name, down in zip(MODIFIERS, held, strict=True) if down)

    @property
    def types_text(self) -> bool:
        """Whether this would write a character in a text field."""
        return self.key not in NAMED and not (self.ctrl or self.alt or self.meta)

    @property
    def edits_text(self) -> bool:
        """Whether this means something to a text field: typing, moving, deleting, breaking a line."""
        return self.types_text or (self.key in EDITING_KEYS and not (self.ctrl or self.alt or self.meta))

    @property
    def keycaps(self) -> tuple[str, ...]:
        """One label a keycap: ("Ctrl", "K"), ("⇧", "C"), ("g",). A letter is a capital beside a modifier."""
        key = _CAPS.get(self.key, self.key)
        if self.modifiers:
            key = _capital(key)
        return (*(_CAPS.get(name, name) for name in self.modifiers), key)

    def __str__(self) -> str:
        key = _NAMES_BY_SIGN.get(self.key, self.key)
        if self.modifiers:
            key = _capital(key)
        return "+".join((*self.modifiers, key))


class KeySequence(msgspec.Struct, frozen=True):
    """Chords pressed one after another; most have one. `str()` is the canonical text."""

    chords: tuple[Chord, ...]

    @classmethod
    def parse(cls, text: str) -> KeySequence:
        """Read "Ctrl+Enter" or "g m". Raises `KeyProblem` with a sentence."""
        words = text.split()
        if not words:
            raise KeyProblem(tr("No key is named."))
        return cls(tuple(parse_chord(word) for word in words))

    @property
    def keycaps(self) -> list[tuple[str, ...]]:
        """The keycaps to draw, one tuple for each chord."""
        return [chord.keycaps for chord in self.chords]

    def starts_with(self, other: KeySequence) -> bool:
        """Whether `other` is this, or the beginning of this."""
        return self.chords[: len(other.chords)] == other.chords

    def __str__(self) -> str:
        return " ".join(str(chord) for chord in self.chords)


def parse_chord(text: str) -> Chord:
    """Read one chord, "Ctrl+K". Raises `KeyProblem`."""
    parts = re.split(r"(?<=[^+])\+(?=.)", text)
    names = [_BY_LOWER.get(part.lower(), part) for part in parts]
    *held, key = names
    for name in held:
        if name not in MODIFIERS:
            raise KeyProblem(tr("“{text}”: “{name}” is not Ctrl, Alt, Shift or Meta.", text=text, name=name))
    if len(set(held)) < len(held):
        raise KeyProblem(tr("“{text}” names the same key twice.", text=text))
    key = SIGNS_BY_NAME.get(key, key)
    _must_be_a_key(key, text)
    shift = "Shift" in held
    if len(key) == 1 and key.isalpha():
        if key.isupper() and not held:
            raise KeyProblem(
                tr(
                    "“{text}” could mean two keys: write “{low}” or “Shift+{text}”.",
                    text=text,
                    low=key.lower(),
                )
            )
        key = key.lower()
    elif len(key) == 1 and key != " " and shift:
        raise KeyProblem(tr("“{text}”: write the sign that Shift gives, as in “?”.", text=text))
    return Chord(key, "Ctrl" in held, "Alt" in held, shift, "Meta" in held)


def _capital(key: str) -> str:
    """`key` as keyboards print it, where its capital leads back to it ("ı" has none of its own)."""
    capital = key.upper()
    return capital if len(key) == 1 and capital.lower() == key else key


def _must_be_a_key(key: str, text: str) -> None:
    """Raise unless `key` is a named key or one visible character (or the space)."""
    if key in MODIFIERS:
        raise KeyProblem(tr("“{text}” needs a key after “{name}”.", text=text, name=key))
    visible = len(key) == 1 == len(key.lower()) and unicodedata.category(key)[0] in "LNPS"
    if key not in NAMED and key != " " and not visible:
        raise KeyProblem(tr("“{text}”: there is no key called “{key}”.", text=text, key=key))

"""What a run of key presses means. No Qt: presses in, decisions out."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum, auto
from typing import Final

import msgspec

from inbox.domain.words import tr
from inbox.shortcuts.keymap import Keymap
from inbox.shortcuts.keys import Chord, KeySequence
from inbox.shortcuts.trie import Exact, Follower, Partial

_ESCAPE: Final = Chord("Esc")


class Press(msgspec.Struct, frozen=True):
    """A key that went down, and where."""

    chord: Chord
    reach: tuple[str, ...]
    """The scopes it may mean something in, nearest first."""
    typing: bool = False
    """Whether the place it went to takes text."""
    repeated: bool = False
    """Whether the keyboard repeats it because it is held."""


class Do(Enum):
    """What becomes of a press."""

    PASS = auto()
    """It is the widget's."""
    WAIT = auto()
    """It begins a sequence."""
    RUN = auto()
    SWALLOW = auto()
    """It is nobody's: it must neither run nor type."""


class Decision(msgspec.Struct, frozen=True):
    """What becomes of a press, and what goes with it."""

    do: Do
    command: str = ""
    followers: tuple[Follower, ...] = ()
    why: str = ""
    """The sentence when a person should learn why nothing happened."""


PASS: Final = Decision(Do.PASS)
SWALLOW: Final = Decision(Do.SWALLOW)


class KeyReader:
    """Follows sequences and held keys. `decide` only looks; `take` remembers what was decided."""

    def __init__(self, keymap: Keymap, guarded: Collection[str] = ()) -> None:
        self.keymap = keymap
        self.guarded = guarded
        self._pending: tuple[Chord, ...] = ()
        self._held: tuple[Chord, Decision] | None = None

    @property
    def waiting(self) -> bool:
        """Whether a sequence has begun and not ended."""
        return bool(self._pending)

    @property
    def begun(self) -> KeySequence | None:
        """What has been pressed of it."""
        return KeySequence(self._pending) if self._pending else None

    def decide(self, press: Press) -> Decision:
        """What `press` means, without remembering it."""
        if press.repeated:
            return self._decide_repeat(press)
        reach = press.reach
        if press.typing and not self._pending and press.chord.edits_text:
            if press.chord.types_text:
                return PASS
            reach = reach[:1]
        chords = (*self._pending, press.chord)
        match = self.keymap.trie.look(reach, chords)
        if isinstance(match, Exact):
            return Decision(Do.RUN, match.command)
        if isinstance(match, Partial):
            return Decision(Do.WAIT, followers=match.followers)
        if not self._pending:
            return PASS
        if press.chord == _ESCAPE:
            return SWALLOW
        return Decision(Do.SWALLOW, why=tr("No command has the keys {keys}.", keys=KeySequence(chords)))

    def take(self, press: Press, decision: Decision) -> None:
        """Remember what `press` came to. A repeated press changes nothing."""
        if press.repeated:
            return
        self._held = (press.chord, decision)
        self._pending = (*self._pending, press.chord) if decision.do is Do.WAIT else ()

    def forget(self) -> None:
        """The sequence is over without a command; what is held down stays held."""
        self._pending = ()

    def _decide_repeat(self, press: Press) -> Decision:
        """A held key repeats only the command its first press ran, where it ran; it never types after it."""
        chord, first = self._held or (None, PASS)
        if chord != press.chord or first.do is Do.PASS:
            return SWALLOW if self._pending else PASS
        match = self.keymap.trie.look(press.reach, (press.chord,))
        same = isinstance(match, Exact) and match.command == first.command
        if first.do is not Do.RUN or not same or (press.typing and press.chord.types_text):
            return SWALLOW
        if first.command.partition(" ")[0] in self.guarded:
            return Decision(Do.SWALLOW, why=tr("The key is held down. Let go and press it again."))
        return first

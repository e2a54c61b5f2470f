"""What else people call a command, and what they look for here in vain: data, for the list of commands."""

from __future__ import annotations

from functools import cache

import msgspec

from inbox.domain import resources, typed


class OtherWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`resources/palette/words.json`."""

    about: str
    commands: dict[str, tuple[str, ...]]
    """By command: words in small letters."""
    answers: dict[str, str]
    """By word: what to do instead, where the program does no such thing."""

    def of(self, command: str) -> tuple[str, ...]:
        """What else the command is called."""
        return self.commands.get(command, ())

    def answer(self, typed: str) -> str:
        """What is said to whoever looks for what is not here; empty where nothing is."""
        words = typed.casefold().split()  # "print", and "printer" as well
        wanted = (said for word, said in self.answers.items() for one in words if one.startswith(word))
        return next(wanted, "")


@cache
def other_words() -> OtherWords:
    """The shipped table, read once."""
    return typed.decode(resources.path("palette", "words.json").read_bytes(), OtherWords)

"""The pieces a smartphrase is made of, and how they are written."""

from __future__ import annotations

import re
from typing import Final

import msgspec

BLANK: Final = "***"


class Node(msgspec.Struct, frozen=True, tag=True):
    """A piece of a phrase, from `start` up to `end` of its text."""

    start: int
    end: int


class Words(Node, frozen=True):
    """Plain text."""

    text: str


class Blank(Node, frozen=True):
    """`***`"""


class Link(Node, frozen=True):
    """`@name@`"""

    name: str


class Choice(Node, frozen=True):
    """A pick list. `joined_by` is "and" or "or" where several may be picked."""

    label: str
    choices: tuple[str, ...]
    several: bool = False
    optional: bool = False
    joined_by: str = "and"


class Nested(Node, frozen=True):
    """`.name`"""

    name: str


Tree = tuple[Node, ...]


def unparse(tree: Tree) -> str:
    """The canonical text of `tree`: parsing it gives the same pieces, positions aside."""
    return "".join(_written(node) for node in tree)


def _written(node: Node) -> str:
    """`node` as text, with a backslash wherever a sign would mean something else."""
    match node:
        case Words():
            return _escaped_words(node.text)
        case Blank():
            return BLANK
        case Link():
            return f"@{node.name}@"
        case Nested():
            return f".{node.name}"
        case Choice():
            choices = [_escaped(choice) for choice in node.choices]
            if node.several and len(choices) > 1:
                choices[-1] = f"{node.joined_by} {choices[-1]}"
            mark = " ?" if node.optional else ""
            plus = "+" if node.several else ""
            return f"{{{plus}{_escaped(node.label)}: {' | '.join(choices)}{mark}}}"
        case _:
            raise TypeError(node)


def _escaped(part: str) -> str:
    """A label or choice with a backslash before every sign that may mean something in a list."""
    return re.sub(r"[\\*@{}|?:]", r"\\\g<0>", part)


def _escaped_words(text: str) -> str:
    """Plain text with a backslash before every sign that may mean something in a phrase."""
    escaped = re.sub(r"[\\{}*@]", r"\\\g<0>", text)
    return re.sub(r"(^|[\s(\[“‘\"'])\.(?=[A-Za-z])", r"\1\\.", escaped)

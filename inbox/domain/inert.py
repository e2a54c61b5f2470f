"""Foreign text made harmless before it is shown: nothing in it hides, reorders, stacks up or runs on.

Every replaced code point stays one code point, so that the spans of red flags keep their places.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST_SHOWN: Final = 6_000
"""Code points of one message that are shown at once; the rest unfolds when asked for."""
LONGEST_EVER: Final = 200_000
"""What lies beyond is never laid out: it could stop the program."""

_SIGN = "\N{REPLACEMENT CHARACTER}"
_HIDDEN = (
    *(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)),
    *range(0x7F, 0xA0),  # controls
    0x00AD,  # soft hyphen
    *(0x061C, 0x200E, 0x200F),  # marks of direction
    *range(0x202A, 0x202F),  # embeddings and overrides of direction
    *range(0x2066, 0x206A),  # isolates
    *(0x200B, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF),  # of no width
    *range(0xD800, 0xE000),  # halves of characters
    *range(0xFDD0, 0xFDF0),  # no characters, used inside Qt
    *(0xFFF9, 0xFFFA, 0xFFFB, 0xFFFC),
    *range(0xE0000, 0xE0080),  # tags
)
_TABLE: Final = dict.fromkeys(_HIDDEN, _SIGN) | {0x2028: "\n", 0x2029: "\n", 0x85: "\n"}
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_STACKED: Final = re.compile(f"(?<=[{_MARKS}]{{3}})[{_MARKS}]+")
_ENDLESS: Final = re.compile(r"\S{1000}(?=\S)")
_RETURN: Final = re.compile(r"\r(?=\n)")


def inert(text: str) -> str:
    """`text` for the screen, as many code points long as it was."""
    shown = _RETURN.sub(" ", text).replace("\r", "\n").translate(_TABLE)
    return _STACKED.sub(lambda found: _SIGN * len(found[0]), shown)


def plain(text: str) -> str:
    """`text` for a field whose words leave: what hides or reorders is gone, not only shown."""
    return inert(text).replace(_SIGN, "")


def broken_up(text: str) -> str:
    """`text` with a new line in runs longer than any word, whose layout would take seconds."""
    return _ENDLESS.sub("\\g<0>\n", text)


def one_line(text: str, most: int = 200) -> str:
    """A name, title or subject: inert, on one line, at most `most` code points."""
    shown = " ".join(inert(text[: 4 * most]).split())
    return shown if len(shown) <= most else shown[: most - 1] + "…"

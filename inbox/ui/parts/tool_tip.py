"""What is said when the pointer rests on something: plain words, whatever stands in them."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QWidget

from inbox.domain.inert import inert


def says_on_hover(widget: QWidget, words: str) -> None:
    """Have `widget` say `words` in its tool tip; empty: nothing.

    Qt takes a tool tip for markup as soon as it looks like it, and markup may name pictures and links. So
    what could look like it is written as markup that says the very same words.
    """
    shown = inert(words)
    widget.setToolTip(f"<span>{escape(shown)}</span>" if "<" in shown else shown)

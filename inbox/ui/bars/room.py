"""Who may stay in a bar that is too narrow for all: the most important first, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget


def share_out(row: QHBoxLayout, width: int, needed: int, others: Sequence[QWidget]) -> None:
    """Of `width` pixels, `needed` are spoken for; show those of `others` that fit in what is left of `row`.

    `others` come in the order of their worth. Only what is shown or hidden changes.
    """
    margins = row.contentsMargins()
    left = width - needed - margins.left() - margins.right()
    for other in others:
        wide = max(other.sizeHint().width(), other.minimumWidth()) + row.spacing()
        other.setVisible(wide <= left)
        left -= wide if wide <= left else 0

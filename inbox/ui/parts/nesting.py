"""Layouts within layouts, so that nobody is left behind who answers for something else later.

When a filled layout is put into another, PySide makes a wrapper of each of its items. Qt frees such items
without a word (when their widget goes, for one), and a wrapper left behind then answers for whatever object
gets its address next: a document was once taken for an item of a layout. So the wrappers are let go of at
once; a test sees to it that no layout is nested in any other way.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QBoxLayout, QLayout


def nest(inner: QLayout, outer: QBoxLayout, stretch: int = 0) -> None:
    """Put `inner` at the end of `outer`."""
    outer.addLayout(inner, stretch)
    _let_go(inner)


def nest_at(place: int, inner: QLayout, outer: QBoxLayout) -> None:
    """Put `inner` into `outer`, before what is at `place`."""
    outer.insertLayout(place, inner)
    _let_go(inner)


def _let_go(layout: QLayout) -> None:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if isinstance(item, QLayout):
            _let_go(item)
        elif item is not None:
            shiboken6.invalidate(item)

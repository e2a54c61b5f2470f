"""While something is worked out or published, its page waits: nothing is chosen, written or closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inbox.ui.overlays.key_bar import KeyBar
from inbox.ui.overlays.overlay import Overlay


class UnderWay:
    """One thing at a time on a page. However it ends, the page is as it was, and the keyboard there again."""

    def __init__(self, page: Overlay, foot: KeyBar, parts: Sequence[QWidget]) -> None:
        """`foot` says what is under way; `parts` answer to nothing meanwhile."""
        self._page = page
        self._foot = foot
        self._parts = parts
        self.busy = False

    @contextmanager
    def __call__(self, told: str = "") -> Iterator[None]:
        """Something is under way, which `told` says."""
        page = self._page
        before = page.focusWidget() or page.first()
        self.busy = True
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._foot.remark(told)
        self._enable(False)
        try:
            yield
        finally:
            self.busy = False
            self._foot.remark("")
            self._enable(True)
            if page.is_open:
                before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enable(self, yes: bool) -> None:
        for part in self._parts:
            part.setEnabled(yes)

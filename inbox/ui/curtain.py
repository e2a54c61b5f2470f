"""What of this program is not its window: put away when it locks, and kept from coming up behind the lock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from inbox.ui import copied


class Curtain(QObject):
    """Knows no page: whoever draws it shows what may be seen in `window`."""

    def __init__(self, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._drawn = False

    def draw(self) -> None:
        """Close menus, lists that hang down, questions of the system, tooltips; forget what was copied."""
        QToolTip.hideText()
        for other in self._others():
            other.close()
        copied.forget()
        if not self._drawn:
            self._drawn = True
            _application().installEventFilter(self)

    def open(self) -> None:
        """Whatever comes up may be seen again."""
        if self._drawn:
            self._drawn = False
            _application().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window that comes up meanwhile never reaches the screen: something begun before has made it."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and self._hides(watched):
            watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            QTimer.singleShot(0, watched, watched.close)
        return False

    def _others(self) -> list[QWidget]:
        return [one for one in QApplication.topLevelWidgets() if one.isVisible() and self._hides(one)]

    def _hides(self, widget: QWidget) -> bool:
        """Whether it is a window of this person's work, or one that came up over such a one: what belongs to
        another window stays."""
        if not widget.isWindow() or widget is self._window:
            return False
        parent = widget.parentWidget()
        while parent is not None and (above := parent.window()) is not self._window:
            if (parent := above.parentWidget()) is None:
                return False
        return True


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application

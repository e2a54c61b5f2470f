"""The live tab: pools, people and the day, as they stand now."""

from inbox.ui.board.live.tab import LiveTab

__all__ = ["LiveTab"]

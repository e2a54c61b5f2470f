"""The measures tab: what finished work took, with the definition of each measure beside it."""

from inbox.ui.board.measures.tab import MeasuresTab

__all__ = ["MeasuresTab"]

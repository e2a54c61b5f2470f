"""The rebalance tab: `tab` shows and edits a proposal, `loads` draws it, `applying` does it."""

from inbox.ui.board.rebalance.tab import RebalanceTab

__all__ = ["RebalanceTab"]

"""The commands of the rebalance tab, which is made when the board first shows it."""

from __future__ import annotations

from collections.abc import Callable

from inbox.domain.errors import Refused
from inbox.domain.words import tr
from inbox.ui.board.rebalance.tab import RebalanceTab
from inbox.ui.board.tab import BoardTab
from inbox.ui.conductor import Conductor


class RebalanceActs:
    """They mean something only while the tab is in front (`front` gives the one that is)."""

    def __init__(self, conductor: Conductor, front: Callable[[], BoardTab | None]) -> None:
        self._front = front
        for command, act in {
            "rebalance.propose": RebalanceTab.propose,
            "rebalance.drop": RebalanceTab.drop,
            "rebalance.person": RebalanceTab.other_person,
            "rebalance.spare": RebalanceTab.spare,
            "rebalance.apply": RebalanceTab.apply,
        }.items():
            conductor.on(command, lambda _press, act=act: act(self._tab()), off=self._off)  # type: ignore[misc]

    def _tab(self) -> RebalanceTab:
        tab = self._front()
        if not isinstance(tab, RebalanceTab):
            raise Refused(self._off())
        return tab

    def _off(self) -> str:
        there = isinstance(self._front(), RebalanceTab)
        return "" if there else tr("Open the board’s rebalance tab first.")

"""A second clinician signs the red-flag rules that a supervisor has proposed."""

from __future__ import annotations

import asyncio
from functools import cached_property

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inbox.domain.errors import InboxError, Refused
from inbox.domain.signing import Proposal, demand_signer
from inbox.domain.words import tr
from inbox.queries import site_kit
from inbox.shortcuts.site_file import problems
from inbox.ui.conductor import Conductor
from inbox.ui.desk import Desk, Tone
from inbox.ui.overlays.signing import SigningPage
from inbox.ui.rule_effects import rule_effects


class SigningActs(QObject):
    """Answers to `rules.sign`, and to what is asked for on its page."""

    def __init__(
        self, desk: Desk, conductor: Conductor, window: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._conductor, self._window = desk, conductor, window
        conductor.on("rules.sign", lambda _press: self._look(), self._why_not)

    @cached_property
    def page(self) -> SigningPage:
        """Made when it is first asked for; most days nobody does."""
        page = SigningPage(self._desk, self._window)
        page.sign.connect(lambda one: self._conductor.follow(self._sign(one), refused=page.say))
        return page

    def _why_not(self) -> str:
        waits = site_kit.proposed(self._desk.reader)
        return "" if waits is not None else tr("No red-flag rules wait to be signed.")

    async def _look(self) -> None:
        """Show what waits, then what it would find."""
        desk, waits = self._desk, site_kit.proposed(self._desk.reader)
        if waits is None:
            raise Refused(self._why_not())
        demand_signer(waits, desk.actor)
        held = desk.kit_file(waits.file.part)
        page, body = self.page, waits.file.body
        if page.busy:
            return
        page.open(waits, held.body if held else b"")
        try:
            with page.under_way(tr("Trying them on the messages kept here…")):
                if wrong := await asyncio.to_thread(problems, waits.file.part, tr("They"), body, desk.now()):
                    raise Refused(wrong[0])
                told = await asyncio.to_thread(rule_effects, desk, held.body if held else None, body)
        except InboxError as why:
            page.say(str(why))
            raise
        page.show_effect(told)

    async def _sign(self, proposal: Proposal) -> None:
        """Sign it, in the name of whoever sits here."""
        page = self.page
        if page.busy:
            return
        with page.under_way(tr("Signing…")):
            await asyncio.wrap_future(self._desk.sync.sign(proposal))
        page.close_up()
        told = tr(
            "Version {version} of the red-flag rules holds: signed by you.", version=proposal.file.version
        )
        self._desk.say(told, Tone.GOOD)

"""Which red-flag rules are in force here: the shipped ones with the site's, made ready beside the window.

Reading and compiling them takes half a second, so a thread does it once the list is on screen, and again
whenever the site publishes others. Open work that was last read by other rules is then read again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from functools import cached_property, partial
from typing import TYPE_CHECKING

from inbox import diary
from inbox.domain import resources
from inbox.domain.changes import Changes
from inbox.domain.errors import InboxError
from inbox.domain.lookout import Lookout, RulesInForce
from inbox.domain.site_kit import KitFile, Part
from inbox.domain.words import tr
from inbox.queries import patient
from inbox.store.store import Store

if TYPE_CHECKING:
    from inbox.domain.red_flags import Rules

READ_BY = "open work read by red-flag rules"
"""The name of the note that says by which version."""


class FlagRules:
    """Gives `lookout` its rules.

    `published` gives the site's file of a part, if there is one, on the calling thread; `tell` hears, on the
    thread of the rules, that others are in force.
    """

    def __init__(
        self,
        lookout: Lookout,
        store: Store,
        published: Callable[[Part], KitFile | None],
        tell: Callable[[Changes], None],
    ) -> None:
        self._lookout = lookout
        self._store = store
        self._published = published
        self._tell = tell
        self.tried = threading.Event()
        """Set once there are rules, or it is known that there are none."""
        self._asked = threading.Event()
        self._ends = False
        self._thread = threading.Thread(target=self._work, name="flag-rules", daemon=True)

    def start(self) -> None:
        """Make them ready."""
        self._asked.set()
        self._thread.start()

    def look_again(self) -> None:
        """Any thread: the site may have published others."""
        self._asked.set()

    def stop(self) -> None:
        """End, before the store does."""
        self._ends = True
        self._asked.set()
        self.tried.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        while self._asked.wait() and not self._ends:
            self._asked.clear()
            try:
                self._make_ready()
            except (InboxError, CancelledError):
                diary.note("flags.not-ready")  # the store has said what is the matter with it
            except Exception as error:  # noqa: BLE001 - stored flags still count, and the banner says it
                diary.mistake("flags.rules", error)
                self._in_force(RulesInForce("", "none", (tr("They could not be read."),)))
            finally:
                self.tried.set()

    def _make_ready(self) -> None:
        """Put the newest rules in force, and have read again what was read by others."""
        # not on the way to the first picture
        from inbox.domain.red_flags import forget_wordings, rules_in_force, scan

        published = self._published(Part.RED_FLAGS)
        valid = self._store.last_valid(Part.RED_FLAGS)
        newest = published.body if published else None
        file = (
            tr("Red-flag rules of the site, version {version}", version=published.version)
            if published
            else ""
        )
        found = rules_in_force(self._shipped, file, newest, valid)
        if newest is not None and found.source == "site" and newest != valid:
            self._store.keep_valid(Part.RED_FLAGS, newest)
        rules = found.rules
        if rules.version != self._lookout.in_force.version:
            rules.ready  # noqa: B018 - compiled here, so that no message waits for it
            forget_wordings()
            self._lookout.know_births(patient.births(self._store.reader()))
            self._lookout.use(RulesInForce(rules.version, found.source, found.problems), partial(scan, rules))
            self.tried.set()
            self._read_again(rules.version)
        self._in_force(RulesInForce(rules.version, found.source, found.problems))

    @cached_property
    def _shipped(self) -> Rules:
        from inbox.domain.red_flags import read_folder

        return read_folder(resources.path("red_flags"))

    def _read_again(self, version: str) -> None:
        """All open work where it was read by other rules, else what was looked at before there were any."""
        early = self._lookout.seen_early()
        if self._store.note(READ_BY) == version.encode():
            if early:
                self._store.reproject(early).result()
            return
        self._store.reproject().result()
        self._store.keep_note(READ_BY, version.encode()).result()
        diary.note("flags.open-work-read")

    def _in_force(self, rules: RulesInForce) -> None:
        self._lookout.in_force = rules
        self._tell(Changes(kit=True))

"""The patients, while staff works: each reply of the clinic is answered once, as the portal posts it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from tests.journeys.portal_process import Json, PortalProcess, moment

THANKS = "Thank you, that helps."
_SOON = timedelta(milliseconds=1)
_LOOK_EVERY = 1.0


class Patients:
    """They write by the portal's own hand: a message, and the work that the portal makes of it."""

    def __init__(self, portal: PortalProcess) -> None:
        self._portal = portal
        self._answered: set[str] = set()
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._live)
        self.trouble: Exception | None = None

    def adds(self, thread: str, text: str) -> str:
        """More words to a question that is still open: they join it. Gives the message."""
        last = max(moment(one["sent"]) for one in self._of(thread))
        return str(self._writes(thread, text, max(last + _SOON, self._portal.now()))["id"])

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """They have written enough. Raises what kept them from it."""
        self._enough.set()
        self._thread.join()
        if self.trouble is not None:
            raise self.trouble

    def _live(self) -> None:
        try:
            while not self._enough.wait(_LOOK_EVERY):
                self._answer_all()
            self._answer_all()
        except Exception as error:  # noqa: BLE001 - raised where they are ended
            self.trouble = error

    def _answer_all(self) -> None:
        for reply in self._portal.written_here():
            if reply["id"] not in self._answered:
                self._answered.add(reply["id"])
                self._answer(reply)

    def _answer(self, reply: Json) -> None:
        thread = reply["partOf"][0]["reference"]
        made = self._writes(thread, THANKS, moment(reply["sent"]) + _SOON)
        tasks = [one for one in self._portal.all("Task") if one["focus"]["reference"] == thread]
        before = next(one for one in tasks if "partOf" not in one)
        pool = next(one for one in before["input"] if _code(one) == "pool")
        trigger = next(one for one in before["input"] if _code(one) == "triggering-message")
        self._portal.registered(
            {
                "resourceType": "Task",
                "id": f"task-of-{made['id']}",
                "identifier": [
                    {**before["identifier"][0], "value": f"{thread.partition('/')[2]}#{made['id']}"}
                ],
                "status": "requested",
                "intent": "order",
                "code": before["code"],
                "focus": {"reference": thread},
                "for": before["for"],
                "authoredOn": made["sent"],
                "requester": made["sender"],
                "owner": pool["valueReference"],
                "input": [pool, {**trigger, "valueReference": {"reference": f"Communication/{made['id']}"}}],
            }
        )

    def _writes(self, thread: str, text: str, sent: datetime) -> Json:
        """In the name of whoever wrote in the conversation before."""
        theirs = [one for one in self._of(thread) if one["sender"]["reference"].startswith("Patient/")]
        last = theirs[-1]
        kept = {name: last[name] for name in ("partOf", "subject", "sender", "recipient", "category")}
        name = f"{thread.partition('/')[2]}-word-{len(theirs) + 1}"
        return self._portal.registered(
            {
                "resourceType": "Communication",
                "id": name,
                "status": "completed",
                "sent": sent.isoformat(timespec="milliseconds"),
                "payload": [{"contentString": text}],
                **kept,
            }
        )

    def _of(self, thread: str) -> list[Json]:
        part = {"reference": thread}
        return [one for one in self._portal.all("Communication") if part in one.get("partOf", [])]


@contextmanager
def patients_of(portal: PortalProcess) -> Iterator[Patients]:
    """They write until the end of the block."""
    patients = Patients(portal)
    patients.begin()
    try:
        yield patients
    finally:
        patients.end()


def _code(part: Json) -> str:
    return str(part["type"]["coding"][0]["code"])

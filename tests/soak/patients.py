"""Patients who write: new conversations with their work, and more words in old ones."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import Any

import httpx

from tests.faults.small_clinic import POOL
from tests.sync.clinic import PATIENTS

MORE = 0.1
"""Of the messages, those that add to a conversation there is already."""
WORDS = (
    "since Monday my knee has been stiff in the morning and the cream that helped before does not help now"
)

Json = dict[str, Any]


class Patients:
    """Writes to the portal in the patients' names."""

    def __init__(self, portal: str, token: str, seed: int) -> None:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/fhir+json"}
        self._http = httpx.Client(base_url=portal, headers=headers, trust_env=False, timeout=60)
        self._chance = Random(seed)
        self._threads: list[tuple[str, Json]] = []
        self.written = 0

    def close(self) -> None:
        self._http.close()

    def write(self) -> None:
        """One message, somewhere."""
        if self._threads and self._chance.random() < MORE:
            thread, subject = self._chance.choice(self._threads)
            self._post("/Communication", self._message(thread, subject))
        else:
            self._begin({"reference": f"Patient/p{self._chance.randrange(PATIENTS)}"})
        self.written += 1

    def _begin(self, subject: Json) -> None:
        """A header, a message and the work it makes, at once."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        header = {
            "resourceType": "Communication",
            "status": "in-progress",
            "subject": subject,
            "sender": subject,
            "recipient": [{"reference": POOL}],
            "topic": {"text": f"Question {self.written}"},
            "sent": now,
        }
        pool = {"coding": [{"system": "https://elsewhere.example/task-input", "code": "pool"}]}
        task = {
            "resourceType": "Task",
            "status": "requested",
            "intent": "order",
            "focus": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000001"},
            "for": subject,
            "authoredOn": now,
            "owner": {"reference": POOL},
            "input": [{"type": pool, "valueReference": {"reference": POOL}}],
        }
        message = self._message("urn:uuid:00000000-0000-4000-8000-000000000001", subject)
        entries: list[Json] = [
            {"request": {"method": "POST", "url": one["resourceType"]}, "resource": one}
            for one in (header, message, task)
        ]
        entries[0]["fullUrl"] = "urn:uuid:00000000-0000-4000-8000-000000000001"
        made = self._post("", {"resourceType": "Bundle", "type": "transaction", "entry": entries})
        self._threads.append((f"Communication/{_id_in(made['entry'][0])}", subject))

    def _message(self, thread: str, subject: Json) -> Json:
        words = WORDS.split()
        self._chance.shuffle(words)
        return {
            "resourceType": "Communication",
            "status": "completed",
            "partOf": [{"reference": thread}],
            "subject": subject,
            "sender": subject,
            "sent": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "payload": [{"contentString": " ".join(words) + f" ({self.written})."}],
        }

    def _post(self, path: str, body: Json) -> Json:
        answered: Json = self._http.post(path, json=body).raise_for_status().json()
        return answered


def _id_in(entry: Json) -> str:
    return str(entry["response"]["location"]).partition("Communication/")[2].partition("/")[0]

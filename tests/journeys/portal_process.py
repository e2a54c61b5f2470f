"""The real portal as a process of its own: started, stopped, started again, made to misbehave, looked into.

What it holds is read without any code of the program under test.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
OPERATION = "https://example.org/inbox/operation"
PATIENCE = 20

Json = dict[str, Any]


class PortalProcess:
    """One portal on one database; after a stop it comes back at the same address."""

    def __init__(self, database: Path, profile: str = "plain", ahead: timedelta = timedelta()) -> None:
        """`profile`: how strict it is, see `portal.profile`. `ahead`: of this computer's clock."""
        self._database = database
        self._profile = profile
        self.ahead = ahead
        """How far its clock is ahead from the next start on."""
        self._process: subprocess.Popen[str] | None = None
        self._port = 0
        self.address = ""
        """Of its FHIR interface."""
        self._http = httpx.Client(trust_env=False, timeout=PATIENCE)

    @property
    def runs(self) -> bool:
        return self._process is not None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Serve; returns when it answers."""
        process = subprocess.Popen(
            [
                sys.executable, "-m", "portal", "--port", str(self._port), "--test-mode",
                "--database", f"sqlite:///{self._database}", "--arrivals-per-hour", "0",
                "--profile", self._profile, "--clock-offset", str(self.ahead.total_seconds()),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        assert process.stdout is not None
        said = process.stdout.readline()
        if not said.startswith("Portal: "):
            process.kill()
            process.wait()
            raise RuntimeError(f"the portal did not start: {said!r}")
        self._process = process
        self.address = said.removeprefix("Portal: ").strip()
        self._port = httpx.URL(self.address).port or 0
        self._root = str(httpx.URL(self.address).copy_with(path=""))

    def now(self) -> datetime:
        """By its own clock."""
        return datetime.now(UTC) + self.ahead

    def stop(self) -> None:
        """Gone from the network, its database kept."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._is_gone(self._process)

    def kill(self) -> None:
        """kill -9, in the middle of whatever it does."""
        assert self._process is not None
        self._process.kill()
        self._is_gone(self._process)

    def _is_gone(self, process: subprocess.Popen[str]) -> None:
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
        self._process = None

    def close(self) -> None:
        self.stop()
        self._http.close()

    # What it holds

    def all(self, kind: str) -> list[Json]:
        """Every resource of a type, in the order in which the portal came by its present version.

        What one transaction brought has one time there; messages of it stand in the order of sending.
        """
        found: list[Json] = self._http.get(f"{self._root}/test/dump/{kind}").raise_for_status().json()
        return sorted(found, key=lambda one: (str(one["meta"]["lastUpdated"]), str(one.get("sent"))))

    def task(self, item: str) -> Json:
        """The work item `Task/…`."""
        return next(one for one in self.all("Task") if f"Task/{one['id']}" == item)

    def owner(self, item: str) -> str:
        return str(self.task(item).get("owner", {}).get("reference", ""))

    def status(self, item: str) -> str:
        return str(self.task(item)["status"])

    def due(self, item: str) -> str:
        return str(self.task(item).get("restriction", {}).get("period", {}).get("end", ""))

    def replies(self, thread: str) -> list[str]:
        """What was written with the program in a conversation, in the order of arrival."""
        return [text for where, text in self.all_replies() if where == thread]

    def all_replies(self) -> list[tuple[str, str]]:
        """The thread and the text of all that was written with the program, in the order of arrival."""
        return [(one["partOf"][0]["reference"], text_of(one)) for one in self.written_here()]

    def written_here(self) -> list[Json]:
        """The messages that the program made, in the order in which the patients see them."""
        found = self.all("Communication")
        ours = [one for one in found if any(m["system"] == OPERATION for m in one.get("identifier", []))]
        return sorted(ours, key=lambda one: str(one["sent"]))

    def registered(self, body: Json) -> Json:
        """Create or update a resource as another system of the clinic does; gives it as it is then."""
        sent = self._http.post(f"{self._root}/test/registered", json=body)
        done: Json = sent.raise_for_status().json()
        return done

    # How it misbehaves

    def fault(self, action: str, **rule: object) -> None:
        self._http.post(f"{self._root}/test/faults", json={"action": action, **rule}).raise_for_status()

    def struck(self) -> int:
        """How often faults have struck so far."""
        return sum(rule["hits"] for rule in self._http.get(f"{self._root}/test/faults").json())

    def no_faults(self) -> None:
        self._http.delete(f"{self._root}/test/faults").raise_for_status()


def moment(written: str) -> datetime:
    """An instant as FHIR writes it."""
    return datetime.fromisoformat(written)


def text_of(message: Json) -> str:
    return str(message["payload"][0]["contentString"])

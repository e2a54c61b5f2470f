"""The contract suite against the sandbox portal, signed in as people do."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import msgspec
import pytest

from portal.running import Running
from tests.contract.asked import Asked
from tests.contract.asked import asked as read_asked
from tests.contract.finding import Verdict
from tests.contract.report import Report, as_json, table
from tests.contract.run import run
from tests.contract.sandbox import clinic, sandbox, settings
from tests.portal.visiting import Launch

SENDING = ("Several writes", "Claim, reply", "last moment", "The answer is lost", "(429)")
DELETING = ("delete", "History", "Provenance", "Claim, reply")


def tried(kind: str, *only: str) -> Report:
    with sandbox(kind, Asked(only=only)) as asked:
        return asyncio.run(run(asked))


def otherwise(report: Report) -> dict[str, str]:
    """The checks that do not simply hold."""
    verdicts = {line.name: line.finding.verdict for line in report.lines}
    return {name: str(verdict) for name, verdict in verdicts.items() if verdict is not Verdict.HOLDS}


def test_on_a_plain_server_everything_holds() -> None:
    report = tried("plain")
    assert otherwise(report) == {
        "An update of what was deleted": "not offered",
        "Ids of our own": "not offered",
    }
    assert (report.status, len(report.lines) > 60) == (0, True)
    assert report.how == "SMART standalone launch with PKCE"


def test_on_a_strict_server_everything_that_is_relied_on_holds() -> None:
    report = tried("strict")
    assert otherwise(report) == {
        "History and tombstones": "not offered",
        "An update of what was deleted": "not offered",
        "Ids of our own": "not offered",
        "Attachments": "missing",
    }
    assert report.status == 0


def test_transactions_that_are_none_are_told_of_and_coped_with() -> None:
    report = tried("piecemeal", *SENDING)
    assert {"Several writes as one", "A busy server (429)"} <= {line.name for line in report.lines}
    assert otherwise(report) == {"Several writes as one": "missing"}, table(report)


def by_token(portal: Running, login: str, url: str = "", **asked: object) -> Asked:
    token = Launch(portal).tokens(login)["access_token"]
    said = {"url": url or portal.base_url, "token": token, "practitioner": f"Practitioner/{login}"}
    return msgspec.convert({**said, **asked}, Asked)


@pytest.mark.parametrize("kind", ["plain", "strict"])
def test_whoever_may_delete_leaves_nothing_behind(kind: str) -> None:
    with Running(settings(kind), make_clinic=clinic) as portal:
        report = asyncio.run(run(by_token(portal, "sara", only=list(DELETING))))
    assert report.status == 0, table(report)
    assert otherwise(report) == ({} if kind == "plain" else {"History and tombstones": "not offered"})
    assert not [what for what in report.stays if what.startswith(("Task", "Communication"))]


def test_nobody_signs_in_with_a_wrong_password() -> None:
    with sandbox("plain", Asked()) as asked:
        report = asyncio.run(run(msgspec.structs.replace(asked, password="wrong")))
    assert report.status == 1
    assert [line.finding.words for line in report.lines] == ["The page answered 403."]


def test_where_nobody_answers_one_line_says_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and never listens
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/fhir/R4"
        report = asyncio.run(run(Asked(url=url, token="any", practitioner="Practitioner/1")))
    assert (report.status, [line.name for line in report.lines]) == (1, ["Beginning at all"])
    assert "could not be reached" in table(report)


def test_what_is_asked_stands_in_options_and_secrets_in_the_environment() -> None:
    secret = {"CONTRACT_CLIENT_SECRET": "hush", "CONTRACT_CLIENT_ID": "theirs"}
    found = read_asked(["--url", "https://portal.example/R4/", "--client-id", "ours"], secret)
    assert (found.url, found.client_id, found.client_secret) == ("https://portal.example/R4", "ours", "hush")
    assert found.sandbox == ()
    assert "hush" not in repr(found)
    assert read_asked([], {}).sandbox == ("plain", "strict", "piecemeal")
    with pytest.raises(SystemExit):
        read_asked(["--url", "https://portal.example/R4"], {})


def test_the_report_is_a_table_for_people_and_json_for_machines() -> None:
    report = tried("plain", "Who it is", "Ids of our own")
    told = table(report)
    assert "Ids of our own" in told and "not offered" in told
    assert told.endswith("All that the program relies on holds.")
    [kept] = msgspec.json.decode(as_json([report]))
    assert kept["status"] == 0
    assert [line["finding"]["verdict"] for line in kept["lines"]] == ["holds", "not offered"]


def test_a_site_file_goes_before_what_the_server_says(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text("[server]\ntransactions = false\nconditional_create = false\n")
    only = ("Claim, reply and close", "inside a Bundle", "The request is lost", "arrives late")
    with sandbox("plain", Asked(only=only, profile=site)) as asked:
        report = asyncio.run(run(asked))
    assert len(report.lines) == 4
    assert otherwise(report) == {
        "A busy server inside a Bundle": "not offered",
        "It arrives late": "missing",
    }, table(report)

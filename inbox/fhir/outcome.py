"""The server's refusals in words: OperationOutcome, or the bare HTTP status where there is none."""

from __future__ import annotations

import re

import msgspec

from inbox.domain import typed
from inbox.domain.inert import one_line
from inbox.domain.words import tr

LONGEST = 400
"""Characters of a server's own text that are shown; some servers send whole stack traces."""


_ENTRY = re.compile(r"Bundle\.entry\[(\d{1,4})\]")


class _Text(msgspec.Struct):
    text: str = ""


class _Issue(msgspec.Struct):
    severity: str = ""
    code: str = ""
    details: _Text = msgspec.field(default_factory=_Text)
    diagnostics: str = ""
    expression: list[str] = []
    location: list[str] = []


class _OperationOutcome(msgspec.Struct):
    issue: list[_Issue] = []


_decoder = typed.decoder(_OperationOutcome)


def in_words(body: bytes, status: int) -> str:
    """What the server said, issue by issue; where it said nothing, what the status means."""
    said = [text for issue in _issues(body) if (text := _said(issue))]
    return _cut(" ".join(dict.fromkeys(said))) or _by_status(status)


def entries_named(body: bytes) -> frozenset[int]:
    """The bundle entries (from 0) that the issues name as `Bundle.entry[n]`."""
    paths = (path for issue in _issues(body) for path in (*issue.expression, *issue.location))
    return frozenset(
        int(m.group(1)) for path in paths if (m := re.match(r"Bundle\.entry\[(\d{1,4})\]", path))
    )


def _issues(body: bytes) -> list[_Issue]:
    """The issues in `body`, none when it is an HTML page, empty, or anything else."""
    if not body.lstrip().startswith(b"{"):
        return []
    try:
        issues = _decoder.decode(body).issue
    except msgspec.DecodeError:
        return []
    return [i for i in issues if i.severity != "information"] or issues


def _said(issue: _Issue) -> str:
    return (issue.details.text or issue.diagnostics).strip() or _by_code(issue.code)


def _cut(text: str) -> str:
    return one_line(text, LONGEST)


def _by_code(code: str) -> str:
    """Words for the issue types of http://hl7.org/fhir/R4/valueset-issue-type.html that reach people."""
    words = {
        "login": tr("The server wants you to sign in again."),
        "expired": tr("The server wants you to sign in again."),
        "forbidden": tr("You are not allowed to do this on the server."),
        "suppressed": tr("The server keeps this back from you."),
        "not-found": tr("The server no longer has this, or you may no longer see it."),
        "deleted": tr("It has been deleted on the server."),
        "conflict": tr("A colleague changed it first."),
        "duplicate": tr("The server already has this."),
        "multiple-matches": tr("The server has more than one of this."),
        "too-costly": tr("The server finds this too much at once."),
        "too-long": tr("It is too long for the server."),
        "not-supported": tr("This server does not offer that."),
        "business-rule": tr("A rule of the server does not allow it."),
        "throttled": tr("The server is busy."),
    }
    return words.get(code, "")


def _by_status(status: int) -> str:
    words = {
        400: tr("The server did not understand the request."),
        401: tr("The server wants you to sign in again."),
        403: tr("You are not allowed to do this on the server."),
        404: tr("The server no longer has this, or you may no longer see it."),
        405: tr("This server does not offer that."),
        409: tr("A colleague changed it first."),
        410: tr("It has been deleted on the server."),
        412: tr("A colleague changed it first."),
        413: tr("It is too large for the server."),
        422: tr("The server found the content not acceptable."),
        429: tr("The server is busy."),
        503: tr("The server is busy."),
    }
    return words.get(status, tr("The server answered with error {status}.", status=status))

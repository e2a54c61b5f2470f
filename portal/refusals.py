"""How the portal says no: one exception, told to the client as an OperationOutcome in plain words."""

from typing import Any


class Refusal(Exception):
    """A request the portal will not carry out.

    `code` is from the R4 value set issue-type. `expression` points at the culprit, for example
    `Bundle.entry[3]` or `Task.status`. `diagnostics` is for people, so it names things as they were sent
    and never quotes the content of a resource.
    """

    def __init__(
        self,
        status: int,
        code: str,
        diagnostics: str,
        expression: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(diagnostics)
        self.status = status
        self.code = code
        self.diagnostics = diagnostics
        self.expression = expression
        self.headers = headers or {}

    def within(self, place: str) -> "Refusal":
        """The same refusal, placed in the bundle entry that caused it."""
        _, _, inside = (self.expression or "").partition(".")
        expression = f"{place}.resource.{inside}" if inside else place
        return Refusal(self.status, self.code, f"{place}: {self.diagnostics}", expression, self.headers)

    def outcome(self) -> dict[str, Any]:
        return outcome("error", self.code, self.diagnostics, self.expression)


def outcome(severity: str, code: str, diagnostics: str, expression: str | None = None) -> dict[str, Any]:
    """An OperationOutcome with one issue."""
    issue: dict[str, Any] = {"severity": severity, "code": code, "diagnostics": diagnostics}
    if expression:
        issue["expression"] = [expression]
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def invalid(diagnostics: str, expression: str | None = None) -> Refusal:
    return Refusal(400, "invalid", diagnostics, expression)


def unsupported(diagnostics: str) -> Refusal:
    return Refusal(400, "not-supported", diagnostics)


def not_found(diagnostics: str) -> Refusal:
    return Refusal(404, "not-found", diagnostics)


def gone(diagnostics: str) -> Refusal:
    return Refusal(410, "deleted", diagnostics)


def forbidden(diagnostics: str) -> Refusal:
    return Refusal(403, "forbidden", diagnostics)

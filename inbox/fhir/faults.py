"""How talking to a server goes wrong, beyond what the domain already names.

Offline
├── NoAnswer         the request left and no usable answer came: it may have been done
│   ├── ServerFailed     the server answered with a fault of its own (5xx)
│   └── Unreadable       an answer came that is not FHIR
│       └── TooLarge         or is larger than is taken in at once
└── Busy             the server asks to wait (429, 503); nothing was done
Refused
└── Declined         the server said no (4xx), with its reason
    ├── NotThere         404, 410: gone, never there, or not ours to see
    └── Changed          409, 412: somebody else was first
"""

from __future__ import annotations

from inbox.domain.errors import Offline, Refused


class NoAnswer(Offline):
    """The request left, no answer came. Look it up before sending it again."""

    def __init__(self, sentence: str, request: str = "") -> None:
        super().__init__(sentence)
        self.request = request


class ServerFailed(NoAnswer):
    """The server answered with a fault of its own."""

    def __init__(self, sentence: str, status: int, request: str = "") -> None:
        super().__init__(sentence, request)
        self.status = status


class Unreadable(NoAnswer):
    """An answer came that is too large, cut short, or not what was asked for."""


class TooLarge(Unreadable):
    """An answer came that is larger than is taken in at once."""


class Busy(Offline):
    """The server asks for patience; `retry_after` is in seconds, None where it does not say."""

    def __init__(self, sentence: str, retry_after: float | None, request: str = "") -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
        self.request = request


class Declined(Refused):
    """The server said no. Asking again will not help."""

    def __init__(self, sentence: str, status: int, request: str = "") -> None:
        super().__init__(sentence)
        self.status = status
        self.request = request


class NotThere(Declined):
    """Gone, never there, or not this person's to see: servers do not tell which."""


class Changed(Declined):
    """The version that was relied on is no longer the current one."""

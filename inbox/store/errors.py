"""Why the local copy could not be opened or a change to it could not be made, as a sentence.

InboxError
├── WrongKey   the key does not open this file
├── Broken     the file is damaged
├── TooNew     a newer version of the program wrote it
├── InUse      another window of this program has it open
└── Closed     it was asked for something after it had been closed
"""

from __future__ import annotations

from inbox.domain.errors import InboxError
from inbox.domain.words import tr


class WrongKey(InboxError):
    """The file is not readable with this key (SQLCipher cannot tell that from a damaged first page)."""

    def __init__(self) -> None:
        super().__init__(
            tr("The key on this computer does not open the saved inbox. Nothing was changed or deleted.")
        )


class Broken(InboxError):
    """SQLite found the file damaged."""

    def __init__(self) -> None:
        super().__init__(tr("The saved inbox is damaged. It can be loaded again from the server."))


class TooNew(InboxError):
    """Its schema is of a later version than this program knows; opening it could lose something."""

    def __init__(self) -> None:
        super().__init__(
            tr("A newer version of this program wrote the saved inbox. Please install the update.")
        )


class InUse(InboxError):
    """Another process holds the file."""

    def __init__(self) -> None:
        super().__init__(tr("This inbox is already open in another window on this computer."))


class Closed(InboxError):
    """The store has been closed."""

    def __init__(self) -> None:
        super().__init__(tr("The saved inbox is closed."))

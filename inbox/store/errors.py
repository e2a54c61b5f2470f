"""Why the local copy could not be opened or a change to it could not be made, as a sentence.

InboxError
├── WrongKey        the key does not open this file
├── Broken          the file is damaged
├── TooNew          a newer version of the program wrote it
├── InUse           another window of this program has it open
│   └── Occupied    another program holds it
├── Closed          it was asked for something after it had been closed
├── Ended           the thread that writes has come to an end by a mistake
└── NotKept         the disk did not take something
    ├── Full        there is no room left
    ├── Unwritable  the disk, the folder or the file may not be written
    ├── Gone        the file or its folder is not where it was
    └── DiskTrouble reading or writing failed for another reason
"""

from __future__ import annotations

from inbox.domain.errors import InboxError
from inbox.domain.words import mark, tr


class WrongKey(InboxError):
    """The file is whole and not readable with this key."""

    def __init__(self) -> None:
        super().__init__(
            tr("The key on this computer does not open the saved inbox. Nothing was changed or deleted.")
        )


class Broken(InboxError):
    """The file is damaged."""

    def __init__(self) -> None:
        super().__init__(
            tr("The saved inbox is damaged. What can still be read is rescued; the rest comes again.")
        )


class TooNew(InboxError):
    """Its schema is of a later version than this program knows; opening it could lose something."""

    def __init__(self) -> None:
        super().__init__(
            tr("A newer version of this program wrote the saved inbox. Please install the update.")
        )


class InUse(InboxError):
    """Another process holds the file."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or tr("This inbox is already open in another window on this computer."))


class Occupied(InUse):
    """A program that knows nothing of ours does: a backup, a virus scanner."""

    def __init__(self) -> None:
        super().__init__(
            tr("Another program is holding the saved inbox: a backup, perhaps. It is free again soon.")
        )


class Closed(InboxError):
    """The store has been closed."""

    def __init__(self) -> None:
        super().__init__(tr("The saved inbox is closed."))


class Ended(InboxError):
    """The thread that writes has ended by a mistake of ours: nothing more is kept until a new start."""

    def __init__(self) -> None:
        super().__init__(tr("Saving has stopped by a mistake in this program. This was not kept."))


class NotKept(InboxError):
    """Nothing was lost and nothing was changed: this one thing could not be written (or read) now."""

    why = ""
    """What is the matter with the disk, as a sentence."""

    def __init__(self, what: str = "") -> None:
        """`what`: what was asked for, where it has a name."""
        told = tr("Nothing was lost, but this was not kept.")
        if what:
            told = tr("Nothing was lost, but this was not kept: {what}.", what=what)
        super().__init__(f"{tr(self.why)} {told}")


class Full(NotKept):
    """No room."""

    why = mark("The disk of this computer is full.")


class Unwritable(NotKept):
    """No right to write: the disk is mounted for reading only, or the file belongs to somebody else."""

    why = mark("The saved inbox may not be written: its disk or folder is read-only.")


class Gone(NotKept):
    """The file was moved, or its folder is missing: a drive that is no longer connected."""

    why = mark("The folder of the saved inbox is missing.")


class DiskTrouble(NotKept):
    """The system reported a failure."""

    why = mark("The disk of this computer reports a fault.")

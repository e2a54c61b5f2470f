"""The verbs: one file each. `AnyOperation` is what the outbox stores."""

from inbox.domain.operations.ask_visit import AskVisit
from inbox.domain.operations.assign import Assign
from inbox.domain.operations.base import Operation, Problem, Stamp, Touch, Why
from inbox.domain.operations.claim import Claim
from inbox.domain.operations.comment import Comment
from inbox.domain.operations.complete import ANSWERED, NO_REPLY_NEEDED, RELEASED, WITH_REPLY, Complete
from inbox.domain.operations.conclude import Conclude
from inbox.domain.operations.dismiss_flag import DismissFlag
from inbox.domain.operations.dispose import Dispose
from inbox.domain.operations.escalate import Escalate
from inbox.domain.operations.hold import Hold
from inbox.domain.operations.keep_time import KeepTime
from inbox.domain.operations.prescribe import Prescribe
from inbox.domain.operations.put_back import PutBack
from inbox.domain.operations.raise_flag import RaiseFlag
from inbox.domain.operations.recall import Recall
from inbox.domain.operations.reclass import Reclass
from inbox.domain.operations.record_consent import RecordConsent
from inbox.domain.operations.redue import Redue
from inbox.domain.operations.release import Release
from inbox.domain.operations.reply import Reply
from inbox.domain.operations.route import Route
from inbox.domain.operations.send_to_records import SendToRecords
from inbox.domain.operations.snooze import Snooze
from inbox.domain.operations.split import Split
from inbox.domain.operations.sweep import Sweep
from inbox.domain.operations.take_back import TakeBack
from inbox.domain.operations.withdraw import Withdraw

AnyOperation = (
    AskVisit
    | Assign
    | Claim
    | Comment
    | Complete
    | Conclude
    | DismissFlag
    | Dispose
    | Escalate
    | Hold
    | KeepTime
    | Prescribe
    | PutBack
    | RaiseFlag
    | Recall
    | Reclass
    | RecordConsent
    | Redue
    | Release
    | Reply
    | Route
    | SendToRecords
    | Snooze
    | Split
    | Sweep
    | TakeBack
    | Withdraw
)

__all__ = [
    "ANSWERED",
    "NO_REPLY_NEEDED",
    "RELEASED",
    "WITH_REPLY",
    "AnyOperation",
    "AskVisit",
    "Assign",
    "Claim",
    "Comment",
    "Complete",
    "Conclude",
    "DismissFlag",
    "Dispose",
    "Escalate",
    "Hold",
    "KeepTime",
    "Operation",
    "Prescribe",
    "Problem",
    "PutBack",
    "RaiseFlag",
    "Recall",
    "Reclass",
    "RecordConsent",
    "Redue",
    "Release",
    "Reply",
    "Route",
    "SendToRecords",
    "Snooze",
    "Split",
    "Stamp",
    "Sweep",
    "TakeBack",
    "Touch",
    "Why",
    "Withdraw",
]

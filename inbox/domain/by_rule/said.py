"""What a rule did, in a few words for whoever reads the conversation."""

from __future__ import annotations

from inbox.domain.words import mark, tr

_SAID = {
    "return": mark("Came back from waiting for the patient"),
    "covered": mark("Went to whoever covers"),
    "cover-over": mark("Came back to the one it was covered for"),
    "breach": mark("Told: a promise was not kept"),
    "breach-over": mark("Word of the broken promise was closed"),
    "thanks": mark("Closed: it needed no answer"),
    "not-read": mark("Put on the list: our reply was not read"),
    "home-reading": mark("Put on the list: a home reading outside its band"),
    "routed": mark("Sent here by the site’s routing rules"),
    "read": mark("Taken off the list: our reply was read"),
}


def said(rule: str) -> str:
    """The words for `name@version`; of a rule that another program knows, its name."""
    words = _SAID.get(rule.partition("@")[0])
    return tr(words) if words else rule

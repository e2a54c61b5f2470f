"""What a nurse calls each kind of work."""

from __future__ import annotations

from inbox.domain.words import mark, tr

KIND_WORDS = {
    "medical-question": mark("Medical question"),
    "refill": mark("Refill"),
    "result-question": mark("Result question"),
    "result-release": mark("Result to release"),
    "referral": mark("Referral"),
    "form": mark("Form"),
    "scheduling": mark("Scheduling"),
    "billing": mark("Billing or records"),
    "questionnaire": mark("Questionnaire"),
    "home-monitoring": mark("Home readings"),
    "physician-review": mark("Physician review"),
    "call-now": mark("Call now"),
    "fyi": mark("FYI"),
    "breach": mark("Promise broken"),
    "not-read": mark("Reply not read"),
}


def kind_words(kind: str) -> str:
    """The name of a kind; one that nobody knows counts as a medical question."""
    return tr(KIND_WORDS.get(kind, KIND_WORDS["medical-question"]))

"""Whether the clinic answers this patient by message, in the banner: a word and a sign before colour."""

from __future__ import annotations

from inbox.domain.messaging.eligibility import Eligibility, Standing
from inbox.domain.words import tr
from inbox.ui.patient.facts import Line


def messaging_line(found: Eligibility) -> Line:
    """What the site's rule says, with the dates it follows from."""
    why = found.why[:1].lower() + found.why[1:].rstrip(".")
    match found.standing:
        case Standing.YES:
            return Line(tr("Can be messaged: {why}", why=why), role="text_2", icon="check")
        case Standing.NO:
            return Line(tr("Visit first: {why}", why=why), role="soon_text", bold=True, icon="calendar-plus")
        case Standing.UNKNOWN:
            return Line(tr("Messaging: {why}", why=why), role="text_2", icon="info")

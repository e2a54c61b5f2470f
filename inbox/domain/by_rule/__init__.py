"""What is done without a person: one module a rule, this table, and nothing else.

Any signed-in station does it, and exactly one of them has an effect: work is made under a name that
follows from what it is about, a change names the version it was decided on. None writes to a patient.
"""

from inbox.domain.by_rule import breach, cover, home, reading, thanks, waits
from inbox.domain.by_rule.base import Act, Case, Change, Known, Make, Rule

__all__ = ["HOME_READING", "RULES", "Act", "Case", "Change", "Known", "Make", "Rule"]

HOME_READING = "home-reading@1"
RULES = (
    Rule("return@1", waits.comes_back),
    Rule("covered@1", cover.is_handed_over),
    Rule("cover-over@1", cover.comes_back),
    Rule("breach-over@1", breach.is_over),
    Rule("breach@1", breach.is_told),
    Rule("thanks@1", thanks.is_closed),
    Rule("read@1", reading.is_read),
    Rule("not-read@1", reading.is_missed),
    Rule(HOME_READING, home.is_alarming),
)

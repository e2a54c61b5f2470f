"""Red flags: words in a patient's message that may mean danger.

An aid, not a diagnosis: that there is no flag never means that all is safe.

    rules = read_folder(folder)          (reading: resources/red_flags, checked)
    hits = scan(rules, subject, text)    (scanning: every hit with its rule and exact span)
    flags = [hit for hit in hits if hit.is_flag]

`wording` is the small language the rules are written in, `folding` makes messy typing comparable without
losing places, `context` tells a danger from its denial, its history or a question about it by the words in
`denial` and `cues`, `site` applies what a site adds or changes.
"""

from inbox.domain.red_flags.hit import FLAG_LEVELS, Hit, Level, Place
from inbox.domain.red_flags.reading import RulesError, read_folder, read_rules
from inbox.domain.red_flags.rules import Rules
from inbox.domain.red_flags.scanning import scan
from inbox.domain.red_flags.site import InForce, rules_in_force
from inbox.domain.red_flags.wording import forget_wordings

__all__ = [
    "FLAG_LEVELS",
    "Hit",
    "InForce",
    "Level",
    "Place",
    "Rules",
    "RulesError",
    "forget_wordings",
    "read_folder",
    "read_rules",
    "rules_in_force",
    "scan",
]

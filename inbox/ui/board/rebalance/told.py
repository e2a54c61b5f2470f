"""What a proposal means, in two sentences."""

from __future__ import annotations

from inbox.domain.rebalance.moves import Proposal
from inbox.domain.words import tr, trn


def told_of(proposal: Proposal) -> tuple[str, str]:
    """What becomes of it, and how good it is."""
    before, after = len(proposal.before.late), len(proposal.after.late)
    if not proposal.moves:
        return (
            tr("Nothing needs to move."),
            trn("{n} will be late today whoever does it.", "{n} will be late today whoever does them.", after)
            if after
            else tr("Everything due today is done in time as it lies."),
        )
    effect = trn(
        "{n} move: late today {before} → {after}",
        "{n} moves: late today {before} → {after}",
        len(proposal.moves),
        before=before,
        after=after,
    )
    lying, still = len(proposal.before.undone), len(proposal.after.undone)
    if still < lying:
        effect += " · " + tr("left undone today {before} → {after}", before=lying, after=still)
    if proposal.gap is None:
        return effect, tr("By expected minutes; nothing is assigned until you apply it.")
    share = max(0.1, round(proposal.gap * 100, 1))
    return effect, tr("At most {share} % from the best possible. Nothing is assigned yet.", share=share)

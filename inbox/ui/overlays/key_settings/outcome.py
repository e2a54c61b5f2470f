"""What a wish for keys would come to, in words: said before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from inbox.domain.words import tr, trn
from inbox.shortcuts.keymap import Binding
from inbox.shortcuts.rebind import Verdict, Wish
from inbox.ui.look.roles import Role
from inbox.ui.overlays.command_words import where

_NAMED = 3
"""Commands that are named; of more only the number is said."""


def sentences(wish: Wish, verdict: Verdict, said: Callable[[str], str]) -> list[str]:
    """A sentence each for what hinders, what is lost, and where it means something else; `said` gives the
    words of a command."""
    if verdict.problem:
        return [verdict.problem]
    found = []
    if verdict.loses:
        losers = _listed(verdict.loses, said)
        told = trn(
            "{losers} loses these keys.", "{losers} lose these keys.", len(verdict.loses), losers=losers
        )
        found.append(told)
    for scope in dict.fromkeys(b.scope for b in verdict.hides):
        there = [b for b in verdict.hides if b.scope == scope]
        here = where(wish.place.scope)
        found.append(tr("{place} it comes before {others}.", place=_begin(here), others=_listed(there, said)))
    for scope in dict.fromkeys(b.scope for b in verdict.hidden_by):
        there = [b for b in verdict.hidden_by if b.scope == scope]
        place = _begin(where(scope))
        found.append(tr("{place} these keys still mean {others}.", place=place, others=_listed(there, said)))
    if not wish.keys:
        return [tr("It will have no key.")]
    return found or [tr("Nothing else has these keys.")]


def tone(verdict: Verdict) -> Role:
    """The colour in which that is said."""
    return "overdue" if verdict.problem else "soon_text" if verdict.loses else "text"


def _listed(bindings: Sequence[Binding], said: Callable[[str], str]) -> str:
    named = [f"“{said(b.command)}” ({b.keys})" for b in bindings[:_NAMED]]
    if more := len(bindings) - len(named):
        named.append(trn("{n} more", "{n} more", more))
    return ", ".join(named)


def _begin(words: str) -> str:
    return words[:1].upper() + words[1:]

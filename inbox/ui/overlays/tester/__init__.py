"""Trying the site's rules on any text: one page for each kind of rules."""

from inbox.ui.overlays.tester.tester import Page, RuleTester

__all__ = ["Page", "RuleTester"]

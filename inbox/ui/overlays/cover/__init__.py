"""Who covers for whom: set it, change it, end it."""

from inbox.ui.overlays.cover.form import CoverForm

__all__ = ["CoverForm"]

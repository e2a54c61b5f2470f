"""Every command with its keys, and how to give it others."""

from inbox.ui.overlays.key_settings.page import KeySettings

__all__ = ["KeySettings"]

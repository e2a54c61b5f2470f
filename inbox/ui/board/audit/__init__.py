"""The audit tab: who did what with whose record, read from the portal and kept nowhere."""

from inbox.ui.board.audit.tab import AuditTab

__all__ = ["AuditTab"]

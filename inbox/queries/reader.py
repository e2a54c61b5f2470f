"""The read-only connection that every query takes: screens hold one without knowing what it is made of."""

from sqlalchemy import Connection as Reader

__all__ = ["Reader"]

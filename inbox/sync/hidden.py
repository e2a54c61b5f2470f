"""Whose charts a server refuses to show: one patient is no reason to think that a type is not ours to see."""

from __future__ import annotations

from collections.abc import Iterable

from inbox.domain.ids import PatientId

SEVERAL = 2
"""Patients whose charts lack a type alike, while nobody's has it."""


class Hidden:
    """By type of resource, what was shown and what was refused of patients' charts."""

    def __init__(self) -> None:
        self._shown: set[str] = set()
        self._refused: dict[str, set[PatientId]] = {}

    def show(self, resource_type: str) -> None:
        """Somebody's chart was shown."""
        self._shown.add(resource_type)

    def refuse(self, resource_type: str, patients: Iterable[PatientId]) -> bool:
        """The charts of `patients` were refused; whether that is so for everybody, as far as is known."""
        refused = self._refused.setdefault(resource_type, set())
        refused.update(patients)
        return len(refused) >= SEVERAL and resource_type not in self._shown

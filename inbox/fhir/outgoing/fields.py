"""A resource being changed: what is not touched leaves exactly as it came, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from inbox.domain import typed
from inbox.fhir.incoming.shapes import Part, local


class _Coding(Part, frozen=True):
    system: str = ""
    code: str = ""


class _Type(Part, frozen=True):
    coding: tuple[_Coding, ...] = ()


class _Typed(Part, frozen=True):
    """As much of an input or output as says which it is."""

    type: _Type = _Type()


class Fields:
    """The members of a JSON object, each kept raw until it is set."""

    def __init__(self, body: bytes | msgspec.Raw) -> None:
        self._raw: dict[str, Any] = dict(typed.decode(body, dict[str, msgspec.Raw]))
        self.changed = False

    def put(self, name: str, value: object) -> None:
        """Set one member; None or an empty list removes it, since FHIR allows neither."""
        if value is None or value == []:
            if self._raw.pop(name, None) is not None:
                self.changed = True
            return
        self._raw[name] = msgspec.Raw(msgspec.json.encode(value))
        self.changed = True

    def inside(self, name: str) -> Fields:
        """A member that is an object, for changing; empty when there is none."""
        return Fields(self._raw.get(name) or b"{}")

    def put_inside(self, name: str, members: Mapping[str, object]) -> None:
        """Set members of a member that is an object; it goes when nothing is left in it."""
        inner = self.inside(name)
        for key, value in members.items():
            inner.put(key, value)
        if inner.changed:
            self.put(name, inner.value())

    def elements(self, name: str) -> list[msgspec.Raw]:
        """The elements of a member that is an array."""
        if name not in self._raw:
            return []
        return typed.decode(self._raw[name], list[msgspec.Raw])

    def value(self) -> dict[str, Any] | None:
        """Everything, for a surrounding object; None when it is empty."""
        return self._raw or None

    def encoded(self) -> bytes:
        """The whole object as JSON."""
        return msgspec.json.encode(self._raw)

    def put_parameter(self, name: str, code: str, system: str, value: Mapping[str, object] | None) -> None:
        """Set the input or output of type `code`, in place of the ones there are; None takes it away.

        It keeps the type it had; a new one uses the system of its neighbours, else `system`.
        """
        kept: list[object] = []
        mine: object = None
        for element in self.elements(name):
            codings = _codings(element)
            if any(coding.code == code for coding in codings):
                mine = mine or typed.decode(element, dict[str, msgspec.Raw])["type"]
                continue
            kept.append(element)
        if mine is None and value is None:
            return
        if value is not None:
            kept.append({"type": mine or self._type(name, code, system), **value})
        self.put(name, kept)

    def add_parameter(self, name: str, code: str, system: str, value: Mapping[str, object]) -> None:
        """Add an input or output of type `code` to the ones there are."""
        new = {"type": self._type(name, code, system), **value}
        self.put(name, [*self.elements(name), new])

    def _type(self, name: str, code: str, system: str) -> dict[str, object]:
        """The type of a new input or output: in the system of its neighbours, else in `system`."""
        near = (coding for element in self.elements(name) for coding in _codings(element))
        used = next((coding.system for coding in near if _same_table(coding, system)), system)
        return {"coding": [{"system": used, "code": code}]}

    def has_parameter(self, name: str, code: str) -> bool:
        """Whether there is an input or output of type `code`."""
        return any(coding.code == code for element in self.elements(name) for coding in _codings(element))


def _codings(element: msgspec.Raw) -> tuple[_Coding, ...]:
    try:
        return typed.decode(element, _Typed).type.coding
    except msgspec.ValidationError:
        return ()


def _same_table(coding: _Coding, system: str) -> bool:
    """Whether a coding is of the same table at another site: the address ends in the same name."""
    return coding.system.rpartition("/")[2] == system.rpartition("/")[2]


def reference(ref: str, name: str = "") -> dict[str, str] | None:
    """A FHIR reference; None for what is none (an empty one, or a performer type `system|code`)."""
    if not ref or "|" in ref or not local(ref):
        return None
    return {"reference": ref, "display": name} if name else {"reference": ref}

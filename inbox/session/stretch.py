"""A key made of what a person remembers: scrypt, which takes memory and time at every guess."""

from __future__ import annotations

from typing import Final

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from inbox.session.vault import KEY_BYTES

SALT_BYTES: Final = 16
COST: Final = 17
"""log2 of scrypt's n: 128 MB and about half a second a guess (OWASP's recommendation, with r=8, p=1)."""
CHEAPEST, DEAREST = 15, 20
"""Bounds on what a file may ask for: below is weak, above would hang the computer."""


def may_cost(cost: int) -> bool:
    """Whether `cost` is one that this program would ask for."""
    return CHEAPEST <= cost <= DEAREST


def stretched(secret: str, salt: bytes, cost: int) -> bytes:
    """32 bytes made of `secret`, with n = 2**cost, r = 8, p = 1. Call it off the GUI thread."""
    scrypt = Scrypt(salt=salt, length=KEY_BYTES, n=2**cost, r=8, p=1)
    return scrypt.derive(secret.encode("utf-8"))

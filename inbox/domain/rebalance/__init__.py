"""Rebalance: who should get what so that fewest promises are broken. Pure; it proposes and changes nothing.

`parts` says what it is about, `foresee` what becomes of work as it lies, `greedy` proposes at once, `optimum`
proves better in a moment, `moves` says what would move and why (docs/adr/0039-rebalance.md).
"""

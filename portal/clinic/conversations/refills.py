"""Refill requests: about a medicine on the patient's list, most often the one that runs out first."""

from __future__ import annotations

from datetime import datetime
from random import Random

from portal.clinic.chart import Chart
from portal.clinic.conversations.facts import Specifics


def specifics(roll: Random, chart: Chart, at: datetime) -> Specifics | None:
    """The medicine asked for and what is left of it; None for a patient without medicines."""
    active = sorted((m for m in chart.medicines if not m.stopped), key=lambda m: abs(m.left(at) - 3))
    if not active:
        return None
    wanted = active[0] if roll.random() < 0.85 else roll.choice(active)
    row, left = wanted.row, wanted.left(at)
    slots = {
        "med": row["name"],
        "strength": row["strength"],
        "dose": f"{row['name']} {row['strength']}",
        "form": row["form"],
        "forms": f"{row['form']}s",
        "lay": row.get("lay", row["name"]),
        "left": f"{left} day{'' if left == 1 else 's'}" if left > 0 else "nothing",
        "supply": f"{wanted.days}",
    }
    others = [m for m in active if m is not wanted]
    if others:
        slots["other_med"] = others[0].row["name"]
    traits = {row["form"], "controlled" if "schedule" in row else "ordinary", f"supply-{wanted.days}"}
    traits |= {"insulin"} if row["form"] == "pen" else set()
    return Specifics(slots, (wanted.ref,), wanted.ref, frozenset(traits), float(left))

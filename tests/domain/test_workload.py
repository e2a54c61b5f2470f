"""Minutes of work: what is expected of each kind, what a site knows better, and what somebody has to do."""

from __future__ import annotations

import msgspec

from inbox.domain.site import SiteMinutes
from inbox.domain.work_item import Kind
from inbox.domain.workload import Load, Minutes, load
from inbox.shortcuts.shipped import shipped_minutes


def test_every_kind_of_work_has_its_minutes() -> None:
    assert set(shipped_minutes().minutes) == set(Kind)
    assert all(0 < minutes <= 60 for minutes in shipped_minutes().minutes.values())


def test_a_site_overrides_the_kinds_it_has_measured_and_no_others() -> None:
    here = shipped_minutes().overridden(SiteMinutes(refill=1.5).by_kind())
    assert here.of(Kind.REFILL) == 1.5
    assert here.of(Kind.FORM) == shipped_minutes().of(Kind.FORM)


def test_a_site_can_state_every_kind_that_people_do() -> None:
    made_by_rule = {Kind.BREACH, Kind.NOT_READ}
    fields = {name.replace("_", "-") for name in SiteMinutes.__struct_fields__}
    assert fields == set(Kind) - made_by_rule


def test_a_load_is_the_sum_of_its_pieces_and_an_unknown_kind_counts() -> None:
    table = Minutes({"refill": 3, "form": 8}, otherwise=7)
    assert load(["refill", "refill", "unheard-of"], table) == Load(3, 13)
    assert load([], table) == Load()
    assert msgspec.json.decode(msgspec.json.encode(Load(1, 3.5)), type=Load) == Load(1, 3.5)

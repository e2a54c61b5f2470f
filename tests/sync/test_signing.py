"""Red-flag rules proposed at one station, signed at another, on the real portal."""

from __future__ import annotations

import msgspec
import pytest

from inbox.domain.errors import Offline, Refused
from inbox.domain.people import Party, Role
from inbox.domain.signing import Proposal
from inbox.domain.site_kit import Overtaken, Part
from inbox.queries import site_kit
from tests.sync.station import Backstage, Station
from tests.sync.test_site_kit import AtWork, Make, here, portal

__all__ = ["portal"]
RULES = b'{"add": [], "change": []}'


def waiting(station: Station) -> Proposal:
    station.pull()
    found = site_kit.proposed(station.store.reader())
    assert found is not None
    return found


def proposed(station: Station, version: str = "1", saw: Proposal | None = None) -> Proposal:
    with AtWork(station, Role.SUPERVISOR) as engine:
        return engine.propose(Part.RED_FLAGS, version, RULES, saw, "Winter").result(20)


def test_proposed_rules_hold_nowhere_until_a_colleague_signs_them(
    station: Make, backstage: Backstage
) -> None:
    sara, nora = station("sara"), station("nora")
    nora.first_sync()
    proposal = proposed(sara)
    assert (proposal.by.ref, proposal.reason) == ("Practitioner/sara", "Winter")
    assert here(sara, Part.RED_FLAGS) is None
    seen = waiting(nora)
    assert here(nora, Part.RED_FLAGS) is None
    with AtWork(nora, Role.RN) as engine:
        held = engine.sign(seen).result(20)
        assert held == here(nora, Part.RED_FLAGS)
        [version] = engine.versions([held.library]).result(20)
    assert (version.by, version.reason, version.signed) == ("Sara, RN", "Winter", "Nora, RN")
    assert version.signed_at is not None
    assert site_kit.proposed(nora.store.reader()) is None
    [kept] = backstage.dump("Library")
    assert kept["status"] == "active"


def test_nobody_signs_what_they_proposed_whatever_their_program_takes_them_for(station: Make) -> None:
    sara = station("sara")
    proposal = proposed(sara)
    with AtWork(sara, Role.RN) as engine:
        with pytest.raises(Refused, match="yourself"):
            engine.sign(proposal).result(20)
        other = msgspec.structs.replace(proposal, by=Party("Practitioner/otto"))
        with pytest.raises(Refused, match="another clinician"):
            engine.sign(other).result(20)
    assert here(sara, Part.RED_FLAGS) is None


def test_only_a_nurse_or_prescriber_signs_and_only_a_supervisor_proposes(station: Make) -> None:
    sara, nora = station("sara"), station("nora")
    nora.first_sync()
    proposed(sara)
    seen = waiting(nora)
    with AtWork(nora, Role.LPN) as engine, pytest.raises(Refused, match="registered nurse or a prescriber"):
        engine.sign(seen).result(20)
    for role, told in ((Role.RN, "Only a supervisor"), (Role.SUPERVISOR, "change Library|create Library")):
        with AtWork(nora, role) as engine, pytest.raises(Refused, match=told):
            engine.propose(Part.RED_FLAGS, "2", RULES, None, "Mine").result(20)


def test_rules_are_not_published_unsigned(station: Make, backstage: Backstage) -> None:
    sara = station("sara")
    with AtWork(sara, Role.SUPERVISOR) as engine, pytest.raises(Refused, match="once another clinician"):
        engine.publish(Part.RED_FLAGS, "1", RULES, None).result(20)
    assert backstage.dump("Library") == []


def test_what_was_proposed_anew_meanwhile_is_not_signed(station: Make) -> None:
    sara, nora = station("sara"), station("nora")
    nora.first_sync()
    first = proposed(sara)
    seen = waiting(nora)
    proposed(sara, "2", first)
    with AtWork(nora, Role.RN) as engine, pytest.raises(Overtaken):
        engine.sign(seen).result(20)
    assert waiting(nora).file.version == "2"
    assert here(nora, Part.RED_FLAGS) is None


def test_a_signature_whose_answer_was_lost_is_given_once(station: Make, backstage: Backstage) -> None:
    sara, nora = station("sara"), station("nora")
    nora.first_sync()
    proposed(sara)
    seen = waiting(nora)
    with AtWork(nora, Role.RN) as engine:
        backstage.fault(action="drop_after", method="PUT", path="Library", count=1)
        with pytest.raises(Offline):
            engine.sign(seen).result(20)
        engine.sign(seen).result(20)
    assert (found := here(nora, Part.RED_FLAGS)) and found.body == RULES


def test_what_is_withdrawn_waits_no_more_and_an_older_one_neither(station: Make) -> None:
    sara, nora = station("sara"), station("nora")
    nora.first_sync()
    proposal = proposed(sara)
    seen = waiting(nora)
    with AtWork(sara, Role.SUPERVISOR) as engine:
        engine.withdraw(proposal).result(20)
        assert site_kit.proposed(sara.store.reader()) is None
        newer = engine.propose(Part.RED_FLAGS, "3", RULES, None, "Later").result(20)
    with AtWork(nora, Role.RN) as engine:
        with pytest.raises(Overtaken):
            engine.sign(seen).result(20)
        nora.pull()
        engine.sign(newer).result(20)
    with AtWork(sara, Role.SUPERVISOR) as engine:
        engine.propose(Part.RED_FLAGS, "2", RULES, None, "Too late").result(20)
    sara.pull()
    assert site_kit.proposed(sara.store.reader()) is None, "a newer one holds"

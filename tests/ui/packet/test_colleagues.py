"""Whom a packet can be given to, while somebody is away."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from inbox.domain.coverage import Coverage
from inbox.domain.people import Party
from inbox.fhir.incoming import filed
from inbox.fhir.outgoing.coverage import cover_role
from inbox.fhir.resource import decode
from inbox.ui.desk import Desk
from inbox.ui.packet.colleagues import colleagues


def test_who_is_away_comes_last_with_who_sees_to_their_work_and_the_cover_first(physician: Desk) -> None:
    desk = physician
    before = colleagues(desk, "", ())
    assert len(before) >= 3
    away, cover = before[0], before[-1]
    assert isinstance(away.value, Party) and isinstance(cover.value, Party)
    hour = timedelta(hours=1)
    absence = Coverage(away.value, cover.value, desk.now() - hour, desk.now() + hour)
    role = msgspec.json.decode(cover_role(absence, "name"))
    meta = {"lastUpdated": desk.now().isoformat(), "versionId": "1"}
    desk.store.ingest([filed(decode(msgspec.json.encode(role | {"id": "away", "meta": meta})))]).result()
    after = colleagues(desk, "", ())
    assert after[-1].title == away.title
    assert after[-1].about == f"away now: {cover.title} sees to their work"
    assert cover.title in [one.title for one in after if one.about == "covers now"]

"""What the sandbox clinic has published for its stations."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import UTC, datetime

from inbox.domain.policy import parse
from portal.clinic.kit import libraries

NOW = datetime(2026, 5, 4, 15, tzinfo=UTC)


def test_each_part_is_an_active_library_with_one_content_of_json() -> None:
    published = {one["id"]: one for one in libraries(NOW)}
    assert "sla-policy" in published
    for part, one in published.items():
        assert one["resourceType"] == "Library"
        assert one["status"] == "active"
        assert one["url"].rpartition("/")[2] == part
        [content] = one["content"]
        assert content["contentType"] == "application/json"
        assert json.loads(b64decode(content["data"]))


def test_the_clinics_policy_is_the_one_its_work_names() -> None:
    [policy] = [one for one in libraries(NOW) if one["id"] == "sla-policy"]
    read = parse(b64decode(policy["content"][0]["data"]), "sla-policy")
    assert read.name_at_version == "riverbend-promises@1"
    assert policy["version"] == "1"

"""What holds of the site's kit, and what is wrong in files, stands in the connection view."""

from __future__ import annotations

from pathlib import Path

from inbox.commands.registry import COMMANDS
from inbox.domain import resources
from inbox.domain.minutes_sheet import NONE
from inbox.domain.part_in_force import InForce as PartInForce
from inbox.domain.policy import parse
from inbox.domain.policy_in_force import InForce, Source
from inbox.domain.site_kit import KitFile, Part
from inbox.domain.station_rules import USUAL
from inbox.shortcuts.own_keys import OwnKeys
from inbox.shortcuts.shipped import shipped_messaging, shipped_protocols, shipped_routing
from inbox.ui.desk import Desk
from inbox.ui.keys import KeysInForce
from inbox.ui.overlays.kit_words import kit_section, to_mend
from tests.fhir.test_profile import rich
from tests.ui.overlays.test_connection import said, status_of

POLICY = parse(resources.path("starter", "policy.json").read_bytes(), "policy.json")


class Kit:
    """What the site has published, as a test has it."""

    def __init__(self, policy: InForce, *files: KitFile) -> None:
        self.policy = policy
        self.messaging = PartInForce(shipped_messaging())
        self.routing = PartInForce(shipped_routing())
        self.protocols = PartInForce(shipped_protocols())
        self.minutes = PartInForce(NONE)
        self.stations = PartInForce(USUAL)
        self.files = files

    def file(self, part: Part) -> KitFile | None:
        return next((file for file in self.files if file.part is part), None)


def lines(desk: Desk, kit: Kit) -> list[str]:
    desk.published = kit
    return [line.aloud for line in kit_section(desk).lines]


def test_each_part_says_which_version_holds_and_where_it_comes_from(desk: Desk) -> None:
    on_server = KitFile(Part.POLICY, "7", b"", "Library/12", "3")
    here = KitFile(Part.ROUTING, "", b"")
    told = lines(desk, Kit(InForce(POLICY, Source.SITE), on_server, here))
    assert told[:3] == [
        "Promises. starter@1: Version 7, published on the server as Library/12",
        "Red-flag rules. As they come with the program",
        "Routing rules. From a file of this computer, for want of one on the server",
    ]
    assert lines(desk, Kit(InForce(POLICY, Source.LAST_VALID, "wrong"), on_server))[0] == (
        "Promises. starter@1: the last ones that could be used"
    )
    assert lines(desk, Kit(InForce(POLICY, Source.SHIPPED)))[0] == (
        "Promises. starter@1: as they come with the program"
    )


def test_what_is_wrong_stands_together_and_nothing_where_all_is_well(desk: Desk, tmp_path: Path) -> None:
    assert to_mend(desk) == []
    desk.published = Kit(InForce(POLICY, Source.SHIPPED, "sla-policy 7 is not JSON."))
    own = tmp_path / "keys.toml"
    own.write_text('[window]\n# to the moon\nmoon.landing = "F6"\n')
    desk.keys = KeysInForce(OwnKeys(resources.path("keymaps", "default.toml"), own, COMMANDS), desk)
    [section] = to_mend(desk)
    assert [line.aloud for line in section.lines] == [
        "Promises. sla-policy 7 is not JSON",
        "Left out. keys.toml:3: moon.landing: There is no command “moon.landing”",
    ]


def test_messaging_rules_that_cannot_be_used_are_told_of_too(desk: Desk) -> None:
    desk.published = kit = Kit(InForce(POLICY, Source.SITE))
    kit.messaging = PartInForce(shipped_messaging(), "messaging-rules 2 is not JSON.")
    [section] = to_mend(desk)
    assert [line.aloud for line in section.lines] == ["Messaging rules. messaging-rules 2 is not JSON"]


def test_fields_that_the_server_leaves_alone_are_told() -> None:
    profile = rich()
    profile.learn(refused=frozenset({"keep promise", "create Provenance"}))
    assert (
        "Left as it was. The server takes changes of the due time, and does not keep them (learned here)"
        in said(status_of(profile))["Missing here, and what it costs"]
    )

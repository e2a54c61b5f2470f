"""Which file of a part is in force, and what its next version is called."""

from __future__ import annotations

import pytest

from inbox.domain.site_kit import KitFile, Part, newest, next_version


def files(*versions: str) -> list[KitFile]:
    return [KitFile(Part.POLICY, version, b"{}") for version in versions]


@pytest.mark.parametrize(
    ("versions", "in_force"),
    [
        (("1", "2"), "2"),
        (("10", "9"), "10"),
        (("1.9", "1.10"), "1.10"),
        (("1.10", "2"), "2"),
        (("2026-03-01", "2026-11-20", "2026-02-28"), "2026-11-20"),
        (("", "1"), "1"),
        (("spring", "1"), "1"),
    ],
)
def test_the_highest_version_is_in_force(versions: tuple[str, ...], in_force: str) -> None:
    for order in (versions, versions[::-1]):
        found = newest(files(*order))
        assert found is not None
        assert found.version == in_force


def test_without_a_file_none_is_in_force() -> None:
    assert newest([]) is None


@pytest.mark.parametrize(
    ("version", "after"),
    [
        ("1", "2"),
        ("9", "10"),
        ("1.9", "1.10"),
        ("2026-11-20", "2026-11-21"),
        ("spring", "spring.1"),
        ("", "1"),
    ],
)
def test_the_next_version_is_higher_and_said_alike(version: str, after: str) -> None:
    assert next_version(version) == after
    higher = newest(files(version, after))
    assert higher is not None
    assert higher.version == after

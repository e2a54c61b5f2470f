"""Where in a file something is wrong."""

from __future__ import annotations

import msgspec
import pytest

from inbox.domain.json_place import line_of, with_line

FILE = b"""{
  "name": "a \\"b\\" }{",
  "rules": [
    {"id": "first", "level": 1, "when": {"age": [1, 1]}},
    {
      "id": "second",
      "level": "x"
    }
  ]
}
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("$.name", 2),
        ("$.rules", 3),
        ("$.rules[0].when.age[1]", 4),
        ("$.rules[1]", 5),
        ("$.rules[1].level", 7),
        ("$.rules[1].nothing", 5),
        ("$", 1),
    ],
)
def test_a_path_leads_to_its_line(path: str, line: int) -> None:
    assert line_of(f"file: Expected `int`, got `str` - at `{path}`. Correct it.", FILE) == line


def test_what_breaks_off_is_told_by_its_byte_and_an_entry_by_its_name() -> None:
    with pytest.raises(msgspec.DecodeError) as wrong:
        msgspec.json.decode(b'{"a": 1,\n"b" 2}')
    assert line_of(f"{wrong.value}", b'{"a": 1,\n"b" 2}') == 2
    assert line_of("file, rule second: the pattern is wrong.", FILE) == 6
    assert line_of("file, rule third: the pattern is wrong.", FILE) is None


def test_the_sentence_bears_the_line_behind_the_files_name() -> None:
    told = "new.json: Expected `int`, got `str` - at `$.rules[1].level`. Correct it."
    assert with_line(told, "new.json", FILE).startswith("new.json, line 7: Expected")
    assert with_line("new.json is strange.", "new.json", FILE) == "new.json is strange."

"""What the program is made of: the libraries of requirements.lock, their licences, and a bill of materials.

    python packaging/materials.py licences     docs/licences.md, to be looked at and kept
    python packaging/materials.py bill FILE    a CycloneDX 1.6 bill of materials as JSON, for a package

Licences come from what each library says of itself; where it says it in no SPDX expression, or is not
installed on this system, from `SAID`, which somebody has looked up.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK, PROJECT, LICENCES = ROOT / "requirements.lock", ROOT / "pyproject.toml", ROOT / "docs" / "licences.md"
NAME = "inbox-workstation"

STATION, PORTAL, MAKING = "station", "sandbox portal", "building and testing"
"""What a library is for; the station is all that is ever installed at a clinic."""

SHIPPED = frozenset(
    {"MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "MPL-2.0", "MPL-1.1", "PSF-2.0", "Zlib",
     "0BSD", "CC0-1.0", "LGPL-3.0-only"}
)  # fmt: skip
"""Licences under which a library may go with a program under Apache-2.0. LGPL: as a library of its own, which
the frozen folder keeps it as, so that whoever has it can put in another version."""

SAID = {
    "altgraph": "MIT", "backports-tarfile": "MIT", "certifi": "MPL-2.0", "charset-normalizer": "MIT",
    "chunspell": "MIT AND (MPL-1.1 OR GPL-2.0-or-later OR LGPL-2.1-or-later)", "colorama": "BSD-3-Clause",
    "execnet": "MIT", "fhirclient": "Apache-2.0", "google-re2": "BSD-3-Clause", "grimp": "BSD-2-Clause",
    "h11": "MIT", "httpx": "BSD-3-Clause", "import-linter": "BSD-2-Clause", "jaraco-classes": "MIT",
    "macholib": "MIT", "markdown-it-py": "MIT", "mdurl": "MIT", "pathspec": "MPL-2.0", "pefile": "MIT",
    "pluggy": "MIT", "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pyinstaller-hooks-contrib": "Apache-2.0 AND GPL-2.0-or-later",
    "pyside6-essentials": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", "pytest-qt": "MIT",
    "pytest-timeout": "MIT", "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "python-xlib": "LGPL-2.1-or-later", "pywin32-ctypes": "BSD-3-Clause", "requests": "Apache-2.0",
    "rich": "MIT",
    "shiboken6": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", "six": "MIT",
    "sortedcontainers": "Apache-2.0", "sqlcipher3": "Zlib AND BSD-3-Clause", "tzdata": "Apache-2.0",
}  # fmt: skip
"""Where metadata are silent or otherwise worded. SQLCipher is BSD-3-Clause, Hunspell a choice of three."""

_PINNED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)")
_WANTED_BY = re.compile(
    r"\s+#\s+(?:via\s+)?(?P<name>[A-Za-z0-9._-]+)(?: \(pyproject\.toml(?P<group>:\w+)?\))?$"
)
_HASH = re.compile(r"--hash=sha256:(?P<hash>[0-9a-f]{64})")


@dataclass
class Library:
    """One line of the lock with what stands below it."""

    name: str
    version: str
    hashes: list[str] = field(default_factory=list)
    wanted_by: list[tuple[str, str]] = field(default_factory=list)
    """Names, and for the project itself the group (":dev")."""

    @property
    def licence(self) -> str:
        """An SPDX expression. LookupError where nobody has said it."""
        if self.name in SAID:
            return SAID[self.name]
        try:
            said = metadata.metadata(self.name)
        except metadata.PackageNotFoundError:
            raise LookupError(f"{self.name} is not installed: look its licence up, and say it") from None
        if "License-Expression" not in said:
            raise LookupError(f"{self.name} has no SPDX expression: look its licence up, and say it")
        return said["License-Expression"]


def locked() -> list[Library]:
    """Every library of the lock, each version of it, in its order."""
    found: list[Library] = []
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if pinned := _PINNED.match(line):
            found.append(Library(pinned["name"], pinned["version"]))
        elif hashed := _HASH.search(line):
            found[-1].hashes.append(hashed["hash"])
        elif wanted := _WANTED_BY.match(line):
            found[-1].wanted_by.append((wanted["name"], wanted["group"] or ""))
    return found


def uses() -> dict[str, str]:
    """What each library is for, by name."""
    optional = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"][
        "portal"
    ]
    portal = {_name(one) for one in optional}
    libraries = locked()
    found: dict[str, str] = {}
    begun = {
        STATION: {one.name for one in libraries if (NAME, "") in one.wanted_by} - portal,
        PORTAL: portal,
        MAKING: {one.name for one in libraries},
    }
    for use, names in begun.items():
        left = set(names)
        while left:
            found |= {name: use for name in left if name not in found}
            wanting = {name for name, known in found.items() if known == use}
            left = {one.name for one in libraries if wanting & {by for by, _ in one.wanted_by}} - set(found)
    return found


def may_ship(expression: str) -> bool:
    """Whether one of the choices that an SPDX expression leaves is made of licences in `SHIPPED`."""
    if "(" in expression:
        inside = re.search(r"\(([^()]*)\)", expression)
        assert inside is not None
        chosen = "MIT" if may_ship(inside[1]) else "no licence to ship"
        return may_ship(expression.replace(inside[0], chosen))
    return any(
        all(part.strip() in SHIPPED for part in choice.split(" AND ")) for choice in expression.split(" OR ")
    )


def licences() -> str:
    """docs/licences.md as it has to be for the lock at hand."""
    use = uses()
    parts = ["# Licences", _ABOUT]
    for kind in (STATION, PORTAL, MAKING):
        parts.append(f"## {kind.capitalize()}\n\n| Library | Version | Licence |\n|---|---|---|")
        parts[-1] += "".join(
            f"\n| {one.name} | {one.version} | {one.licence} |" for one in locked() if use[one.name] == kind
        )
    return "\n\n".join(parts) + "\n"


def bill() -> dict[str, Any]:
    """The station and all that is in it, as CycloneDX 1.6 says it. The same lock gives the same bill."""
    use = uses()
    inside = [one for one in locked() if use[one.name] == STATION]
    version = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    program = {"type": "application", "bom-ref": NAME, "name": NAME, "version": version,
               "licenses": [{"license": {"id": "Apache-2.0"}}]}  # fmt: skip
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, LOCK.read_text(encoding='utf-8'))}",
        "version": 1,
        "metadata": {"component": program},
        "components": [_component(one) for one in inside],
        "dependencies": [
            {"ref": NAME, "dependsOn": [_ref(one) for one in inside if (NAME, "") in one.wanted_by]},
            *({"ref": _ref(one), "dependsOn": _wanted(one, inside)} for one in inside),
        ],
    }


def _component(one: Library) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": _ref(one),
        "name": one.name,
        "version": one.version,
        "purl": _ref(one),
        "licenses": [{"expression": one.licence}],
        "properties": [{"name": f"{NAME}:accepted-sha256", "value": each} for each in sorted(one.hashes)],
    }


def _wanted(one: Library, inside: list[Library]) -> list[str]:
    return [_ref(other) for other in inside if (one.name, "") in other.wanted_by]


def _ref(one: Library) -> str:
    return f"pkg:pypi/{one.name}@{one.version}"


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=~! ]", requirement, maxsplit=1)[0].lower()


_ABOUT = """\
The program itself is under Apache-2.0 ([LICENSE](../LICENSE)). What it is made of, by `requirements.lock`;
made by `python packaging/materials.py licences`, and a test holds it true to the lock. At a clinic only the
station is installed: each of its licences lets a library go along with a program under Apache-2.0 (`SHIPPED`
there; of a choice the first that does). Qt and PySide are used under LGPL-3.0, as libraries of their own in
the program's folder. Fonts, icons and dictionaries have their licences beside them in `resources`."""


def main(asked: list[str]) -> int:
    """Do what is asked."""
    match asked:
        case ["licences"]:
            LICENCES.write_text(licences(), encoding="utf-8")
        case ["bill", file]:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            Path(file).write_text(json.dumps(bill(), indent=1) + "\n", encoding="utf-8")
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

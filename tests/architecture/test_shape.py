"""The shape of the code, held by machine: sizes, bans, one home for each power."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("inbox", "portal")

LONGER_FILES = {
    "portal/search/parameters.py": "a table of search parameters",
}
"""Files over 300 lines, each with its reason; none over 400."""

LONGER_CLASSES: dict[str, str] = {}
"""Classes over 200 lines, each with its reason; none over 250."""

LONGER_FUNCTIONS = {
    "inbox/ui/look/theme.py:_palette": "a table: Qt's roles and ours",
    "portal/rest/endpoints.py:routes": "the table of addresses",
    "portal/smart/endpoints.py:routes": "the table of addresses",
}
"""Functions over 40 lines, each with its reason; none over 60."""

CLOCK_DOORS = {"inbox/app/wall_clock.py"}
LOG_DOORS = {
    "inbox/diary.py": "the diary",
    "inbox/app/last_words.py": "it silences what libraries would print where nobody listens",
    "inbox/fhir/door.py": "it silences the HTTP library, whose log holds addresses with search words in them",
}
PRINTERS = {
    "inbox/__main__.py": "the command line",
    "inbox/demo.py": "the command line",
    "inbox/ui/look/gallery.py": "a command for whoever draws",
}


def sources(*packages: str) -> Iterator[Path]:
    for package in packages:
        yield from sorted((ROOT / package).rglob("*.py"))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def line_of(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 0))


def calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def lengths(*kinds: type[ast.AST]) -> Iterator[tuple[str, int]]:
    """The lines of each class or function, by file and name."""
    for path in sources(*PACKAGES):
        for node in ast.walk(parsed(path)):
            if isinstance(node, kinds):
                assert isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
                yield f"{name(path)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def held_to(limit: int, most: int, measured: Iterable[tuple[str, int]], reasons: dict[str, str]) -> None:
    """Nothing is over `limit` without a reason, nothing over `most`, and no reason has become idle."""
    long = {what: n for what, n in measured if n > limit}
    assert {what: n for what, n in long.items() if what not in reasons} == {}
    assert {what: n for what, n in long.items() if n > most} == {}
    assert set(reasons) <= set(long), "an exception is no longer needed"


def test_files_are_at_most_300_lines() -> None:
    measured = ((name(path), len(path.read_text().splitlines())) for path in sources(*PACKAGES))
    held_to(300, 400, measured, LONGER_FILES)


def test_classes_are_at_most_200_lines() -> None:
    held_to(200, 250, lengths(ast.ClassDef), LONGER_CLASSES)


def test_functions_are_at_most_40_lines() -> None:
    held_to(40, 60, lengths(ast.FunctionDef, ast.AsyncFunctionDef), LONGER_FUNCTIONS)


def test_no_nested_event_loop_is_ever_run() -> None:
    found = [
        f"{name(path)}:{line}"
        for path in (*sources(*PACKAGES), *sources("tests"))
        for line, what in calls(parsed(path))
        if what.endswith((".exec", ".exec_", ".processEvents"))
    ]
    assert found == []


def test_no_item_of_a_layout_is_ever_wrapped() -> None:
    """Qt frees such items without telling their wrappers, which then answer for another object."""
    wrapping = {"QLayoutItem", "QWidgetItem", "QSpacerItem", "takeAt", "itemAt", "replaceWidget"}
    wrapping |= {"addLayout", "insertLayout"}  # of a filled layout every item
    found = [
        f"{name(path)}:{line_of(node)}"
        for path in (*sources("inbox"), *sources("tests"))
        if name(path) != "inbox/ui/parts/nesting.py"  # it lets go of them
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Name) and node.id in wrapping)
        or (isinstance(node, ast.Attribute) and node.attr in wrapping)
        or (isinstance(node, ast.alias) and node.name in wrapping)
    ]
    assert found == []


def test_only_one_door_reads_the_wall_clock() -> None:
    reading = re.compile(
        r"(.*\.)?((datetime|dt)\.(now|utcnow|today)|date\.today"
        r"|time\.(time|time_ns|localtime|gmtime|ctime)|QDateTime\.current\w+|QDate\.current\w+)"
    )
    found = [
        f"{name(path)}:{line} {what}"
        for path in sources("inbox")
        if name(path) not in CLOCK_DOORS
        for line, what in calls(parsed(path))
        if reading.fullmatch(what)
    ]
    assert found == []


def test_json_is_decoded_into_a_shape_by_one_door() -> None:
    """Two threads that meet a new shape together end the program anywhere else: see inbox/domain/typed.py."""
    shaped = re.compile(r"msgspec\.(convert|(json|msgpack|toml|yaml)\.Decoder)")
    found = []
    for path in sources("inbox"):
        for node in ast.walk(parsed(path)):
            if name(path) != "inbox/domain/typed.py" and isinstance(node, ast.Call):
                what = ast.unparse(node.func)
                typed = what == "msgspec.json.decode" and any(word.arg == "type" for word in node.keywords)
                found += [f"{name(path)}:{line_of(node)} {what}"] * bool(typed or shaped.fullmatch(what))
    assert found == []


def test_only_the_diary_logs() -> None:
    found = []
    for path in sources("inbox"):
        if name(path) in LOG_DOORS:
            continue
        for node in ast.walk(parsed(path)):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{name(path)}:{line_of(node)}" for m in modules if m.split(".")[0] == "logging"]
    assert found == []


def test_only_command_lines_print() -> None:
    found = [
        f"{name(path)}:{line}"
        for path in sources("inbox")
        if name(path) not in PRINTERS
        for line, what in calls(parsed(path))
        if what in ("print", "sys.stdout.write", "sys.stderr.write")
    ]
    assert found == []


BROAD = {"Exception", "BaseException"}


def silent(tree: ast.AST) -> Iterator[int]:
    """The lines where an error disappears.

    A handler of anything at all has to raise or to call something. A `pass` after a narrow error is the
    way to a fallback only where the `try` returns when it succeeds and something follows it.
    """
    for node in ast.walk(tree):
        for block in (getattr(node, part, []) for part in ("body", "orelse", "finalbody")):
            for at, statement in enumerate(block if isinstance(block, list) else []):
                if isinstance(statement, ast.Try):
                    falls_back = isinstance(statement.body[-1], ast.Return) and at + 1 < len(block)
                    yield from (one.lineno for one in statement.handlers if hides(one, falls_back))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
            yield from (node.lineno for error in node.args if ast.unparse(error) in BROAD)


def hides(handler: ast.ExceptHandler, falls_back: bool) -> bool:
    """Whether what this handler catches is heard of no more."""
    errors = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    broad = any(error is None or ast.unparse(error) in BROAD for error in errors)
    if broad:
        return not any(isinstance(part, ast.Raise | ast.Call) for part in ast.walk(handler))
    return all(isinstance(part, ast.Pass) for part in handler.body) and not falls_back


def test_nothing_is_swallowed_in_silence() -> None:
    found = [f"{name(path)}:{line}" for path in sources(*PACKAGES) for line in silent(parsed(path))]
    assert found == []


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("try:\n    f()\nexcept ValueError:\n    pass\n", True),
        ("try:\n    f()\nexcept ValueError:\n    pass\ng()\n", True),
        ("def f():\n    try:\n        return g()\n    except ValueError:\n        pass\n", True),
        (
            "def f():\n    try:\n        return g()\n    except ValueError:\n        pass\n    return 1\n",
            False,
        ),
        ("def f():\n    try:\n        return g()\n    except Exception:\n        pass\n    return 1\n", True),
        ("def f():\n    try:\n        return g()\n    except:\n        return 1\n", True),
        ("try:\n    f()\nexcept Exception as e:\n    tell(e)\n", False),
        ("try:\n    f()\nexcept (A, Exception):\n    x = 1\n", True),
        ("try:\n    f()\nexcept ValueError:\n    x = 1\n", False),
        ("with suppress(Exception):\n    f()\n", True),
        ("with contextlib.suppress(TimeoutError):\n    f()\n", False),
    ],
)
def test_the_check_for_silence_sees_what_it_should(code: str, caught: bool) -> None:
    assert bool(list(silent(ast.parse(code)))) is caught


def test_no_names_that_say_nothing() -> None:
    vague = re.compile(r"(Manager|Handler|Helper|Utils?|Service|Controller)$")
    found = [
        f"{name(path)}:{node.name}"
        for path in sources(*PACKAGES)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and vague.search(node.name)
    ]
    assert found == []


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_no_file_names_a_machine_or_a_registry() -> None:
    machine = re.compile(rb"(^|[^A-Za-z0-9_.])/(work|farm|root)/")
    registry = re.compile(rb"https?://[^ \"]*(py" + rb"pi|pythonhosted|npm" + rb"js|deb" + rb"ian)\.org")
    found = [
        name(path)
        for path in tracked()
        if path.suffix not in {".ttf", ".png", ".svg"}
        if machine.search(text := path.read_bytes()) or registry.search(text)
    ]
    assert found == []


def test_the_lock_names_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    pins = re.findall(r"^([A-Za-z0-9_.-]+)==", lock, re.MULTILINE)
    assert len(pins) > 30
    assert lock.count("--hash=sha256:") >= len(pins)
    assert "://" not in lock


def test_nothing_that_is_kept_out_is_in_the_repository() -> None:
    """An environment or a build that gets in is written over everybody else's at the next pull."""
    listing = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    there = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
    assert there.stdout.split() == []

"""Words from outside cannot become markup, be opened, or be run: what could do so has a few known places."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOMES = {
    "setToolTip": {"ui/parts/tool_tip.py", "ui/compact.py"},
    "setTextFormat": {"ui/parts/words.py"},
    "QLabel": {"ui/parts/words.py"},
    "setHtml": set(),
    "insertHtml": set(),
    "appendHtml": set(),
    "setMarkdown": set(),
    "insertMarkdown": set(),
    "setWhatsThis": set(),
    "setStatusTip": set(),
    "QMessageBox": set(),
    "QTextBrowser": set(),
    "QStaticText": set(),
    "QDesktopServices": {"ui/files/outside.py"},
    "openUrl": {"ui/files/outside.py"},
    "setOpenExternalLinks": set(),
    "eval": set(),
    "Popen": {"demo.py"},
    "startfile": set(),
    "QProcess": set(),
    "pickle": set(),
    "__import__": set(),
}  # fmt: skip
"""By name: the modules that may use it. The tray's tool tip counts, and says nothing else."""


def _used(module: Path) -> set[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {one.name.partition(".")[0] for one in node.names}
    return names


@pytest.fixture(scope="module")
def used() -> dict[str, set[str]]:
    inbox = ROOT / "inbox"
    return {module.relative_to(inbox).as_posix(): _used(module) for module in inbox.rglob("*.py")}


@pytest.mark.parametrize("name", HOMES)
def test_what_reads_markup_or_runs_something_has_its_few_places(name: str, used: dict[str, set[str]]) -> None:
    assert {module for module, names in used.items() if name in names} == HOMES[name]

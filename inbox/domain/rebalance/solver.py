"""HiGHS, the solver of linear programs, by itself: this is its sole home.

`import highspy` also brings a layer for writing programs by hand, and with it numpy: 39 MB of a package and
half a second, for nothing that is used here. The solver below that layer is an extension of its own, which
needs neither.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any


@cache
def solver_library() -> Any:
    """The extension, which declares no types. Raises ImportError where it is not installed."""
    package = find_spec("highspy")  # finds where it is, and imports nothing
    if package is None or package.origin is None:
        raise ImportError("highspy is not installed")
    folder = Path(package.origin).parent
    if sys.platform == "win32" and (libraries := folder.with_name("highspy.libs")).is_dir():
        os.add_dll_directory(str(libraries))  # as the package itself would
    solver = PathFinder.find_spec("highspy._core", [str(folder)])
    if solver is None or solver.loader is None:
        raise ImportError("highspy has no solver in it")
    library = module_from_spec(solver)
    solver.loader.exec_module(library)
    return library

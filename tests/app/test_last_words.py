"""What goes wrong with a patient's words in hand is written down without them, wherever it goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EVERYWHERE = """
import asyncio, gc, logging, resource, sys, threading
from pathlib import Path

import qasync
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication

from inbox import diary
from inbox.app.last_words import heard_by, keep_words_in

WORDS = "Walter Esterbrook has chest pain"
application = QApplication([])
keep_words_in()
diary.keep_in(Path(sys.argv[1]))
loop = qasync.QEventLoop(application)
heard_by(loop)
asyncio.set_event_loop(loop)


class Left:
    def __del__(self):
        raise ValueError(WORDS)


def fails():
    raise KeyError(WORDS)


async def fails_later():
    raise LookupError(WORDS)


async def live():
    QTimer.singleShot(0, fails)
    thread = threading.Thread(target=fails, name="other")
    thread.start()
    thread.join()
    Left()
    qWarning(WORDS)
    logging.getLogger("some.library").warning(WORDS)
    loop.call_soon(fails)
    left = loop.create_task(fails_later())
    await asyncio.sleep(0.05)
    del left
    gc.collect()
    await asyncio.sleep(0.05)


with loop:
    loop.run_until_complete(live())
assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
diary.close()
fails()
"""


def test_no_words_of_what_went_wrong_leave_the_program(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", EVERYWHERE, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    written = (tmp_path / "inbox.log").read_text()
    assert "Esterbrook" not in ran.stdout + ran.stderr + written, ran.stderr[-1500:]
    assert ran.returncode == 1, "the last mistake ends it"
    for error in ("KeyError", "ValueError", "LookupError"):
        assert f"app.mistake error={error}" in written
    assert written.count("error=KeyError") >= 3, "in a slot, in a thread, in the loop"
    assert "app.qt-complains" in written

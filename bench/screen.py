"""A screen of our own: an X server without a display, whose framebuffer is a file that we look into.

Reading the file costs the program nothing, and no round trip to the server is in the figures. Keys go
in by XTEST, as from a keyboard.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import shutil
import struct
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from Xlib import XK, X, display
from Xlib.ext import xtest

WIDTH, HEIGHT = 1456, 948
_POLL = 0.0004
"""Seconds between two looks at the pixels."""
_PIXEL = 4
_EVERY = 3
"""Rows from one that is compared to the next: nothing one reads is thinner, and watching stays cheap."""
_memcmp = ctypes.CDLL(None).memcmp
_memcmp.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t)


class Region:
    """A rectangle of the screen, and what it looked like when it was last looked at."""

    def __init__(self, pixels: mmap.mmap, first: int, stride: int, box: tuple[int, int, int, int]) -> None:
        x, y, self._wide, high = box
        self._pixels = pixels
        self._offsets = [first + row * stride + x * _PIXEL for row in range(y, y + high, _EVERY)]
        base = ctypes.addressof(ctypes.c_char.from_buffer(pixels))
        self._rows = [base + offset for offset in self._offsets]
        self._length = self._wide * _PIXEL
        self._seen: list[bytes] = []
        self.changed()

    def changed(self) -> bool:
        """Whether it looks otherwise than the last time."""
        length = self._length
        if self._seen and not any(
            _memcmp(row, seen, length) for row, seen in zip(self._rows, self._seen, strict=True)
        ):
            return False
        self._seen = [self._pixels[at : at + length] for at in self._offsets]
        return True

    def plain(self) -> bool:
        """Whether nothing stood there when it was last looked at: all of it has one colour."""
        return len({row[at : at + _PIXEL] for row in self._seen for at in range(0, len(row), _PIXEL)}) < 2


class Screen:
    """A running X server."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._server, number = _serve(folder)
        self.name = f":{number}"
        file = (folder / "Xvfb_screen0").open("r+b")
        self._pixels = mmap.mmap(file.fileno(), 0)
        # The file is an X window dump: a header of big-endian words, a colour map, then the rows.
        head = struct.unpack(">25I", self._pixels[:100])
        self._stride = head[12]
        self._first = head[0] + head[19] * 12
        self._display = display.Display(self.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._display.close()
        self._server.terminate()
        self._server.wait()

    @property
    def environment(self) -> dict[str, str]:
        """For a program that shall show its window here, whatever this one did without a screen."""
        return os.environ | {"DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"}

    def region(self, x: int, y: int, width: int, height: int) -> Region:
        """A rectangle to watch."""
        return Region(self._pixels, self._first, self._stride, (x, y, width, height))

    def window(self) -> tuple[int, int, int, int]:
        """Give the keyboard to the largest window there is; its place and size."""
        windows = [
            (child.get_geometry(), child)
            for child in self._display.screen().root.query_tree().children
            if child.get_attributes().map_state == X.IsViewable
        ]
        at, window = max(windows, key=lambda one: one[0].width * one[0].height)
        window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self._display.sync()
        return at.x, at.y, at.width, at.height

    def press(self, key: str) -> float:
        """Press and let go ("j", "Ctrl+a", "Page_Down"); when that was."""
        *held, name = key.split("+")
        codes = [self._code({"Ctrl": "Control_L", "Shift": "Shift_L"}[one]) for one in held]
        for code in codes:
            xtest.fake_input(self._display, X.KeyPress, code)
        at = time.perf_counter()
        xtest.fake_input(self._display, X.KeyPress, self._code(name))
        xtest.fake_input(self._display, X.KeyRelease, self._code(name))
        for code in codes:
            xtest.fake_input(self._display, X.KeyRelease, code)
        self._display.sync()
        return at

    def _code(self, name: str) -> int:
        code: int = self._display.keysym_to_keycode(XK.string_to_keysym(name))
        if not code:
            raise ValueError(f"no key for {name!r}")
        return code

    def save(self, file: Path) -> None:
        """What is on the screen, as a portable pixmap."""
        rows = [self._pixels[self._first + y * self._stride :][: WIDTH * _PIXEL] for y in range(HEIGHT)]
        out = bytearray()
        for row in rows:
            picture = bytearray(WIDTH * 3)
            picture[0::3], picture[1::3], picture[2::3] = row[2::4], row[1::4], row[0::4]
            out += picture
        file.write_bytes(b"P6 %d %d 255\n" % (WIDTH, HEIGHT) + out)


class Painted:
    """When a region first and last changed, in milliseconds after a moment; None: it did not."""

    def __init__(self) -> None:
        self.first: float | None = None
        self.last: float | None = None


def painted(
    since: float, regions: Sequence[Region], *, quiet: float = 0.12, limit: float = 3.0, poll: float = _POLL
) -> list[Painted]:
    """Watch until none of `regions` has changed for `quiet` seconds, or `limit` is over."""
    told = [Painted() for _ in regions]
    last = 0.0
    while (now := time.perf_counter()) < since + limit and not (last and now - last > quiet):
        for region, one in zip(regions, told, strict=True):
            if region.changed():
                last = time.perf_counter()
                one.last = (last - since) * 1000
                one.first = one.first or one.last
        time.sleep(poll)
    return told


def _serve(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """An X server on a display that it chooses itself."""
    program = shutil.which("Xvfb")
    if program is None:
        raise SystemExit("Xvfb is not installed: it stands in for a screen.")
    said, tells = os.pipe()
    server = subprocess.Popen(
        [program, "-displayfd", str(tells), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(folder),
         "-nolisten", "tcp", "-noreset"],
        pass_fds=[tells], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(tells)
    with os.fdopen(said) as answer:
        number = answer.readline().strip()
    if not number:
        raise SystemExit("Xvfb did not start.")
    return server, int(number)

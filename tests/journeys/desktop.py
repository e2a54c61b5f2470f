"""A desktop of its own: screen, window manager, message bus and what a screen reader needs; nothing stays."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

PATIENCE = 20.0
SIZE = "1440x900x24"
_KEYS = {"Enter": "Return", "Esc": "Escape", "Space": "space", "Backspace": "BackSpace"}
_HELD = {"Shift": "Shift_L", "Ctrl": "Control_L", "Alt": "Alt_L"}
_SIGNS = {"\n": "Return", " ": "space"}
ACCESSIBILITY = Path("/usr/libexec/at-spi-bus-launcher")


def missing() -> str:
    """The first program that is needed and not here; empty when all are."""
    programs = [one for one in ("Xvfb", "openbox", "dbus-daemon", "setxkbmap") if shutil.which(one) is None]
    return next(iter(programs), "" if ACCESSIBILITY.exists() else "at-spi2-core")


class Desktop:
    """`environment` lets a program run on it; `press` and `write` strike keys as a keyboard does."""

    def __init__(self, display: str, environment: dict[str, str]) -> None:
        self.environment = environment
        self._display = Display(display)

    def press(self, keys: str) -> None:
        """Press one chord after the other: "Shift+C", "g m"."""
        for chord in keys.split():
            *held, name = chord.split("+") if len(chord) > 1 else [chord]
            self._strike(
                _KEYS.get(name, name.lower() if len(name) == 1 else name), [_HELD[one] for one in held]
            )

    def write(self, text: str) -> None:
        """Strike the key of each sign."""
        for sign in text:
            self._strike(_SIGNS.get(sign, sign), [])

    def burst(self, sign: str, seconds: float, gap: float) -> int:
        """Strike the key of a sign for so long, `gap` seconds from one to the next; gives how often."""
        end, times = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            self._strike(sign, [])
            times += 1
            time.sleep(gap)
        return times

    def hold(self, sign: str, seconds: float) -> None:
        """Hold the key of a sign down: the server repeats it as it does for a keyboard."""
        code = self._display.keysym_to_keycode(XK.string_to_keysym(sign) or ord(sign))
        self.strike_place(code, seconds)

    def strike_place(self, code: int, seconds: float = 0.0) -> None:
        """Strike the key at a place of the keyboard, whatever stands on it."""
        xtest.fake_input(self._display, X.KeyPress, code)
        self._display.sync()
        time.sleep(seconds)
        xtest.fake_input(self._display, X.KeyRelease, code)
        self._display.sync()

    def use_layout(self, layout: str) -> None:
        """Plug in a keyboard of another country."""
        display = self._display.get_display_name()
        subprocess.run(["setxkbmap", "-display", display, layout], check=True, timeout=30)
        self._display.close()
        self._display = Display(display)

    def picture(self, path: Path) -> None:
        """Keep what the screen looks like."""
        subprocess.run(["import", "-window", "root", path], env=self.environment, check=False, timeout=30)

    def has_window_manager(self) -> bool:
        root = self._display.screen().root
        atom = self._display.intern_atom("_NET_SUPPORTING_WM_CHECK")
        return root.get_full_property(atom, X.AnyPropertyType) is not None

    def close(self) -> None:
        self._display.close()

    def _strike(self, name: str, held: list[str]) -> None:
        keysym = XK.string_to_keysym(name) or ord(name)
        codes = self._display.keysym_to_keycodes(keysym)
        code, level = min(codes, key=lambda one: one[1])
        if level % 2 and "Shift_L" not in held:
            held = [*held, "Shift_L"]
        holding = [self._display.keysym_to_keycode(XK.string_to_keysym(one)) for one in held]
        for key in (*holding, code):
            xtest.fake_input(self._display, X.KeyPress, key)
        for key in (code, *reversed(holding)):
            xtest.fake_input(self._display, X.KeyRelease, key)
        self._display.sync()


@contextlib.contextmanager
def desktop() -> Iterator[Desktop]:
    """Start one on a free display; everything it started is gone at the end."""
    with contextlib.ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True))
        )
        display = _screen(stack)
        environment = {
            **os.environ,
            "DISPLAY": display,
            "XDG_RUNTIME_DIR": str(folder),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        environment.pop("AT_SPI_BUS_ADDRESS", None)
        environment["DBUS_SESSION_BUS_ADDRESS"] = _bus(stack, environment)
        stack.callback(_stop, _start(["openbox"], environment))
        desk = Desktop(display, environment)
        stack.callback(desk.close)
        wait_for(desk.has_window_manager, "the window manager")
        yield desk


def wait_for(
    condition: Callable[[], object], what: str, seconds: float = PATIENCE, step: float = 0.05
) -> None:
    """Look again and again until `condition` holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(step)


def _screen(stack: contextlib.ExitStack) -> str:
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"]
    process = subprocess.Popen(
        command,
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(writing)
    stack.callback(_stop, process)
    with os.fdopen(reading) as said:
        return f":{said.readline().strip()}"


def _bus(stack: contextlib.ExitStack, environment: dict[str, str]) -> str:
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
    process = _start(command, environment, stdout=subprocess.PIPE)
    stack.callback(_stop, process)
    assert process.stdout is not None
    address: str = process.stdout.readline().strip()
    process.stdout.close()
    return address


def _start(
    command: list[str], environment: dict[str, str], stdout: int = subprocess.DEVNULL
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command, env=environment, stdout=stdout, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    )


def _stop(process: subprocess.Popen[Any]) -> None:
    """End a program and all that it started: it leads a group of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

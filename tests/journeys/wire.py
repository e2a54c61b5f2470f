"""The wire between one computer and the portal: cut, that computer alone is offline."""

from __future__ import annotations

import contextlib
import socket
import threading

import httpx

_PIECE = 65_536


class Wire:
    """Carries bytes both ways; `address` is the portal's at its near end."""

    def __init__(self, address: str) -> None:
        far = httpx.URL(address)
        assert far.host and far.port
        self._far = (far.host, far.port)
        self._near = socket.create_server(("127.0.0.1", 0))
        self.address = str(far.copy_with(port=self._near.getsockname()[1]))
        self._whole = threading.Event()
        self._whole.set()
        self._ends: set[socket.socket] = set()
        self._guard = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """What is under way breaks off, and nothing more gets through."""
        self._whole.clear()
        with self._guard:
            for end in self._ends:
                _break(end)

    def mend(self) -> None:
        """It carries again."""
        self._whole.set()

    def close(self) -> None:
        self.cut()
        self._near.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):  # closed: the end of it
            while True:
                near, _ = self._near.accept()
                threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        with near, contextlib.suppress(OSError), socket.create_connection(self._far) as far:
            with self._guard:
                if not self._whole.is_set():
                    return
                self._ends |= {near, far}
            back = threading.Thread(target=_carry, args=(far, near), daemon=True)
            back.start()
            _carry(near, far)
            back.join()
            with self._guard:
                self._ends -= {near, far}


def _carry(source: socket.socket, sink: socket.socket) -> None:
    """Until one of them ends; then neither goes on."""
    with contextlib.suppress(OSError):
        while piece := source.recv(_PIECE):
            sink.sendall(piece)
    _break(source)
    _break(sink)


def _break(end: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it has ended by itself
        end.shutdown(socket.SHUT_RDWR)

"""A portal that runs in a thread of this process, for tests and other starters."""

import contextlib
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from portal.app import build
from portal.seeding import MakeClinic, sample_clinic
from portal.serving import PortalServer, open_socket
from portal.settings import FHIR_ROOT, Settings

_PATIENCE = 30.0


class Running:
    """`with Running(Settings(...)) as portal:` serves until the block ends; `port` 0 takes a free one.

    Without a database of its own (an empty address) the portal works in a temporary folder. While it runs,
    `root` is its address and `base_url` that of its FHIR interface.
    """

    def __init__(
        self, settings: Settings | None = None, port: int = 0, make_clinic: MakeClinic = sample_clinic
    ) -> None:
        self.settings = settings or Settings(database="", test_mode=True)
        self.root = ""
        self.base_url = ""
        self._port = port
        self._make_clinic = make_clinic
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> "Running":
        with contextlib.ExitStack() as stack:
            if not self.settings.database:
                folder = tempfile.TemporaryDirectory(prefix="portal-", ignore_cleanup_errors=True)
                path = Path(stack.enter_context(folder)) / "portal.db"
                self.settings = replace(self.settings, database=f"sqlite:///{path}")
            bound = stack.enter_context(open_socket("127.0.0.1", self._port))
            started = threading.Event()
            server = PortalServer(build(self.settings, make_clinic=self._make_clinic), started.set)
            thread = threading.Thread(target=server.run, args=([bound],), name="portal", daemon=True)
            thread.start()
            stack.callback(_stop, server, thread)
            if not started.wait(_PATIENCE):
                raise RuntimeError("the portal did not start")
            self.root = f"http://127.0.0.1:{bound.getsockname()[1]}"
            self.base_url = f"{self.root}{FHIR_ROOT}"
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stack.close()


def _stop(server: PortalServer, thread: threading.Thread) -> None:
    server.should_exit = True
    thread.join(_PATIENCE)
    if thread.is_alive():
        raise RuntimeError("the portal did not stop")

"""A portal that runs in a thread of this process, for tests and other starters."""

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
    """`with Running(Settings(...)) as portal:` serves on a free port until the block ends.

    Without a database of its own (an empty address) the portal works in a temporary folder.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        make_clinic: MakeClinic = sample_clinic,
    ) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        settings = settings or Settings(database="", test_mode=True)
        if not settings.database:
            self._folder = tempfile.TemporaryDirectory(prefix="portal-", ignore_cleanup_errors=True)
            settings = replace(settings, database=f"sqlite:///{Path(self._folder.name) / 'portal.db'}")
        self.settings = settings
        self._make_clinic = make_clinic
        self._socket = open_socket(host, port)
        self.root = f"http://{host}:{self._socket.getsockname()[1]}"
        self.base_url = f"{self.root}{FHIR_ROOT}"

    def __enter__(self) -> "Running":
        started = threading.Event()
        self._server = PortalServer(build(self.settings, make_clinic=self._make_clinic), started.set)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="portal", daemon=True
        )
        self._thread.start()
        if not started.wait(_PATIENCE):
            raise RuntimeError("the portal did not start")
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(_PATIENCE)
        self._socket.close()
        if self._folder is not None:
            self._folder.cleanup()

"""`python -m inbox`: the workstation."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from inbox import __version__
from inbox.domain.words import tr

CLIENT_ID = "inbox-workstation"


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the program. Gives the exit status of the process."""
    gc.disable()  # until all is imported and made, a sixth of a start: there is hardly any garbage in it
    asked = _parser().parse_args(arguments)
    if asked.demo:
        from inbox import demo

        return demo.run(asked.demo, asked.profile_dir)
    from inbox.app import Start, load_site, run

    own_files = asked.profile_dir or default_profile()
    site = load_site(asked.site, own_files)
    said = site.site.portal
    portal, client_id = asked.portal or said.address, asked.client_id or said.client_id or CLIENT_ID
    status = run(Start(portal, client_id, own_files, site=site))
    if status:
        print(tr("The program ended by a mistake of its own. Nothing you did is lost."), file=sys.stderr)
    return status


def default_profile() -> Path:
    """Where this computer account keeps the program's files."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        return base / "Inbox Workstation"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Inbox Workstation"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "inbox-workstation"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="inbox", description="The workstation clinic staff answer a patient portal from."
    )
    parser.add_argument(
        "--portal", metavar="URL", default="", help="base address of the portal's FHIR R4 server"
    )
    parser.add_argument(
        "--client-id", metavar="ID", default="", help=f"this program's name at the portal ({CLIENT_ID})"
    )
    parser.add_argument(
        "--site", metavar="FILE", type=Path, help="what your site knows better than its portal says (TOML)"
    )
    parser.add_argument("--profile-dir", metavar="DIR", type=Path, help="where the encrypted files are kept")
    demo = parser.add_argument(
        "--demo",
        metavar="AS",
        choices=("nurse", "physician", "supervisor"),
        help="start the sandbox portal and sign in as nurse, physician or supervisor",
    )
    if find_spec("portal") is None:  # a station in a clinic has no sandbox
        demo.choices, demo.help = (), argparse.SUPPRESS
    parser.add_argument("--version", action="version", version=__version__)
    return parser


if __name__ == "__main__":
    sys.exit(main())

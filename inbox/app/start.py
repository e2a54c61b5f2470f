"""How the program was started."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inbox.domain.site import NO_SITE, SiteFile


@dataclass(frozen=True)
class Start:
    """How the program was started."""

    portal: str
    client_id: str
    profile_dir: Path
    signs_in: bool = False
    """Open the browser without being asked."""
    passphrase: str = ""
    """Seals the files where there is no keyring, instead of one that the person chooses."""
    site: SiteFile = NO_SITE
    """What the site knows better than its portal says."""

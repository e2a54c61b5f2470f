"""The folder of this computer account, and in it the files that each person may read and change themselves:
their keys, their lists of phrases and buttons, how it looks.

Those lie beside that person's inbox, in a folder for each person and portal, so that whoever signs in next
works with their own. They hold nothing of a patient, and stay when an inbox is wiped.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from inbox import diary
from inbox.app.unused import people, wipe_unused
from inbox.app.wall_clock import WallClock
from inbox.store.faults import disk_in_words
from inbox.ui.files.copies import Copies

KEYS: Final = "keys.toml"
KIT: Final = "kit"
_ONCE_SHARED = ("keys.toml", "appearance.json", "kit/phrases.json", "kit/speed_buttons.json")
"""What programs before this one had once for everybody."""


def prepare(profile_dir: Path) -> bool:
    """Make the folder and begin the diary in it; copies that were left there go, and inboxes that nobody
    opens any more. Gives True, or says why not."""
    with disk_in_words():
        profile_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        diary.keep_in(profile_dir / "diary")
        wipe_unused(profile_dir, WallClock().now())
        hand_down(profile_dir)
    Copies(profile_dir).wipe()
    return True


def hand_down(profile_dir: Path) -> None:
    """What was once shared: everybody who has worked with it gets a copy, whoever comes later does not. It is
    set aside then. Raises OSError where the disk does not take that."""
    mine = list(people(profile_dir))
    is_the_sites = (profile_dir / "site.toml").exists()  # a folder `kit` beside it is the site's, for all
    for name in _ONCE_SHARED if mine else ():
        shared = profile_dir / name
        if not shared.is_file() or (is_the_sites and shared.parent != profile_dir):
            continue
        for folder in mine:
            own = folder / name
            if not own.exists():
                own.parent.mkdir(exist_ok=True, mode=0o700)
                shutil.copy2(shared, own)  # with its time: nobody has been here
        shared.replace(shared.with_name(f"{shared.name}.before"))
        diary.note("own-files.handed-down", count=len(mine))

"""One run: set the scene, make every check, tidy up."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

from inbox.domain.errors import InboxError
from inbox.fhir.faults import Busy
from inbox.fhir.profile import report_of
from tests.contract.asked import Asked
from tests.contract.clinic import OURS
from tests.contract.every_check import all_of_them
from tests.contract.finding import Check, Failed, Finding, Verdict, Whose, unexpected
from tests.contract.report import Line, Report
from tests.contract.scene import NoEntry, NothingToWorkWith, Scene, set_up
from tests.contract.wire import No

PATIENCE = 240.0
"""Seconds for one check."""
BREATH = 61.0
"""Seconds at most to leave a server alone whose quota is used up, before a check is made again."""
A_WHILE = 5.0


async def run(asked: Asked, tell: Callable[[str], None] = lambda line: None) -> Report:
    """Try one server. `tell` hears of each check as it begins. Never raises for what the server does."""
    with tempfile.TemporaryDirectory(prefix="contract-", ignore_cleanup_errors=True) as folder:
        try:
            async with set_up(asked, Path(folder)) as scene:
                return await _whole(scene, tell)
        except (NoEntry, NothingToWorkWith, No, InboxError) as error:
            finding = Finding(Verdict.FAILS, f"{error}", Whose.SERVER)
            return Report(asked.url, "", "nobody", (Line("Signing in", "Beginning at all", finding, 0.0),))


async def _whole(scene: Scene, tell: Callable[[str], None]) -> Report:
    wanted = [words.lower() for words in scene.asked.only] or [""]
    chosen = [one for one in all_of_them() if any(words in one.name.lower() for words in wanted)]
    lines = [line async for line in _lines(scene, chosen, tell)]
    profile, mine = scene.profile, scene.mine
    remarks, stays = [], dict[str, int]()
    if scene.clinic.borrowed:
        remarks.append(f"Used what was there: {', '.join(scene.clinic.borrowed)}.")
    try:
        stays = await scene.clinic.tidy()
    except (No, InboxError) as error:
        remarks.append(f"Tidying up was cut short ({error}): what has an identifier of {OURS} is ours.")
    if scene.clinic.unseen:
        remarks.append(
            f"All that the program recorded stays: this sign-in may not see {scene.clinic.unseen}."
        )
    return Report(
        server=scene.asked.url,
        software=f"{profile.said.name or 'a server without a name'} {scene.asked.name}".rstrip(),
        how=mine.how,
        lines=tuple(lines),
        lacking={one.what: one.cost for one in report_of(profile).missing},
        stays=stays,
        remarks=tuple(remarks),
    )


async def _lines(scene: Scene, chosen: Iterable[Check], tell: Callable[[str], None]) -> AsyncIterator[Line]:
    for check in chosen:
        tell(check.name)
        began = asyncio.get_running_loop().time()
        scene.line.listen()
        finding = await _made(check, scene)
        yield Line(check.area, check.name, finding, round(asyncio.get_running_loop().time() - began, 2))


async def _made(check: Check, scene: Scene) -> Finding:
    """What a check found; made once again where only the server's quota kept it from its end."""
    try:
        return await _tried(check, scene)
    except Busy as busy:
        await asyncio.sleep(min(busy.retry_after or A_WHILE, BREATH))
    scene.line.listen()
    try:
        return await _tried(check, scene)
    except Busy as busy:
        return unexpected(busy)


async def _tried(check: Check, scene: Scene) -> Finding:
    """What a check found, or what kept it from finding anything. Raises Busy only."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await check.run(scene)
    except Busy:
        raise
    except Failed as failed:
        return failed.finding
    except TimeoutError:
        return Finding(Verdict.FAILS, f"It did not end within {PATIENCE:.0f} s.", Whose.SERVER)
    except No as no:
        return Finding(Verdict.FAILS, f"{no}.", Whose.SERVER)
    except Exception as error:  # noqa: BLE001 - one check that breaks is a line of the table, not the end of it
        return unexpected(error)

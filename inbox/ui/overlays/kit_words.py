"""What the connection view says of the site's kit and of this person's own files."""

from __future__ import annotations

from collections.abc import Iterator

from inbox.domain.inert import one_line
from inbox.domain.policy_in_force import Source
from inbox.domain.site_kit import KitFile, Part, words_of
from inbox.domain.words import tr
from inbox.ui.desk import Desk
from inbox.ui.overlays.connection_words import Line, Section


def to_mend(desk: Desk) -> list[Section]:
    """What is wrong in files somebody may edit; nothing where all is well."""
    lines = tuple(_wrong(desk))
    return [Section(tr("To be corrected"), lines)] if lines else []


def kit_section(desk: Desk) -> Section:
    """Each part of the kit: which version holds, and where it comes from."""
    return Section(tr("The site’s rules"), tuple(_part(desk, part) for part in Part))


def own_section(desk: Desk) -> Section:
    """Where this person's own files are: keys, and lists of phrases and speed buttons."""
    return Section(tr("Your own files"), (Line(tr("Folder"), desk.keys.folder, "file-text"),))


def _wrong(desk: Desk) -> Iterator[Line]:
    for part, problem in desk.kit_problems:
        yield Line(_title(part), problem, "triangle-alert", "overdue")
    for wrong in desk.lookout.in_force.problems:
        yield Line(_title(Part.RED_FLAGS), one_line(wrong, 300), "triangle-alert", "overdue")
    if desk.status is not None and desk.status.own_kit:
        yield Line(tr("Your own kit"), desk.status.own_kit, "triangle-alert", "soon_text")
    for one in desk.file_problems:
        yield Line(tr("Left out"), str(one), "triangle-alert", "soon_text")


def _part(desk: Desk, part: Part) -> Line:
    named = _title(part)
    file = desk.kit_file(part)
    if part is Part.POLICY:
        return _policy(desk, named, file)
    wrong = {wrong for wrong, _problem in desk.kit_problems}
    if part in wrong or (part is Part.RED_FLAGS and desk.lookout.in_force.problems):
        return Line(named, tr("Not the newest: see above."), "info")
    if file is None:
        return Line(named, tr("As they come with the program."), "info")
    return Line(named, _whence(file), "check", "good")


def _policy(desk: Desk, named: str, file: KitFile | None) -> Line:
    held = desk.policy
    version = held.policy.name_at_version
    if held.source is Source.SITE and file is not None:
        return Line(named, tr("{policy}: {whence}", policy=version, whence=_whence(file)), "check", "good")
    words = {
        Source.LAST_VALID: tr("{policy}: the last ones that could be used.", policy=version),
        Source.SHIPPED: tr("{policy}: as they come with the program.", policy=version),
    }
    return Line(named, words.get(held.source, version), "info")


def _whence(file: KitFile) -> str:
    if not file.library:
        return tr("From a file of this computer, for want of one on the server.")
    return tr(
        "Version {version}, published on the server as {name}.", version=file.version, name=file.library
    )


def _title(part: Part) -> str:
    named = words_of(part)
    return named[:1].upper() + named[1:]

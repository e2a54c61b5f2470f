"""Signing in, and what the server says of itself."""

from __future__ import annotations

import asyncio

from inbox.domain.errors import SignInNeeded
from inbox.fhir.client import FhirClient
from inbox.fhir.profile import report_of
from tests.contract.credentials import Ready
from tests.contract.finding import Area, Finding, holds, missing, not_offered, program_must, server_must
from tests.contract.scene import Scene

area = Area("Signing in")


@area.check("Sign-in")
async def sign_in(scene: Scene) -> Finding:
    await scene.client.read(scene.clinic.patient)
    return holds(f"By {scene.mine.how}; its token reads a patient.")


@area.check("Who it is")
async def who(scene: Scene) -> Finding:
    actor = scene.actor
    known = f"{actor.person}, {actor.role}, of {len(actor.pools)} pool(s)"
    if scene.mine.fhir_user:
        return holds(f"The sign-in says so: {known}.")
    return not_offered("The sign-in stands for no person.", f"The checks act as {known}.")


@area.check("Renewing a sign-in")
async def renewal(scene: Scene) -> Finding:
    tokens = scene.mine.tokens
    before = await tokens.access()
    try:
        renewed = set(await asyncio.gather(*(tokens.refreshed(after=before) for _ in range(8))))
    except SignInNeeded:
        return not_offered(
            "No refresh token was given.", "The person signs in again; nothing queued is lost."
        )
    program_must(len(renewed) == 1, "Several renewals went out at once: a rotated token is then lost.")
    if before in renewed:
        return not_offered("Asked again, the same token comes.", "The person signs in again.")
    await scene.client.read(scene.clinic.patient)
    return holds("Asked for by eight at once, renewed once, and the new token reads.")


@area.check("A token that is no good")
async def bad_token(scene: Scene) -> Finding:
    async with FhirClient(scene.asked.url, Ready("not-a-token")) as client:
        try:
            await client.read(scene.clinic.patient)
        except SignInNeeded:
            return holds("401, and the program asks for a sign-in.")
    return missing("The server answers anybody.", "The program signs in all the same.")


@area.check("Capability statement")
async def capability(scene: Scene) -> Finding:
    profile = scene.profile
    said, lacking = profile.said, [one.what for one in report_of(profile).missing]
    server_must(said.fhir_version.startswith("4.0"), f"It says FHIR {said.fhir_version}, not R4 (4.0.1).")
    for kind, interactions in (
        ("Task", ("search-type", "update")),
        ("Communication", ("search-type", "create")),
    ):
        for one in interactions:
            server_must(profile.offers(kind, one), f"It does not offer {one} of {kind}.")
    told = f"; the Connection view tells what it lacks ({len(lacking)})" if lacking else ""
    return holds(f"FHIR {said.fhir_version}, {len(said.types)} types{told}.")

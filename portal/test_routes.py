"""`/test`, there in test mode only: fault rules, a look at everything without signing in, and what another
system of the clinic changes, such as its registration."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from portal import json_text
from portal.faults.held import Held
from portal.faults.rules import Schedule
from portal.refusals import not_found
from portal.rest.endpoints import fhir_response
from portal.search.parameters import RESOURCE_TYPES
from portal.smart import sessions
from portal.storage.database import Database, Writing
from portal.storage.resources import everything, fetch, insert, replace
from portal.storage.versions import Stored


def routes(database: Database, schedule: Schedule, held: Held) -> list[Route]:
    async def faults(request: Request) -> Response:
        if request.method == "POST":
            schedule.add(json_text.decode_any(await request.body()))
        elif request.method == "DELETE":
            schedule.clear()
        return JSONResponse([armed.described() for armed in schedule.rules])

    async def dump(request: Request) -> Response:
        resource_type = request.path_params["type"]
        if resource_type not in RESOURCE_TYPES:
            raise not_found(f"This portal holds no {resource_type!r}.")
        bodies = await database.reading(lambda it: list(everything(it, resource_type)))
        return fhir_response(200, b"[" + b",".join(bodies) + b"]")

    async def registered(request: Request) -> Response:
        resource = json_text.decode(await request.body())

        def store(writing: Writing) -> Stored:
            there = fetch(writing.connection, resource["resourceType"], str(resource.get("id", "")))
            return replace(writing, there, resource) if there else insert(writing, resource)

        return fhir_response(200, (await database.writing(store)).body)

    async def held_writes(request: Request) -> Response:
        waiting = held.count
        if request.method == "DELETE":
            held.let_go()
        return JSONResponse({"held": waiting})

    async def people(_request: Request) -> Response:
        return JSONResponse([row._asdict() for row in await database.reading(sessions.accounts)])

    return [
        Route("/test/faults", faults, methods=["GET", "POST", "DELETE"]),
        Route("/test/held", held_writes, methods=["GET", "DELETE"]),
        Route("/test/dump/{type}", dump),
        Route("/test/people", people),
        Route("/test/registered", registered, methods=["POST"]),
    ]

"""The composition root: one portal, put together."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from portal import test_routes
from portal.arriving import OwnHand
from portal.faults.held import Held
from portal.faults.injector import FaultInjector
from portal.faults.rules import Schedule
from portal.front_door import FrontDoor
from portal.moments import Clock, ahead, wall_clock
from portal.refusals import Refusal
from portal.rest import endpoints as rest
from portal.seeding import MakeClinic, sample_clinic, seed_if_empty
from portal.settings import Settings
from portal.smart import endpoints as smart
from portal.smart.identity import SigningKey
from portal.storage.database import Database
from portal.subscriptions.endpoints import Subscriptions

_log = logging.getLogger("portal")


def build(
    settings: Settings, clock: Clock = wall_clock, make_clinic: MakeClinic = sample_clinic
) -> Starlette:
    """The portal as an ASGI application, its database opened and, where empty, seeded.

    `app.state.database` is the open database and `app.state.story` says what was found in it or made.
    Raises `DatabaseUnusable`.
    """
    database, story, key = _opened(settings, clock, make_clinic)
    subscriptions = Subscriptions(database, settings)
    routes: list[BaseRoute] = [
        *smart.routes(database, settings, key),
        *subscriptions.routes(settings.test_mode),
        *rest.routes(database, settings),
    ]
    limits = {"body_limit": settings.profile.body_limit, "head_limit": settings.profile.head_limit}
    middleware = [Middleware(FrontDoor, clock=database.now, **limits)]
    if settings.test_mode:
        middleware.insert(0, _open_for_tests(routes, database, settings))

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        try:
            async with subscriptions.telling(), _arrivals(database, settings):
                yield
        finally:
            database.close()

    app = Starlette(
        routes=routes,
        middleware=middleware,
        lifespan=lifespan,
        exception_handlers={Refusal: _refused, HTTPException: _no_such_route, Exception: _failed},
    )
    app.state.database = database
    app.state.story = story
    return app


def _opened(settings: Settings, clock: Clock, make_clinic: MakeClinic) -> tuple[Database, str, SigningKey]:
    database = Database(settings.database, ahead(clock, settings.clock_offset), settings.profile.late_commits)
    try:
        story = seed_if_empty(database, settings, make_clinic)
        with database.read() as connection:
            return database, story, SigningKey(connection)
    except BaseException:
        database.close()
        raise


def _open_for_tests(routes: list[BaseRoute], database: Database, settings: Settings) -> Middleware:
    schedule, held = Schedule(), Held()
    routes += test_routes.routes(database, schedule, held)
    splits = not settings.profile.atomic
    return Middleware(FaultInjector, schedule=schedule, held=held, transactions_split=splits)


@contextlib.asynccontextmanager
async def _arrivals(database: Database, settings: Settings) -> AsyncIterator[None]:
    """Patients keep writing while the portal is up; should the simulator fail, the log says so at once."""
    if settings.arrivals_per_hour <= 0:
        yield
        return
    from portal.clinic.arrivals import Arrivals

    arrivals = Arrivals(settings.seed, settings.arrivals_per_hour, OwnHand(database))
    task = asyncio.create_task(arrivals.run(), name="arrivals")
    task.add_done_callback(_tell_failure)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


def _tell_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("No more messages arrive: the simulator failed.", exc_info=error)


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return rest.refusal_response(error)


async def _no_such_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = "not-found" if error.status_code == 404 else "not-supported"
    words = f"{request.method} {request.url.path} is not offered here."
    return rest.refusal_response(Refusal(error.status_code, code, words, headers=dict(error.headers or {})))


async def _failed(_request: Request, _error: Exception) -> Response:
    """A defect of the portal; the trace goes to its log, which never holds what was sent."""
    return rest.refusal_response(Refusal(500, "exception", "The portal failed at this request; see its log."))

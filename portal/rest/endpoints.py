"""FHIR over HTTP: from a request to an interaction and back."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal import json_text
from portal.refusals import Refusal, outcome
from portal.rest import bundles, patching, reading, writing
from portal.rest.capability import statement
from portal.rest.collisions import Collisions
from portal.rest.exchange import Answer, Call, Context, read_target
from portal.rest.holding import held_up
from portal.rest.quota import Quota
from portal.settings import FHIR_ROOT, Settings
from portal.smart import sessions
from portal.smart.scopes import Person
from portal.storage.database import Database

JSON = "application/fhir+json"
_JSON_TYPES = frozenset({JSON, "application/json", "text/json", "*/*", "application/*", "text/*"})
_FORMATS = frozenset({"json", JSON, "application/json", "text/json"})
_FORM = "application/x-www-form-urlencoded"


def fhir_base(request: Request) -> str:
    """The FHIR base address as this client reaches it."""
    return f"{str(request.base_url).rstrip('/')}{FHIR_ROOT}"


def fhir_response(status: int, body: bytes, headers: dict[str, str] | None = None) -> Response:
    return Response(body, status, {"Content-Type": f"{JSON}; charset=utf-8", **(headers or {})})


def refusal_response(refusal: Refusal) -> Response:
    return fhir_response(refusal.status, json_text.encode(refusal.outcome()), refusal.headers)


def routes(database: Database, settings: Settings) -> list[Route]:
    started = database.now()
    collisions = Collisions(settings.profile.refuses_collisions)
    quota = Quota(settings.profile, database.now)

    async def context_of(request: Request) -> Context:
        person = await person_of(request, database)
        quota.admit(person.user)
        return Context(person, fhir_base(request), settings, collisions, quota)

    async def metadata(request: Request) -> Response:
        _demand_json_wanted(request)
        base = fhir_base(request)
        auth = base.removesuffix(FHIR_ROOT) + "/auth"
        described = statement(base, auth, started, settings.profile)
        return fhir_response(200, json_text.encode(described))

    async def resource(request: Request) -> Response:
        context = await context_of(request)
        path = request.path_params["path"].rstrip("/")
        call = read_target(request.method, path, request.url.query)
        if request.method in ("GET", "HEAD"):
            return _respond(await database.reading(lambda it: reading.answer(it, call, context)), context)
        call.if_match = request.headers.get("if-match")
        call.if_none_exist = request.headers.get("if-none-exist")
        if request.method != "DELETE":
            call.body = await _body(request, patch=request.method == "PATCH")
        quota.spend(context.person.user)
        with collisions.entering(call.keys):
            begun = await held_up(request.scope, database.now)
            answer = await database.writing(lambda it: writing.answer(it, call, context), begun)
        return _respond(answer, context, _preference(request))

    async def search_by_post(request: Request) -> Response:
        context = await context_of(request)
        if _content_type(request) not in (_FORM, ""):
            raise Refusal(415, "not-supported", f"_search takes a form, {_FORM}.")
        form = (await request.body()).decode("utf-8", "replace")
        call: Call = read_target("GET", request.path_params["type"], request.url.query)
        call.query += parse_qsl(form, keep_blank_values=True)
        return _respond(await database.reading(lambda it: reading.search(it, call, context)), context)

    async def bundle(request: Request) -> Response:
        context = await context_of(request)
        sent = await _body(request)
        preference = _preference(request)
        context = replace(context, begun=await held_up(request.scope, database.now))
        response = await bundles.carry_out(sent, database, context, preference == "representation")
        return _respond_to_bundle(response, context, preference)

    return [
        Route(f"{FHIR_ROOT}/metadata", metadata),
        Route(FHIR_ROOT, bundle, methods=["POST"]),
        Route(f"{FHIR_ROOT}/", bundle, methods=["POST"]),
        Route(f"{FHIR_ROOT}/{{type}}/_search", search_by_post, methods=["POST"]),
        Route(f"{FHIR_ROOT}/{{path:path}}", resource, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    ]


async def person_of(request: Request, database: Database) -> Person:
    """Who asks, by the bearer token."""
    _demand_json_wanted(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise _unauthorized("Sign in first: the request holds no access token.", "")
    now = database.now()
    person = await database.reading(lambda it: sessions.person_with(it, token.strip(), now))
    if person is None:
        raise _unauthorized("The access token is unknown, expired or revoked.", ', error="invalid_token"')
    return person


def _unauthorized(diagnostics: str, detail: str) -> Refusal:
    return Refusal(401, "login", diagnostics, headers={"WWW-Authenticate": f'Bearer realm="portal"{detail}'})


def _demand_json_wanted(request: Request) -> None:
    wanted = request.query_params.get("_format")
    if wanted is not None:
        acceptable = wanted in _FORMATS
    else:
        accepted = request.headers.get("accept", "*/*").split(",")
        acceptable = any(one.partition(";")[0].strip() in _JSON_TYPES for one in accepted)
    if not acceptable:
        raise Refusal(406, "not-supported", f"This portal answers in {JSON} only.")


def _content_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _body(request: Request, patch: bool = False) -> Any:
    content_type = _content_type(request)
    if patch:
        if content_type != patching.CONTENT_TYPE:
            raise Refusal(415, "not-supported", f"A patch is sent as {patching.CONTENT_TYPE}.")
        return json_text.decode_any(await request.body())
    if content_type not in _JSON_TYPES:
        raise Refusal(415, "not-supported", f"Resources are sent as {JSON}.")
    return json_text.decode_object(await request.body())


def _preference(request: Request) -> str | None:
    """What `Prefer: return=…` asks for."""
    for part in request.headers.get("prefer", "").replace(";", ",").split(","):
        name, _, value = part.strip().partition("=")
        if name == "return":
            return value
    return None


def _respond(answer: Answer, context: Context, preference: str | None = None) -> Response:
    headers = answer.headers(context.base) | context.quota.headers(context.person.user)
    if answer.status == 204:
        return Response(status_code=204, headers=headers)
    body = context.shown(answer.body)
    if answer.changed and preference == "minimal":
        body = b""
    elif answer.changed and preference == "OperationOutcome":
        body = json_text.encode(outcome("information", "informational", "Stored."))
    return fhir_response(answer.status, body, headers)


def _respond_to_bundle(response: dict[str, Any], context: Context, preference: str | None) -> Response:
    throttled = any(entry["response"]["status"] == "429" for entry in response["entry"])
    headers = context.quota.headers(context.person.user, throttled)
    if preference == "minimal" and not context.profile.answers_minimal_bundles:
        return fhir_response(200, b"", headers)
    return fhir_response(200, json_text.encode(response), headers)

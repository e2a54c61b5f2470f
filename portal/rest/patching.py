"""JSON Patch (RFC 6902) on a resource.

R4 leaves the status of a failed `test` to RFC 5789; here, as on the servers met in the field, everything that
keeps a patch from being applied is 400, and only If-Match gives 412.
"""

import base64
import binascii
from typing import Any

import jsonpatch

from portal import json_text
from portal.refusals import Refusal, invalid

CONTENT_TYPE = "application/json-patch+json"


def patched(resource: dict[str, Any], operations: Any) -> dict[str, Any]:
    if not isinstance(operations, list):
        raise invalid("A JSON Patch is a list of operations.")
    try:
        result = jsonpatch.apply_patch(resource, operations)
    except jsonpatch.JsonPatchTestFailed as error:
        raise Refusal(400, "conflict", "A test in the patch failed; nothing was changed.") from error
    except (jsonpatch.JsonPatchException, jsonpatch.JsonPointerException, TypeError) as error:
        raise Refusal(
            400,
            "processing",
            "The patch cannot be applied to this resource: a path or operation does not fit.",
        ) from error
    if not isinstance(result, dict):
        raise invalid("The patch leaves no resource.")
    return result


def from_binary(resource: Any) -> Any:
    """The operations of a patch that travels in a bundle, as a Binary (FHIR R4, http.html#patch)."""
    if not isinstance(resource, dict) or resource.get("resourceType") != "Binary":
        raise invalid("In a bundle, a patch is a Binary that holds a JSON Patch.")
    if resource.get("contentType") != CONTENT_TYPE:
        raise invalid(f"Only {CONTENT_TYPE} patches are supported.")
    try:
        return json_text.decode(base64.b64decode(str(resource.get("data")), validate=True))
    except (binascii.Error, ValueError) as error:
        raise invalid("The data of the patch is not JSON in base64.") from error

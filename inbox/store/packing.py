"""How a resource's bytes are kept: compressed against a dictionary of what FHIR resources repeat.

A packed body is one byte that says how (0 as it is, 1 deflate with `_DICTIONARY`), then the rest.
The dictionary is part of the file format: another one needs another first byte.
"""

from __future__ import annotations

import zlib

_PLAIN, _DEFLATED = b"\x00", b"\x01"
_WINDOW = -13
"""Raw deflate over 8 KiB: the dictionary and an ordinary resource fit, and setting it up is cheap."""
_LEVEL, _MEMORY = 3, 5

_DICTIONARY = (
    b'"telecom":[{"system":"phone","value":"","use":"mobile"}],"gender":"female","gender":"male","birthDate":"19'
    b'"name":[{"use":"official","family":"","given":["'
    b'"communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"'
    b'"address":[{"line":["","city":"","state":"","postalCode":"","contact":[{"relationship":[{"text":"'
    b'"valueQuantity":{"value":,"unit":"mmHg","system":"http://unitsofmeasure.org","code":"'
    b'"code":{"coding":[{"system":"http://loinc.org","code":"'
    b'"category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"'
    b'{"resourceType":"Observation","status":"final","effectiveDateTime":"20'
    b'{"resourceType":"MedicationRequest","status":"active","intent":"order","medicationCodeableConcept":{"'
    b'{"resourceType":"Patient","id":"","active":true,'
    b'"medium":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationMode","code":"ELECTRONIC"}]}],'
    b'"requester":{"reference":"Practitioner/","performerType":[{"coding":[{"system":"http://snomed.info/sct","code":"'
    b'"statusReason":{"text":"","businessStatus":{"coding":[{"code":"","output":[{"type":{"coding":[{"system":"'
    b'"restriction":{"period":{"start":"","end":"20"}},"executionPeriod":{"start":"20'
    b'"input":[{"type":{"coding":[{"system":"","code":"pool"}]},"valueReference":{"reference":"HealthcareService/'
    b'{"type":{"coding":[{"code":"sla-policy"}]},"valueString":"","valueDateTime":"20'
    b'"code":"red-flag"}]},'
    b'"valueString":"{\\"rule\\": \\"\\", \\"level\\": 1, \\"message\\": \\"Communication/'
    b'"note":[{"authorReference":{"reference":"","time":"","text":"'
    b'{"resourceType":"Task","id":"","meta":{"versionId":"1","lastUpdated":"20'
    b'"status":"requested","intent":"order","priority":"routine","code":{"coding":[{"system":"'
    b'"status":"accepted","status":"completed","lastModified":"20","authoredOn":"20'
    b'"focus":{"reference":"Communication/","for":{"reference":"Patient/","owner":{"reference":"'
    b'{"resourceType":"Communication","id":"","meta":{"versionId":"1","lastUpdated":"20","tag":[{"system":"https://'
    b'"}]},"identifier":[{"system":"https://","value":"urn:uuid:'
    b'"status":"completed","status":"in-progress","priority":"routine","partOf":[{"reference":"Communication/'
    b'"}],"category":[{"coding":[{"system":"https://","code":"","display":"'
    b'"}],"text":"","subject":{"reference":"Patient/","display":"","topic":{"text":"'
    b'"},"sent":"20","received":"20","sender":{"reference":"RelatedPerson/","sender":{"reference":"Patient/'
    b'"},"recipient":[{"reference":"HealthcareService/"},{"reference":"Patient/"}],'
    b'"inResponseTo":[{"reference":"Communication/"}],"payload":[{"contentString":"'
)


def pack(body: bytes) -> bytes:
    """`body` in the shorter of its two forms."""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY, zdict=_DICTIONARY)
    packed = deflate.compress(body) + deflate.flush()
    return _DEFLATED + packed if len(packed) < len(body) else _PLAIN + body


def unpack(packed: bytes) -> bytes:
    """What was packed, byte for byte."""
    if packed[:1] == _PLAIN:
        return packed[1:]
    return zlib.decompressobj(_WINDOW, zdict=_DICTIONARY).decompress(packed[1:])

"""The portal's backend as it really is: FHIR R4 over HTTP. The only home of httpx."""

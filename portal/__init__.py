"""An embedded sandbox patient portal: a FHIR R4 + SMART App Launch server with a seeded clinic."""

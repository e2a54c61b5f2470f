"""An embedded sandbox patient portal: a FHIR R4 + SMART App Launch server with a seeded clinic.

It knows nothing of the workstation that talks to it; to that, it is one FHIR server among others.

    python -m portal --help          start it
    portal.running.Running           start it inside another process, for tests

How it is laid out, from the outside in:

    __main__, running, serving       ways to start it, on a TCP port
    app, settings                    putting it together, and what can be set
    front_door, faults/, test_routes limits for every request; misbehaviour on demand (test mode only)
    smart/                           signing in, tokens, what each role may do
    rest/                            FHIR interactions, bundles, the CapabilityStatement
    subscriptions/                   word of changes over WebSockets
    search/                          search parameters, index, queries, pages
    storage/                         tables, the one writer, resources and their versions
    clinic/, seeding, arriving       the invented clinic, and patients who keep writing to it
"""

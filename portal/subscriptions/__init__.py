"""Word of changes over WebSockets: a client is told that something happened, and looks for itself what.

A client creates a Subscription (criteria as in a search, channel type websocket) and binds it to a WebSocket,
in one of two forms. Both speak in text frames.

Plain, as R4 has it (hl7.org/fhir/R4/subscription.html). The CapabilityStatement names the address in its
websocket extension; whoever knows a Subscription's id may bind it, since nothing is told but that something
changed. A disconnect leaves the Subscription as it is; what was missed meanwhile is not told again.

    client  bind 5e1c          portal  bound 5e1c   or   error 5e1c There is no such Subscription.
                               portal  ping 5e1c         something matching was created, updated or deleted

Strict, as the R5 backport has it and Medplum carries it out. Nothing in the CapabilityStatement says so;
GET Subscription/5e1c/$get-ws-binding-token answers Parameters token, expiration, subscription, websocket-url.

    client  {"type": "bind-with-token", "payload": {"token": "…"}}
            {"type": "unbind-from-token", "payload": {"token": "…"}}
            {"type": "ping"}   portal  {"type": "pong"}
    portal  a Bundle of type history whose first entry is a SubscriptionStatus of type handshake, heartbeat
            (one entry for every Subscription bound) or event-notification (the resource is the second entry);
            an OperationOutcome where the token is not good

Events bear the number 0, a deletion looks like an update, and a disconnect destroys the Subscription.

hub knows who is bound to what and tells them, notices writes what they are told, dialogues reads what clients
say, endpoints connects it to the network.
"""

"""What a running portal can be told, each with the value it takes when nobody says otherwise."""

from dataclasses import dataclass

from portal.profile import PROFILES, Profile

FHIR_ROOT = "/fhir/R4"
R4_SOCKET = "/ws/r4"
TOKEN_SOCKET = "/ws/subscriptions-r4"


@dataclass(frozen=True)
class Settings:
    """How one portal runs. Durations are in seconds, sizes in bytes."""

    database: str
    """SQLAlchemy URL of SQLite (a file, because several connections read it at once) or PostgreSQL."""
    seed: int = 7
    patients: int = 0
    threads: int = 0
    arrivals_per_hour: float = 0.0
    """Patient messages that arrive while the portal runs; 0 keeps the clinic still."""
    test_mode: bool = False
    """Opens `/test`: fault rules and reading without sign-in. Never for a portal people rely on."""
    password: str = "sandbox"
    """The one password of everybody in the seeded clinic."""
    access_token_lifetime: int = 3600
    sign_in_lifetime: int = 120
    """How long an authorization code may wait to be exchanged."""
    clock_offset: float = 0.0
    """How far the portal's clock is ahead of this computer's."""
    heartbeat: float = 10.0
    """Between two signs of life on a WebSocket, where the profile has them."""
    profile: Profile = PROFILES["plain"]

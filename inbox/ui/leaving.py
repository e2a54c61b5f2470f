"""How a person leaves the workplace."""

QUIT, SIGNED_OUT, SIGN_IN_AGAIN, SWITCHED = "quit", "signed out", "sign in again", "switched"

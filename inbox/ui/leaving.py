"""How a person leaves the workplace."""

QUIT, SIGNED_OUT, SIGN_IN_AGAIN, SWITCHED = "quit", "signed out", "sign in again", "switched"
DISOWNED, OTHER_ROLE = "disowned", "other role"
"""The portal says that they work there no longer; or in another role, for which all is opened anew."""

"""Who is examined."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Player:
    """The client's credentials, the agency it serves, and the agency that this hub plays.

    `patience` is how often something is listed before it counts as not handled; `grace_seconds` how long a client may
    take to come back; `slow_seconds` how long the slow reply takes.
    """

    system_id: str
    secret: str
    agency: str
    partner: str = "KTKN"
    patience: int = 5
    grace_seconds: float = 120.0
    slow_seconds: float = 3.0

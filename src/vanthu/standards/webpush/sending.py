"""One push to one browser, over the push service its maker runs."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from urllib.parse import urlsplit

import http_ece
import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

_POINT, _SECRET = 65, 16
"""Octets of an uncompressed point on P-256 and of an auth secret (RFC 8291 §3)."""
_TOKEN_LASTS = timedelta(hours=12)
"""At most 24 hours (RFC 8292 §2)."""
MOST_OCTETS = 3000
"""Push services take 4096 octets with everything (RFC 8030 §7.2); the payload stays well below."""


class SubscriptionWrong(ValueError):
    """What a browser sent is no subscription, or leads to a host that is not a known push service."""


class Outcome(Enum):
    """What came of one try."""

    SENT = "sent"
    GONE = "gone"
    """The browser does not take pushes any more: forget it (404, 410)."""
    LATER = "later"
    """The service is busy or out of reach: try again (429, 5xx, no answer)."""
    REFUSED = "refused"
    """It would be refused again."""


@dataclass(frozen=True)
class Subscription:
    """Where a browser is reached, and its keys, base64url as the browser gives them."""

    endpoint: str
    public_key: str
    secret: str


@dataclass(frozen=True)
class Push:
    """What is sent: an octet string only the browser can read, how long it is worth something, and how much."""

    payload: bytes
    seconds: int
    urgent: bool = False
    topic: str = ""
    """A later push with the same topic replaces one that has not been delivered yet."""


def checked(subscription: Subscription, hosts: Collection[str]) -> Subscription:
    """Return the subscription when it leads over HTTPS to one of the hosts ("*." stands for any name below).

    Raises SubscriptionWrong. A host with a port means that port, any other the standard one.
    """
    try:
        address = urlsplit(subscription.endpoint)
        host, port = address.hostname or "", address.port
    except ValueError as error:
        raise SubscriptionWrong("the endpoint is no address") from error
    name = host if port in (None, 443) else f"{host}:{port}"
    if address.scheme != "https" or address.username is not None or address.password is not None:
        raise SubscriptionWrong("the endpoint is not plain https")
    if not any(name == one or (one.startswith("*.") and name.endswith(one[1:])) for one in hosts):
        raise SubscriptionWrong(f"{name or 'no host'} is not among the push services")
    if len(_octets(subscription.public_key)) != _POINT or len(_octets(subscription.secret)) != _SECRET:
        raise SubscriptionWrong("the keys have a wrong length")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _octets(subscription.public_key))
    except ValueError as error:
        raise SubscriptionWrong("the key is no point on P-256") from error
    return subscription


def new_key() -> bytes:
    """Return a new key with which a server names itself to push services, as PEM."""
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_key(pem: bytes) -> str:
    """Return the public half of a key, base64url, as browsers want it (applicationServerKey)."""
    point = (
        Vapid02.from_pem(pem)
        .public_key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )  # fmt: skip
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


class Sender:
    """Sends pushes in the name of one server; follows no redirection, because that might lead anywhere."""

    def __init__(self, pem: bytes, *, contact: str, hosts: Collection[str], client: httpx.Client) -> None:
        """`contact` is a mailto: or https: address of whoever runs the server."""
        self._key, self._contact, self._hosts, self._client = Vapid02.from_pem(pem), contact, hosts, client

    def send(self, push: Push, to: Subscription, *, at: datetime) -> tuple[Outcome, str]:
        """Send once; return what came of it and a word for the record ("201", the name of a network error)."""
        try:
            checked(to, self._hosts)
        except SubscriptionWrong as error:
            return Outcome.REFUSED, str(error)
        try:
            sealed, headers = self._encrypted(push, to), self._headers(push, to, at)
            answer = self._client.post(to.endpoint, content=sealed, headers=headers, follow_redirects=False)
        except httpx.HTTPError as error:
            return Outcome.LATER, type(error).__name__
        return _outcome(answer.status_code), str(answer.status_code)

    def _encrypted(self, push: Push, to: Subscription) -> bytes:
        if len(push.payload) > MOST_OCTETS:
            raise ValueError("the payload is too large for a push")
        own = ec.generate_private_key(ec.SECP256R1())
        sealed: bytes = http_ece.encrypt(
            push.payload, private_key=own, dh=_octets(to.public_key), auth_secret=_octets(to.secret)
        )
        return sealed

    def _headers(self, push: Push, to: Subscription, at: datetime) -> dict[str, str]:
        address = urlsplit(to.endpoint)
        claims = {
            "aud": f"{address.scheme}://{address.netloc}",
            "sub": self._contact,
            "exp": str(int((at + _TOKEN_LASTS).timestamp())),
        }
        return {
            **self._key.sign(claims),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(0, push.seconds)),
            "Urgency": "high" if push.urgent else "normal",
            **({"Topic": push.topic} if push.topic else {}),
        }


def _outcome(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome.SENT
    if status in (404, 410):
        return Outcome.GONE
    return Outcome.LATER if status == 429 or status >= 500 else Outcome.REFUSED


def _octets(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise SubscriptionWrong("a key is not base64url") from error

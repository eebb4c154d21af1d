"""Header lines of requests, correct ones and deliberately odd or wrong ones, as the official SDK writes them."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from vanthu.standards.vxp.headers import CONSTANTS, PREFIX

Order = Callable[[Iterable[str]], list[str]]


def java_hash_map(names: Iterable[str]) -> list[str]:
    """Return names in the order in which a Java HashMap gives them back, as the SDK's requests have them."""
    kept = list(dict.fromkeys(names))
    buckets = 16
    while len(kept) > buckets * 3 // 4:
        buckets *= 2
    return sorted(kept, key=lambda name: _spread(_java_hash(name)) & (buckets - 1))


def _java_hash(text: str) -> int:
    value = 0
    for char in text:
        value = (31 * value + ord(char)) & 0xFFFFFFFF
    return value


def _spread(value: int) -> int:
    return value ^ (value >> 16)


@dataclass(frozen=True)
class Manner:
    """How a request is written; the default is the plainest correct way.

    `changed` are headers altered after signing, `left_out` those not sent, `unsigned` those sent without signature.
    """

    order: Order = list
    spelled: Callable[[str], str] = str
    secret: str | None = None
    system_id: str | None = None
    timestamp: str | None = None
    slashes_escaped: bool = False
    changed: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    unsigned: Mapping[str, str] = field(default_factory=dict)


PLAIN = Manner()


def header_lines(logical: Mapping[str, str], secret: str, manner: Manner = PLAIN) -> list[str]:
    """Return the header lines of a call with these logical headers."""
    names = manner.order(logical)
    signed = {f"{PREFIX}{name}": logical[name] for name in names}
    text = json.dumps(signed, separators=(",", ":"), ensure_ascii=False)
    if manner.slashes_escaped:
        text = text.replace("/", "\\/")
    digest = hmac.new((manner.secret or secret).encode(), text.encode(), hashlib.sha256).hexdigest()
    headers = {
        **CONSTANTS,
        "Content-Type": logical["Content-Type"],
        **signed,
        **{f"{PREFIX}{name}": value for name, value in {**manner.changed, **manner.unsigned}.items()},
        f"{PREFIX}sign-header-key": ";".join(names),
        f"{PREFIX}sign-header": text,
        f"{PREFIX}hash-header": digest,
    }
    # Like Java's HttpURLConnection, which knows one header a name, whatever its case.
    single = {name.lower(): (name, value) for name, value in headers.items()}
    dropped = {f"{PREFIX}{name}".lower() for name in manner.left_out}
    return [f"{manner.spelled(name)}: {value}" for key, (name, value) in single.items() if key not in dropped]

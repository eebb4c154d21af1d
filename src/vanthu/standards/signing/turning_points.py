"""What was found about a certificate holds until something turns: it is not worked out anew for each file and moment.

Certificates begin and end, lists of revocation and answers are issued and grow stale, algorithms have a last day.
Between two such points in time nothing changes in what is said of a certificate under one trust, if no list names it:
then the word found for one moment is the word for all of them. Near a point, and about what is listed anywhere as
revoked, nothing is kept. Kept words belong to one `Trust`, which never changes; another one begins with none.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from asn1crypto import crl, ocsp
from asn1crypto import x509 as asn1_x509
from pyhanko_certvalidator.policy_decl import FRESHNESS_FALLBACK_VALIDITY_DEFAULT

if TYPE_CHECKING:
    from vanthu.standards.signing.trust import Trust

NEAR = timedelta(seconds=2)
"""Around a turning point every moment is judged by itself; clocks are let differ by one second in judging."""
MOST_WORDS, MOST_BROUGHT = 1024, 16

_NOTHING = ""
"""No word: a kept one is never empty."""
Key = tuple[bytes, frozenset[bytes], bool, datetime | None]


@dataclass
class KnownWords:
    """The words found under one trust, each for the time between two turning points."""

    trust: "Trust"
    _words: dict[Key, str | None] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def key(
        self,
        certificate: asn1_x509.Certificate,
        others: tuple[asn1_x509.Certificate, ...],
        moment: datetime,
        *,
        time_stamping: bool,
    ) -> Key | None:
        """Under what a word is kept; None where it is not to be kept."""
        if len(others) > MOST_BROUGHT:
            return None
        place = bisect(self._points, moment)
        around = (*self._points[max(place - 1, 0) : place + 1], *_ends((certificate, *others)))
        if any(abs(moment - point) <= NEAR for point in around):
            return None
        since = max((point for point in around if point <= moment), default=None)
        named = frozenset(sha256(one.dump()).digest() for one in others)
        return sha256(certificate.dump()).digest(), named, time_stamping, since

    def has(self, key: Key | None) -> tuple[bool, str | None]:
        """Whether a word is kept, and the word: at once, for other threads may let go of it meanwhile."""
        word = self._words.get(key, _NOTHING) if key else _NOTHING
        return word is not _NOTHING, word or None

    def keep(self, key: Key, word: str | None, certificates: Iterable[asn1_x509.Certificate]) -> None:
        """Keep a word, unless one of these certificates, or one of the trust's own, is on a list of revoked ones."""
        if self._own_listed or any(self._is_listed(one) for one in certificates):
            return
        with self._lock:
            while len(self._words) >= MOST_WORDS:
                del self._words[next(iter(self._words))]
            self._words[key] = word

    @cached_property
    def _points(self) -> tuple[datetime, ...]:
        trust = self.trust
        days = (*trust.algorithms.digests.values(), *(day for _, _, day in trust.algorithms.keys))
        return tuple(
            sorted(
                {
                    *_ends((*trust.anchors, *trust.intermediates)),
                    *(point for one in trust.crls for point in _of_list(one)),
                    *(point for one in trust.ocsps for point in _of_answer(one)),
                    *(datetime.combine(day, time.max, UTC) for day in (*days, *trust.sha1_keys.values())),
                }
            )
        )

    @cached_property
    def _own_listed(self) -> bool:
        return any(self._is_listed(one) for one in (*self.trust.anchors, *self.trust.intermediates))

    def _is_listed(self, certificate: asn1_x509.Certificate) -> bool:
        """Whether a list has this serial number, whoever issued the certificate."""
        serial = certificate["tbs_certificate"]["serial_number"].dump()
        return any(_has(one, serial) for one in self.trust.crls)


def _has(revoked: crl.CertificateList, serial: bytes) -> bool:
    if serial not in revoked.dump():
        return False
    return any(one["user_certificate"].dump() == serial for one in revoked["tbs_cert_list"]["revoked_certificates"])


def _ends(certificates: Iterable[asn1_x509.Certificate]) -> Iterator[datetime]:
    for certificate in certificates:
        validity = certificate["tbs_certificate"]["validity"]
        yield validity["not_before"].native
        yield validity["not_after"].native


def _of_list(revoked: crl.CertificateList) -> Iterator[datetime]:
    told = revoked["tbs_cert_list"]
    return _updates(told["this_update"].native, told["next_update"].native)


def _of_answer(answer: ocsp.OCSPResponse) -> Iterator[datetime]:
    yield from _ends(answer.basic_ocsp_response["certs"] or ())
    for single in answer.response_data["responses"]:
        yield from _updates(single["this_update"].native, single["next_update"].native)
        if single["cert_status"].name == "revoked":
            yield single["cert_status"].chosen["revocation_time"].native


def _updates(this: datetime, following: datetime | None) -> Iterator[datetime]:
    yield this
    yield following or this + FRESHNESS_FALLBACK_VALIDITY_DEFAULT

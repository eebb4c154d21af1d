"""Which algorithms are relied upon, and until when: a dated table, since what is safe today will not be for ever."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from importlib import resources
from typing import Any, Self

from asn1crypto import algos, keys
from asn1crypto import x509 as asn1_x509
from pyhanko_certvalidator.policy_decl import AlgorithmUsageConstraint, AlgorithmUsagePolicy

from vanthu.standards.signing.errors import TrustUnreadable

FILE = "algorithms.toml"


@dataclass(frozen=True)
class AlgorithmPolicy:
    """Digests and sizes of keys with the last day on which each counts; what is not named never counts."""

    version: str
    valid_from: date
    digests: Mapping[str, date]
    keys: tuple[tuple[str, int, date], ...]
    """Kind of key, least size in bits, last day; the largest size that a key reaches counts."""

    @classmethod
    def default(cls) -> Self:
        """The table this package ships."""
        return cls.parse(resources.files(__package__).joinpath(FILE).read_text("utf-8"))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the table; raises `TrustUnreadable`."""
        try:
            data: dict[str, Any] = tomllib.loads(text)
            rows = tuple((str(row["key"]), int(row["bits"]), _day(row["until"])) for row in data["signatures"])
            digests = {str(name): _day(until) for name, until in data["digests"].items()}
            return cls(str(data["version"]), _day(data["valid_from"]), digests, rows)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise TrustUnreadable(f"{FILE}: {error!r}", sentence=f"Không đọc được bảng thuật toán «{FILE}».") from error

    def digest_until(self, name: str) -> date | None:
        """The last day on which a digest counts; None: it never does."""
        return self.digests.get(name)

    def key_until(self, kind: str, bits: int) -> date | None:
        """The last day on which keys of this kind and size count; None: they never do."""
        return max((until for name, least, until in self.keys if name == kind and bits >= least), default=None)

    def certificate_until(self, certificate: asn1_x509.Certificate) -> date:
        """The last day on which what the key of this certificate signs (over SHA-256) counts."""
        key = certificate.public_key
        known = [self.digest_until("sha256"), self.key_until(key.algorithm, key.bit_size)]
        return min(day or date.min for day in known)


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"not a day: {value!r}")
    return value


@dataclass(frozen=True)
class DatedAlgorithms(AlgorithmUsagePolicy):
    """The table as pyHanko asks it; certificates and lists signed by a key of `sha1_keys` may be so until its day."""

    table: AlgorithmPolicy
    sha1_keys: Mapping[bytes, date] = field(default_factory=dict)

    def digest_algorithm_allowed(
        self, algo: algos.DigestAlgorithm, moment: datetime | None
    ) -> AlgorithmUsageConstraint:
        """A digest by itself; SHA-1 never counts here."""
        return _constraint(self.table.digest_until(algo["algorithm"].native), moment, algo["algorithm"].native)

    def signature_algorithm_allowed(
        self, algo: algos.SignedDigestAlgorithm, moment: datetime | None, public_key: keys.PublicKeyInfo | None
    ) -> AlgorithmUsageConstraint:
        """A digest together with the key that signs."""
        digest, kind = _digest_of(algo), algo.signature_algo
        if digest == "sha1" and public_key is not None:
            until = self.sha1_keys.get(public_key.dump())
        else:
            until = self.table.digest_until(digest) if digest else date.max
        if until is not None:
            size = self._key_until(kind, public_key)
            until = None if size is None else min(until, size)
        return _constraint(until, moment, f"{kind} {digest}")

    def _key_until(self, kind: str, public_key: keys.PublicKeyInfo | None) -> date | None:
        if public_key is None:  # asked about the algorithm alone: the best key there can be
            named = "ec" if kind == "ecdsa" else "rsa" if kind.startswith("rsa") else kind
            return self.table.key_until(named, 1 << 20)
        name = "rsa" if public_key.algorithm.startswith("rsa") else public_key.algorithm
        return self.table.key_until(name, public_key.bit_size)


def _digest_of(algo: algos.SignedDigestAlgorithm) -> str | None:
    """The digest an algorithm is over; None where the kind of key settles it (Ed25519)."""
    try:
        return str(algo.hash_algo)
    except ValueError:
        return None


def _constraint(until: date | None, moment: datetime | None, what: str) -> AlgorithmUsageConstraint:
    if until is None:
        return AlgorithmUsageConstraint(allowed=False, failure_reason=f"{what}: not among the accepted algorithms")
    end = datetime.combine(until, time.max, UTC)
    allowed = moment is None or moment <= end
    return AlgorithmUsageConstraint(allowed=allowed, not_allowed_after=end, failure_reason=f"{what}: until {until}")

"""Whom the one who verifies believes: the certificate of the axis itself, or the CA above it. Nothing is fetched."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from pyhanko_certvalidator import ValidationContext

from vanthu.standards.evidence.errors import TrustMissing
from vanthu.standards.evidence.signatures import Signed
from vanthu.standards.signing.chains import judge
from vanthu.standards.signing.documents import MALFORMED
from vanthu.standards.signing.errors import SigningError
from vanthu.standards.signing.trust import Trust

_NONE = asn1_x509.ExtKeyUsageSyntax([])


@dataclass(frozen=True)
class Standing:
    """What the trust says of a signer: `problem` is None when it may be relied upon (else a word of signing.chains).

    `named` tells that this very certificate was given as trusted; `revocation` that revocation lists were asked.
    """

    problem: str | None
    named: bool
    revocation: bool


class _WithoutLists(Trust):
    """Certificates from PEM files alone: chains are checked, revocation cannot be."""

    def context(self, *, moment: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=list(self.anchors), moment=moment, allow_fetching=False, revocation_mode="soft-fail"
        )


@dataclass(frozen=True)
class EvidenceTrust:
    """Certificates trusted by name, and sets of anchors."""

    named: tuple[asn1_x509.Certificate, ...]
    anchored: tuple[Trust, ...]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> EvidenceTrust:
        """Read PEM files (certificates of an axis, of CAs) and folders (anchors, intermediates, crls).

        Raises TrustMissing.
        """
        named: list[asn1_x509.Certificate] = []
        anchored: list[Trust] = []
        for path in paths:
            try:
                if path.is_dir():
                    anchored.append(Trust.from_dir(path))
                else:
                    named += _certificates(path.read_bytes())
            except (SigningError, OSError, ValueError, TypeError) as error:
                raise TrustMissing(f"{path}: {error!r}") from error
        return cls.of_certificates(named, anchored)

    @classmethod
    def of_certificates(cls, named: Iterable[asn1_x509.Certificate], anchored: Iterable[Trust] = ()) -> EvidenceTrust:
        """Trust certificates already read."""
        known = tuple(named)
        authorities = tuple(item for item in known if item.ca)
        plain = (_WithoutLists("pem", authorities),) if authorities else ()
        return cls(known, (*anchored, *plain))

    def standing(self, signed: Signed, *, moment: datetime, time_stamping: bool = False) -> Standing:
        """Judge a signer as of a moment: the best answer of the sets there are, those with revocation lists first."""
        certificate = signed.certificate
        if any(item.dump() == certificate.dump() for item in self.named):
            # An axis that stamps its own heads proves nothing: a time stamp needs a certificate made for that.
            fit = not time_stamping or "time_stamping" in (certificate.extended_key_usage_value or _NONE).native
            return Standing(_validity(certificate, moment) if fit else "usage", named=True, revocation=False)
        answers = [self._judged(trust, signed, moment, time_stamping) for trust in self.anchored]
        knowing = [answer for answer in answers if answer.problem != "untrusted"]
        return (knowing or [Standing("untrusted", named=False, revocation=False)])[0]

    def _judged(self, trust: Trust, signed: Signed, moment: datetime, time_stamping: bool) -> Standing:
        try:
            word = asyncio.run(
                judge(signed.certificate, signed.others, trust, moment=moment, time_stamping=time_stamping)
            )
        except MALFORMED:
            word = "chain"  # damaged certificates beside the signer's: no path can be built
        return Standing(word, named=False, revocation=not isinstance(trust, _WithoutLists))


def _validity(certificate: asn1_x509.Certificate, moment: datetime) -> str | None:
    validity = certificate["tbs_certificate"]["validity"]
    if moment > validity["not_after"].native:
        return "expired"
    return "not_yet_valid" if moment < validity["not_before"].native else None


def _certificates(data: bytes) -> list[asn1_x509.Certificate]:
    if not pem.detect(data):
        return [asn1_x509.Certificate.load(data, strict=True)]
    found = [der for kind, _, der in pem.unarmor(data, multiple=True) if kind == "CERTIFICATE"]
    if not found:
        raise ValueError("no certificate")
    return [asn1_x509.Certificate.load(der, strict=True) for der in found]

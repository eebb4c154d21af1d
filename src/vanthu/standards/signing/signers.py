"""Judge who signed and when: certificate and time stamp of one CMS signature, whatever file it stands in."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import new
from typing import Any

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from pyhanko.sign.general import SignedDataCerts, extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, message_imprint_checker, validate_sig_integrity

from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.chains import judge
from vanthu.standards.signing.findings import Reason, Role, SignatureFinding
from vanthu.standards.signing.reasons import reason, worst
from vanthu.standards.signing.trust import Trust

WEAK = {"md2", "md5", "sha1"}
CLOCK_TOLERANCE = timedelta(hours=1)
ZONE_QUIRK = timedelta(hours=7)
"""Some Vietnamese signing tools write local time as if it were UTC."""

UNHEARD = "no_revocation_data"
LARGE_CERTIFICATE = 16_384
"""Bytes; a larger one is not told."""
Imprint = Callable[[str], bytes | None]
"""Gives the digest that a token must be over, by an algorithm; None: that algorithm is not accepted."""

SIGNER_WORDS = {
    "revoked": "SIGNER_REVOKED",
    "expired": "SIGNER_EXPIRED",
    "expired_no_timestamp": "EXPIRED_NO_TIMESTAMP",
    "not_yet_valid": "SIGNER_NOT_YET_VALID",
    UNHEARD: "NO_REVOCATION_DATA",
    "weak": "WEAK_ALGORITHM",
    "usage": "CERTIFICATE_NOT_FOR_SIGNING",
    "untrusted": "UNTRUSTED_CHAIN",
    "chain": "CHAIN_PROBLEM",
}


@dataclass(frozen=True)
class Signed:
    """A signature taken out of its file, and what its file says about it: enough to judge who and when.

    `signer_info` is None where the signature is no CMS (XML): then it carries no time stamp that we read.
    """

    name: str
    profile: str
    certificate: asn1_x509.Certificate
    others: tuple[asn1_x509.Certificate, ...]
    signer_info: cms.SignerInfo | None
    signed_at: datetime | None
    problems: tuple[Reason, ...]
    coverage: str = "entire_file"
    modification: str = "none"
    signed_bytes: int | None = None
    filled: tuple[str, ...] = ()


@dataclass(frozen=True)
class SignerJudge:
    """Judges signers under one trust as of one moment."""

    trust: Trust
    at: datetime

    async def finding(self, signed: Signed) -> SignatureFinding:
        """The finding on one signature; raises what `MALFORMED` lists."""
        certificate = SigningCertificate(signed.certificate.dump())
        stamp = await self._timestamp(signed.signer_info)
        # A timestamp proves when; without one the certificate must still be good now.
        word = await self._signer(signed, stamp.at)
        problems = [*signed.problems, *stamp.problems, *([reason(SIGNER_WORDS[word])] if word else [])]
        unheard = [*stamp.unheard, *([signed.certificate] if word == UNHEARD else [])]
        if certificate.role is Role.UNKNOWN:
            problems.append(reason("ROLE_UNKNOWN"))
        notes = _clock_notes(signed.signed_at, stamp, now=self.at)
        return SignatureFinding(
            field=signed.name,
            role=certificate.role,
            signer_name=certificate.name,
            title=certificate.title,
            organization=certificate.organization,
            certificate_serial=certificate.serial,
            issuer=certificate.issuer,
            valid_from=certificate.not_before,
            valid_to=certificate.not_after,
            certificate_at=stamp.at or self.at,
            revocation_as_of=self._newest_word(signed.certificate),
            signed_at=signed.signed_at,
            timestamp_at=stamp.at,
            timestamp_by=stamp.by,
            outcome=worst(tuple(problems)),
            profile=signed.profile,
            coverage=signed.coverage,
            modification=signed.modification,
            signed_bytes=signed.signed_bytes,
            filled=signed.filled,
            unheard=tuple(_told(one) for one in unheard if len(one.dump()) <= LARGE_CERTIFICATE),
            reasons=tuple(problems + notes),
        )

    async def _signer(self, signed: Signed, timestamp_at: datetime | None) -> str | None:
        """None when the signer's certificate was good, else why not (a word of `SIGNER_WORDS`)."""
        certificate = signed.certificate
        word = await judge(certificate, signed.others, self.trust, moment=timestamp_at or self.at)
        if word == "expired" and timestamp_at is None:
            end = certificate["tbs_certificate"]["validity"]["not_after"].native
            # Even by the signer's own account it was signed too late.
            too_late = signed.signed_at is not None and signed.signed_at > end
            word = "expired" if too_late else "expired_no_timestamp"
        return word

    async def _timestamp(self, signer_info: cms.SignerInfo | None) -> "Stamp":
        """Time of the first token that counts; a token that is there and does not count is a problem."""
        if signer_info is None:
            return Stamp()
        return await self.stamp(extract_tst_data_iter(signer_info, signed=False), message_imprint_checker(signer_info))

    async def stamp(self, tokens: Iterable[cms.SignedData], imprint: Imprint) -> "Stamp":
        """Time of the first token over what `imprint` digests that counts; raises what `MALFORMED` lists."""
        problems: list[Reason] = []
        unheard: list[asn1_x509.Certificate] = []
        for token in tokens:
            info = token["encap_content_info"]["content"].parsed
            certs = _certificates_of(token, info)
            if certs is None or not _token_holds(token, info, imprint, certs.signer_cert):
                problems.append(reason("TIMESTAMP_BROKEN"))
                continue
            word = await judge(certs.signer_cert, certs.other_certs, self.trust, moment=self.at, time_stamping=True)
            if word is None:
                by = SigningCertificate(certs.signer_cert.dump()).name
                return Stamp(info["gen_time"].native, by)
            problems.append(reason("TIMESTAMP_UNTRUSTED"))
            unheard += [certs.signer_cert] if word == UNHEARD else []
        return Stamp(problems=tuple(problems), unheard=tuple(unheard))

    def _newest_word(self, certificate: asn1_x509.Certificate) -> datetime | None:
        """When the issuer last said which certificates are revoked, of what we have."""
        told = [at for issuer, at in self.trust.lists_told if issuer == certificate.issuer]
        answered = self.trust.answers_told.get(certificate.serial_number)
        return max([*told, *([answered] if answered else [])], default=None)


@dataclass(frozen=True)
class Stamp:
    """When, by which server; without a time `problems` says why no token counts, `unheard` whose word is missing."""

    at: datetime | None = None
    by: str | None = None
    problems: tuple[Reason, ...] = ()
    unheard: tuple[asn1_x509.Certificate, ...] = ()


def _told(certificate: asn1_x509.Certificate) -> str:
    return b64encode(certificate.dump()).decode()


def _certificates_of(token: Any, info: object) -> SignedDataCerts | None:
    """The certificates of a token; None for one that is no time stamp, or signed over too weak a digest."""
    if not isinstance(info, tsp.TSTInfo):
        return None
    weak = extract_signer_info(token)["digest_algorithm"]["algorithm"].native in WEAK
    return None if weak else extract_certificate_info(token)


def _token_holds(token: Any, info: tsp.TSTInfo, imprint: Imprint, certificate: asn1_x509.Certificate) -> bool:
    """Whether the TSA's signature is over this TSTInfo and the TSTInfo over our signature value."""
    signer = extract_signer_info(token)
    content = bytes(token["encap_content_info"]["content"])
    algorithm = signer["digest_algorithm"]["algorithm"].native
    intact, valid = validate_sig_integrity(
        signer, certificate, expected_content_type="tst_info", actual_digest=new(algorithm, content).digest()
    )
    stated = info["message_imprint"]
    return bool(
        intact and valid and stated["hashed_message"].native == imprint(stated["hash_algorithm"]["algorithm"].native)
    )


def _clock_notes(signed_at: datetime | None, stamp: Stamp, *, now: datetime) -> list[Reason]:
    if stamp.at is None:
        notes = [] if stamp.problems else [reason("NO_TIMESTAMP")]
        ahead = signed_at is not None and signed_at - now > CLOCK_TOLERANCE
        return [*notes, reason("CLOCK_AHEAD")] if ahead else notes
    if signed_at is None or abs(signed_at - stamp.at) <= CLOCK_TOLERANCE:
        return []
    quirk = abs(signed_at - stamp.at - ZONE_QUIRK) <= CLOCK_TOLERANCE
    return [reason("CLOCK_ZONE" if quirk else "CLOCK_DIFFERS")]


def unreadable(
    name: str, certificate: asn1_x509.Certificate | None, why: Reason, *, profile: str = ""
) -> SignatureFinding:
    """A finding on a signature that cannot be judged, with as much of the signer as can be read."""
    known = SigningCertificate(certificate.dump()) if certificate is not None else None
    return SignatureFinding(
        field=name,
        role=known.role if known else Role.UNKNOWN,
        signer_name=known.name if known else "",
        organization=known.organization if known else None,
        title=known.title if known else None,
        certificate_serial=known.serial if known else "",
        issuer=known.issuer if known else "",
        signed_at=None,
        timestamp_at=None,
        outcome=worst((why,)),
        coverage="unclear",
        modification="unclear",
        profile=profile,
        reasons=(why,),
    )

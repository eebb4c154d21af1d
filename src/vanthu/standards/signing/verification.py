"""Verify the signatures of a PDF into a frozen verdict. Never raises for a bad file, never touches the network."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from asn1crypto import tsp
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, message_imprint_checker, validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.chains import judge
from vanthu.standards.signing.changes import POLICY
from vanthu.standards.signing.documents import MALFORMED, entry, open_reader
from vanthu.standards.signing.errors import PdfEncrypted, PdfUnreadable
from vanthu.standards.signing.findings import Outcome, Reason, Role, SignatureFinding, Verdict
from vanthu.standards.signing.reasons import NOTES, reason, worst
from vanthu.standards.signing.trust import Trust

BOTH = frozenset({Role.PERSON, Role.AGENCY})
WEAK = {"md2", "md5", "sha1"}
SUBFILTERS = {"/ETSI.CAdES.detached", "/adbe.pkcs7.detached"}
CLOCK_TOLERANCE = timedelta(hours=1)
ZONE_QUIRK = timedelta(hours=7)
"""Some Vietnamese signing tools write local time as if it were UTC."""

COVERAGE = {
    SignatureCoverageLevel.UNCLEAR: "unclear",
    SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START: "partial",
    SignatureCoverageLevel.ENTIRE_REVISION: "entire_revision",
    SignatureCoverageLevel.ENTIRE_FILE: "entire_file",
}
MODIFICATION = {
    ModificationLevel.NONE: "none",
    ModificationLevel.LTA_UPDATES: "lta_updates",
    ModificationLevel.FORM_FILLING: "form_filling",
    ModificationLevel.ANNOTATIONS: "annotations",
    ModificationLevel.OTHER: "other",
}


def verify(pdf: bytes | Path, trust: Trust, *, at: datetime, expected: frozenset[Role] = BOTH) -> Verdict:
    """The verdict on a file as of `at`.

    VALID only if every signature holds, each signer chains to a trusted anchor and is known not to have been revoked
    when signing, every `expected` kind of signer is there (a copy or a separate appendix bears the agency's alone),
    and nothing but archive data follows the last signature. Not to be called inside a running event loop.
    For files from outside use `verify_isolated`.
    """
    judging = _Judging(trust, at, expected)
    try:
        data = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
        reader = open_reader(data)
        found = list(reader.embedded_signatures)
    except PdfEncrypted:
        return judging.verdict((), (reason("PDF_ENCRYPTED"),))
    except PdfUnreadable:
        return judging.verdict((), (reason("NOT_A_PDF"),))
    except MALFORMED as error:
        return judging.verdict((), (reason("MALFORMED", _detail(error)),))
    signatures = [item for item in found if item.sig_object_type == "/Sig"]
    if not signatures:
        return judging.verdict((), (reason("NOT_SIGNED"),))
    return asyncio.run(judging.judge(data, reader, signatures, [item for item in found if item not in signatures]))


def _detail(error: BaseException) -> str:
    return f"({type(error).__name__})"


@dataclass(frozen=True)
class _Judging:
    trust: Trust
    at: datetime
    expected: frozenset[Role]

    def verdict(self, findings: tuple[SignatureFinding, ...], reasons: tuple[Reason, ...]) -> Verdict:
        blocking = tuple(item for item in reasons if item.code not in NOTES)
        notes = tuple(item for item in reasons if item.code in NOTES)
        outcome = Outcome.UNSIGNED if any(item.code == "NOT_SIGNED" for item in blocking) else worst(blocking)
        return Verdict(outcome, findings, blocking, self.at, self.trust.version, notes)

    async def judge(
        self,
        data: bytes,
        reader: PdfFileReader,
        signatures: Sequence[EmbeddedPdfSignature],
        timestamps: Sequence[EmbeddedPdfSignature],
    ) -> Verdict:
        findings = [await self.finding(item) for item in signatures]
        findings[-1] = _with_end(findings[-1], data, reader, timestamps)
        reasons = [item for finding in findings for item in finding.reasons]
        reasons += self.missing_roles(findings)
        if findings[-1].modification == "lta_updates":
            reasons.append(reason("LONG_TERM_DATA"))
        return self.verdict(tuple(findings), _once(reasons))

    def missing_roles(self, findings: Sequence[SignatureFinding]) -> list[Reason]:
        """Only where all kinds are known can one be said to be missing."""
        roles = {item.role for item in findings}
        if Role.UNKNOWN in roles:
            return []
        names = {Role.PERSON: "PERSON_SIGNATURE_MISSING", Role.AGENCY: "AGENCY_SIGNATURE_MISSING"}
        return [reason(names[role]) for role in (Role.PERSON, Role.AGENCY) if role in self.expected - roles]

    async def finding(self, signature: EmbeddedPdfSignature) -> SignatureFinding:
        """One signature; whatever pyHanko raises on malformed input becomes "không kiểm tra được"."""
        try:
            return await self._finding(signature)
        except MALFORMED as error:
            return _unreadable(signature, error)

    async def _finding(self, signature: EmbeddedPdfSignature) -> SignatureFinding:
        certificate = SigningCertificate(signature.signer_cert.dump())
        problems, coverage, modification = _integrity(signature)
        timestamp_at, timestamp_problem = await self._timestamp(signature)
        problems += timestamp_problem
        signed_at = _claimed_time(signature)
        # A timestamp proves when; without one the certificate must still be good now.
        problems += await self._signer(signature, signed_at, timestamp_at)
        if certificate.role is Role.UNKNOWN:
            problems.append(reason("ROLE_UNKNOWN"))
        notes = _clock_notes(signed_at, timestamp_at, has_token=bool(timestamp_problem) or timestamp_at is not None)
        return SignatureFinding(
            field=str(signature.field_name),
            role=certificate.role,
            signer_name=certificate.name,
            organization=certificate.organization,
            certificate_serial=certificate.serial,
            issuer=certificate.issuer,
            signed_at=signed_at,
            timestamp_at=timestamp_at,
            outcome=worst(tuple(problems)),
            coverage=coverage,
            modification=modification,
            reasons=tuple(problems + notes),
        )

    async def _signer(
        self, signature: EmbeddedPdfSignature, signed_at: datetime | None, timestamp_at: datetime | None
    ) -> list[Reason]:
        certificate = signature.signer_cert
        moment = timestamp_at or self.at
        word = await judge(certificate, signature.other_embedded_certs, self.trust, moment=moment)
        if word == "expired" and timestamp_at is None:
            end = certificate["tbs_certificate"]["validity"]["not_after"].native
            # Even by the signer's own account it was signed too late.
            word = "expired" if signed_at is not None and signed_at > end else "expired_no_timestamp"
        return [] if word is None else [reason(SIGNER_WORDS[word])]

    async def _timestamp(self, signature: EmbeddedPdfSignature) -> tuple[datetime | None, list[Reason]]:
        """Time of the first token that counts; a token that is there and does not count is a problem."""
        imprint = message_imprint_checker(signature.signer_info)
        problems: list[Reason] = []
        for token in extract_tst_data_iter(signature.signer_info, signed=False):
            info = token["encap_content_info"]["content"].parsed
            if not isinstance(info, tsp.TSTInfo) or not _token_holds(token, info, imprint):
                problems.append(reason("TIMESTAMP_BROKEN"))
                continue
            certs = extract_certificate_info(token)
            word = await judge(certs.signer_cert, certs.other_certs, self.trust, moment=self.at, time_stamping=True)
            if word is None:
                return info["gen_time"].native, []
            problems.append(reason("TIMESTAMP_UNTRUSTED"))
        return None, problems


SIGNER_WORDS = {
    "revoked": "SIGNER_REVOKED",
    "expired": "SIGNER_EXPIRED",
    "expired_no_timestamp": "EXPIRED_NO_TIMESTAMP",
    "not_yet_valid": "SIGNER_NOT_YET_VALID",
    "no_revocation_data": "NO_REVOCATION_DATA",
    "weak": "WEAK_ALGORITHM",
    "usage": "CERTIFICATE_NOT_FOR_SIGNING",
    "untrusted": "UNTRUSTED_CHAIN",
    "chain": "CHAIN_PROBLEM",
}


def _integrity(signature: EmbeddedPdfSignature) -> tuple[list[Reason], str, str]:
    """Does the signature hold over its bytes, and is what was appended later allowed?"""
    if str(entry(signature.sig_object, "/SubFilter")) not in SUBFILTERS:
        return [reason("UNSUPPORTED_FORMAT")], "unclear", "unclear"
    signature.compute_integrity_info(POLICY)
    summary = signature.summarise_integrity_info()
    coverage, difference = summary["coverage"], summary["diff_result"]
    level = difference.modification_level if isinstance(difference, DiffResult) else ModificationLevel.OTHER
    intact, valid = validate_sig_integrity(
        signature.signer_info,
        signature.signer_cert,
        expected_content_type="data",
        actual_digest=signature.compute_digest(),
    )
    checks = {
        "SIGNATURE_BROKEN": not valid,
        "CONTENT_CHANGED": not intact,
        "PARTIAL_COVERAGE": coverage.value < SignatureCoverageLevel.ENTIRE_REVISION.value,
        "CHANGED_AFTER_SIGNING": not summary["docmdp_ok"]
        and coverage.value >= SignatureCoverageLevel.ENTIRE_REVISION.value,
        "WEAK_ALGORITHM": signature.md_algorithm in WEAK,
    }
    return [reason(code) for code, failed in checks.items() if failed], COVERAGE[coverage], MODIFICATION[level]


def _token_holds(token: Any, info: tsp.TSTInfo, imprint: Any) -> bool:
    """Whether the TSA's signature is over this TSTInfo and the TSTInfo over our signature value."""
    from hashlib import new

    signer = extract_signer_info(token)
    content = bytes(token["encap_content_info"]["content"])
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if algorithm in WEAK:
        return False
    certificate = extract_certificate_info(token).signer_cert
    intact, valid = validate_sig_integrity(
        signer, certificate, expected_content_type="tst_info", actual_digest=new(algorithm, content).digest()
    )
    stated = info["message_imprint"]
    return bool(
        intact and valid and stated["hashed_message"].native == imprint(stated["hash_algorithm"]["algorithm"].native)
    )


def _claimed_time(signature: EmbeddedPdfSignature) -> datetime | None:
    moment = signature.self_reported_timestamp
    return moment if moment is None or moment.tzinfo else moment.astimezone()


def _clock_notes(signed_at: datetime | None, timestamp_at: datetime | None, *, has_token: bool) -> list[Reason]:
    if timestamp_at is None:
        return [] if has_token else [reason("NO_TIMESTAMP")]
    if signed_at is None or abs(signed_at - timestamp_at) <= CLOCK_TOLERANCE:
        return []
    quirk = abs(signed_at - timestamp_at - ZONE_QUIRK) <= CLOCK_TOLERANCE
    return [reason("CLOCK_ZONE" if quirk else "CLOCK_DIFFERS")]


def _with_end(
    finding: SignatureFinding, data: bytes, reader: PdfFileReader, timestamps: Sequence[EmbeddedPdfSignature]
) -> SignatureFinding:
    """The last signature must reach the end of the file, or be followed by archive data alone."""
    if finding.coverage == "entire_file" or finding.modification not in ("none", "lta_updates"):
        return finding
    if finding.modification == "lta_updates" and (_timestamped_to_end(timestamps) or _ends_cleanly(data, reader)):
        return finding
    reasons = (*finding.reasons, reason("CONTENT_AFTER_SIGNATURE"))
    return replace(finding, reasons=reasons, outcome=worst(reasons))


def _timestamped_to_end(timestamps: Sequence[EmbeddedPdfSignature]) -> bool:
    return any(item.evaluate_signature_coverage() is SignatureCoverageLevel.ENTIRE_FILE for item in timestamps)


_END = re.compile(
    rb"\s*(trailer)?\s*(<<((?!startxref|%%EOF).){0,4096}>>)?\s*(endstream\s+endobj)?\s*startxref\s+\d+\s+%%EOF\s{0,4}",
    re.DOTALL,
)


def _ends_cleanly(data: bytes, reader: PdfFileReader) -> bool:
    """Whether nothing but trailer and end marker follows the last cross-reference section."""
    last = reader.xrefs.get_xref_container_info(reader.xrefs.total_revisions - 1)
    return _END.fullmatch(data, last.end_location) is not None


def _unreadable(signature: EmbeddedPdfSignature, error: BaseException) -> SignatureFinding:
    try:
        known = SigningCertificate(signature.signer_cert.dump())
        role, name, organization, serial, issuer = (
            known.role,
            known.name,
            known.organization,
            known.serial,
            known.issuer,
        )
    except MALFORMED:
        role, name, organization, serial, issuer = Role.UNKNOWN, "", None, "", ""
    return SignatureFinding(
        field=str(signature.field_name),
        role=role,
        signer_name=name,
        organization=organization,
        certificate_serial=serial,
        issuer=issuer,
        signed_at=None,
        timestamp_at=None,
        outcome=Outcome.UNKNOWN,
        coverage="unclear",
        modification="unclear",
        reasons=(reason("MALFORMED", _detail(error)),),
    )


def _once(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reasons))

"""Verify the signatures of a PDF into a frozen verdict. Never raises for a bad file, never touches the network."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from asn1crypto import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from vanthu.standards.signing.archive_stamps import proved
from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.chains import through
from vanthu.standards.signing.changes import POLICY
from vanthu.standards.signing.documents import MALFORMED, entry, opened
from vanthu.standards.signing.errors import PdfEncrypted, PdfUnreadable, SignatureFileUnreadable
from vanthu.standards.signing.findings import Outcome, Reason, Role, SignatureFinding, Verdict
from vanthu.standards.signing.reasons import NOTES, reason, worst
from vanthu.standards.signing.signers import WEAK, Signed, SignerJudge, unreadable
from vanthu.standards.signing.trust import Trust

BOTH = frozenset({Role.PERSON, Role.AGENCY})
PROFILES = {
    "/ETSI.CAdES.detached": "PAdES (ETSI.CAdES.detached)",
    "/adbe.pkcs7.detached": "PKCS#7 trong PDF (adbe.pkcs7.detached)",
}
"""Forms of signatures in PDFs that we judge; others (adbe.x509.rsa_sha1, adbe.pkcs7.sha1) rest on SHA-1."""

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


def verify(
    pdf: bytes | Path,
    trust: Trust,
    *,
    at: datetime,
    expected: frozenset[Role] = BOTH,
    beside: bytes | None = None,
) -> Verdict:
    """The verdict on a file as of `at`.

    VALID only if every signature holds, each signer chains to a trusted anchor and is known not to have been revoked
    when signing, every `expected` kind of signer is there (a copy or a separate appendix bears the agency's alone),
    and nothing but archive data follows the last signature. `beside`: the bytes of a signature kept in a file of its
    own (.p7s); then that one is judged. Files that are no PDF are judged by their kind where that can be done.
    For files from outside use `verify_isolated`.
    """
    judging = _Judging(trust, at, expected)
    try:
        data = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
        if beside is not None or b"%PDF-" not in data[:1024]:
            return judging.other(data, beside)
        if data[: data.index(b"%PDF-")].strip(b"\xef\xbb\xbf \t\r\n\0"):
            return judging.verdict((), (reason("NOT_ONLY_PDF"),))
        with opened(data) as reader:
            found = list(reader.embedded_signatures)
            signatures = [item for item in found if item.sig_object_type == "/Sig"]
            if not signatures:
                return judging.verdict((), (reason("NOT_SIGNED"),))
            timestamps = [item for item in found if item not in signatures]
            return through(judging.judge(data, reader, signatures, timestamps))
    except PdfEncrypted:
        return judging.verdict((), (reason("PDF_ENCRYPTED"),))
    except PdfUnreadable:
        return judging.verdict((), (reason("NOT_A_PDF"),))
    except SignatureFileUnreadable:
        return judging.verdict((), (reason("MALFORMED", "(SignatureFileUnreadable)"),))
    except MALFORMED as error:
        return judging.verdict((), (reason("MALFORMED", _detail(error)),))


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
        judge = await self._signers(reader, signatures, timestamps)
        findings = [await self.finding(item, judge) for item in signatures]
        missing = self.missing_roles(findings)
        findings[-1] = _with_end(findings[-1], data, reader, timestamps, finished=not missing)
        findings = _with_what_nobody_signed(findings, reader)
        reasons = [item for finding in findings for item in finding.reasons]
        reasons += [*missing, *_what_may_change(reader)]
        if findings[-1].modification == "lta_updates":
            reasons.append(reason("LONG_TERM_DATA"))
        return self.verdict(tuple(findings), _once(reasons))

    def other(self, data: bytes, beside: bytes | None) -> Verdict:
        """The verdict on a file that is no PDF, or whose signature lies beside it."""
        from vanthu.standards.signing.other_formats import signatures_in

        found = signatures_in(data, beside)
        if not found.signatures:
            return self.verdict((), found.reasons)
        return through(self._other(found.signatures, found.reasons))

    async def _other(self, found: Sequence[Signed], reasons: tuple[Reason, ...]) -> Verdict:
        judge = SignerJudge(self.trust, self.at)
        findings = [await judge.finding(one) for one in found]
        told = [item for finding in findings for item in finding.reasons]
        return self.verdict(tuple(findings), _once([*reasons, *told, *self.missing_roles(findings)]))

    def missing_roles(self, findings: Sequence[SignatureFinding]) -> list[Reason]:
        """Only where all kinds are known can one be said to be missing."""
        roles = {item.role for item in findings}
        if Role.UNKNOWN in roles:
            return []
        names = {Role.PERSON: "PERSON_SIGNATURE_MISSING", Role.AGENCY: "AGENCY_SIGNATURE_MISSING"}
        return [reason(names[role]) for role in (Role.PERSON, Role.AGENCY) if role in self.expected - roles]

    async def _signers(
        self,
        reader: PdfFileReader,
        signatures: Sequence[EmbeddedPdfSignature],
        timestamps: Sequence[EmbeddedPdfSignature],
    ) -> SignerJudge:
        """Judge signers as of the time since which archive time stamps prove the file, with the proofs in it."""
        try:
            known = await proved(reader, signatures, timestamps, self.trust, at=self.at)
        except MALFORMED:
            return SignerJudge(self.trust, self.at)
        return SignerJudge(known.trust, known.at)

    async def finding(self, signature: EmbeddedPdfSignature, judge: SignerJudge) -> SignatureFinding:
        """One signature; whatever pyHanko raises on malformed input becomes "không kiểm tra được"."""
        try:
            return await judge.finding(_signed(signature))
        except MALFORMED as error:
            return unreadable(str(signature.field_name), _certificate(signature), reason("MALFORMED", _detail(error)))


def _what_may_change(reader: PdfFileReader) -> list[Reason]:
    """What lets a file show another content without being changed: shadow attacks plant it before the signature."""
    root = reader.root
    names, action, form = (entry(root, key, {}) for key in ("/Names", "/OpenAction", "/AcroForm"))
    runs = isinstance(action, generic.DictionaryObject) and entry(action, "/S") not in ("/GoTo", None)
    active = "/JavaScript" in names or "/AA" in root or "/XFA" in form or runs
    found = {"ACTIVE_CONTENT": active, "HIDDEN_LAYERS": "/OCProperties" in root}
    return [reason(code) for code, there in found.items() if there]


def _signed(signature: EmbeddedPdfSignature) -> Signed:
    """The signature with what its file says of it: does it hold over its bytes, is what was appended allowed?"""
    sub_filter = str(entry(signature.sig_object, "/SubFilter"))
    told = Signed(
        name=str(signature.field_name),
        profile=PROFILES.get(sub_filter, sub_filter.lstrip("/")[:40]),
        certificate=signature.signer_cert,
        others=tuple(signature.other_embedded_certs),
        signer_info=signature.signer_info,
        signed_at=_claimed_time(signature),
        problems=(reason("UNSUPPORTED_FORMAT"),),
        coverage="unclear",
        modification="unclear",
    )
    if sub_filter not in PROFILES:
        return told
    signature.compute_integrity_info(POLICY)
    summary = signature.summarise_integrity_info()
    coverage, difference = summary["coverage"], summary["diff_result"]
    compared = isinstance(difference, DiffResult)
    level = difference.modification_level if compared else ModificationLevel.OTHER
    ranges = [int(number) for number in signature.byte_range]
    return replace(
        told,
        problems=_problems(signature, coverage, docmdp_ok=summary["docmdp_ok"]),
        coverage=COVERAGE[coverage],
        modification=MODIFICATION[level],
        signed_bytes=ranges[-2] + ranges[-1],
        filled=tuple(sorted(map(str, difference.changed_form_fields))) if compared else (),
    )


def _problems(
    signature: EmbeddedPdfSignature, coverage: SignatureCoverageLevel, *, docmdp_ok: bool
) -> tuple[Reason, ...]:
    whole = coverage.value >= SignatureCoverageLevel.ENTIRE_REVISION.value
    intact, valid = validate_sig_integrity(
        signature.signer_info,
        signature.signer_cert,
        expected_content_type="data",
        actual_digest=signature.compute_digest(),
    )
    checks = {
        "SIGNATURE_BROKEN": not valid,
        "CONTENT_CHANGED": not intact,
        "PARTIAL_COVERAGE": not whole,
        "CHANGED_AFTER_SIGNING": whole and not docmdp_ok,
        "WEAK_ALGORITHM": signature.md_algorithm in WEAK,
    }
    return tuple(reason(code) for code, failed in checks.items() if failed)


def _claimed_time(signature: EmbeddedPdfSignature) -> datetime | None:
    moment = signature.self_reported_timestamp
    return moment if moment is None or moment.tzinfo else moment.astimezone()


def _certificate(signature: EmbeddedPdfSignature) -> x509.Certificate | None:
    try:
        SigningCertificate(signature.signer_cert.dump()).parsed  # noqa: B018 (a certificate that cannot be read is none)
    except MALFORMED:
        return None
    return signature.signer_cert


def _with_end(
    finding: SignatureFinding,
    data: bytes,
    reader: PdfFileReader,
    timestamps: Sequence[EmbeddedPdfSignature],
    *,
    finished: bool,
) -> SignatureFinding:
    """The last signature must reach the end of the file, or be followed by archive data alone (signing.md §0.3).

    Also where it lets fields be filled for ever: whoever fills one after all have signed does so in nobody's name.
    """
    if finding.coverage == "entire_file" or finding.modification not in _KNOWN_LEVELS:
        return finding
    if finding.modification not in _NO_CONTENT:
        told = any(item.code == "CHANGED_AFTER_SIGNING" for item in finding.reasons)
        if told or not finished:
            return finding
    elif finding.modification == "lta_updates" and (_timestamped_to_end(timestamps) or _ends_cleanly(data, reader)):
        return finding
    reasons = (*finding.reasons, reason("CONTENT_AFTER_SIGNATURE"))
    return replace(finding, reasons=reasons, outcome=worst(reasons))


def _with_what_nobody_signed(findings: Sequence[SignatureFinding], reader: PdfFileReader) -> list[SignatureFinding]:
    """A signature field added after a signature, drawn over the page but signed by nobody (the attack "SSA").

    The comparison of revisions takes it for a field to be signed next; a later signature covers it unseen.
    """
    signed = {item.field for item in findings}
    if all(signed.issuperset(item.filled) for item in findings):
        return list(findings)
    drawn = {
        name for name, value, field in enumerate_sig_fields(reader) if value is None and "/AP" in field.get_object()
    }
    return [
        replace(item, reasons=reasons, outcome=worst(reasons))
        if drawn.intersection(item.filled) and (reasons := (*item.reasons, reason("DRAWN_BY_NOBODY")))
        else item
        for item in findings
    ]


def _timestamped_to_end(timestamps: Sequence[EmbeddedPdfSignature]) -> bool:
    return any(item.evaluate_signature_coverage() is SignatureCoverageLevel.ENTIRE_FILE for item in timestamps)


_NO_CONTENT = frozenset({"none", "lta_updates"})
_KNOWN_LEVELS = frozenset(MODIFICATION.values())
_END = re.compile(
    rb"\s*(trailer)?\s*(<<((?!startxref|%%EOF).){0,4096}>>)?\s*(endstream\s+endobj)?\s*startxref\s+\d+\s+%%EOF\s{0,4}",
    re.DOTALL,
)


def _ends_cleanly(data: bytes, reader: PdfFileReader) -> bool:
    """Whether nothing but trailer and end marker follows the last cross-reference section."""
    last = reader.xrefs.get_xref_container_info(reader.xrefs.total_revisions - 1)
    return _END.fullmatch(data, last.end_location) is not None


def _once(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reasons))

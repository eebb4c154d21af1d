"""Programs that sign a file themselves: they are given the whole PDF and return it with a signature of their own.

Their signature lies in a field of their own or in ours. It is an ordinary one, not a certification: number and date may
still be filled into their fields after it, and another program may add a field of its own, which a certification
forbids (`begin`, `certify`). What comes back is believed only as far as it proves itself: the bytes given
out, then one signature, by the certificate expected, over all of it, and nothing else changed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.changes import POLICY
from vanthu.standards.signing.documents import MALFORMED, open_reader, open_writer, signatures, still_holds
from vanthu.standards.signing.errors import ChangedByTool, NotContinued, PdfEncrypted, PdfUnreadable, SignedByAnother
from vanthu.standards.signing.findings import Outcome
from vanthu.standards.signing.forms import require_plain
from vanthu.standards.signing.places import signature_field
from vanthu.standards.signing.prepared import Prepared
from vanthu.standards.signing.signing import Who, require_fitting, require_leader_trusted, require_turn
from vanthu.standards.signing.trust import Trust
from vanthu.standards.signing.verification import verify

MOST_ADDED = 8 * 1024 * 1024
"""Bytes that a signature with its picture may add; a seal takes some 60 kB."""


@dataclass(frozen=True)
class TakenBack:
    """A file that a program signed. `instead_of`: our field that stays empty because the program made its own."""

    pdf: bytes
    instead_of: str | None


def hand_over(
    pdf: bytes,
    *,
    field: Who,
    certificate: SigningCertificate,
    at: datetime,
    trust: Trust | None = None,
    elsewhere: Collection[str] = (),
) -> Prepared:
    """Check what `begin` checks and give the file as it is, for a program to sign; raises what `begin` raises.

    `field` "stamp" is a copy or an appendix that nobody has signed, as for `begin_stamp`.
    """
    require_fitting(certificate, field, at=at)
    writer = open_writer(pdf)
    if field == "stamp":
        require_plain(writer)
    else:
        require_turn(writer, field, elsewhere)
    if field == "agency" and trust is not None:
        require_leader_trusted(pdf, trust, elsewhere, at=at)
    return Prepared.of(pdf, b"", certificate, field, (0, 0))


def require_continued(prepared: Prepared, signed: bytes) -> None:
    """Refuse what does not begin with the bytes given, or adds too much, without parsing it; raises `NotContinued`."""
    added = len(signed) - len(prepared.pdf)
    if not 0 < added <= MOST_ADDED or not signed.startswith(prepared.pdf):
        raise NotContinued(f"{added} bytes more than given")


def take_back(prepared: Prepared, signed: bytes, *, trust: Trust | None = None, at: datetime) -> TakenBack:
    """Return what a program made of the file it was given; of a file from outside `take_back_isolated` asks.

    Raises `NotContinued`, `ChangedByTool`, `SignedByAnother`; with `trust` also when the signature is invalid.
    """
    require_continued(prepared, signed)
    try:
        made = _only_new_signature(prepared, open_reader(signed))
    except (*MALFORMED, PdfUnreadable, PdfEncrypted) as error:
        raise NotContinued(repr(error)) from error
    if made.signer_cert.dump() != prepared.certificate.der:
        name = SigningCertificate(made.signer_cert.dump()).name
        sentence = f"Chữ ký được tạo bằng chứng thư số «{name}», không phải chứng thư đã khai báo của người ký."
        raise SignedByAnother(name, sentence=sentence)
    if trust is not None:
        _require_valid(signed, str(made.field_name), trust, at=at)
    ours = signature_field(prepared.field)
    return TakenBack(signed, None if made.field_name == ours else ours)


def _only_new_signature(prepared: Prepared, reader: PdfFileReader) -> EmbeddedPdfSignature:
    before = open_reader(prepared.pdf)
    known = {item.field_name for item in signatures(before)}
    found = signatures(reader)
    new = [item for item in found if item.field_name not in known]
    if len(new) != 1 or len(found) != len(known) + 1:
        raise NotContinued(f"{len(new)} new signatures")
    # What came before the signature in the program's own revisions counts too: it might have replaced the pages.
    changed = POLICY.review_file(reader, before.xrefs.total_revisions - 1)
    if isinstance(changed, SuspiciousModification) or not all(still_holds(item) for item in found):
        raise ChangedByTool(repr(changed))
    if new[0].evaluate_signature_coverage() is not SignatureCoverageLevel.ENTIRE_FILE:
        raise NotContinued("something follows the signature")
    return new[0]


def _require_valid(signed: bytes, field: str, trust: Trust, *, at: datetime) -> None:
    finding = next(item for item in verify(signed, trust, at=at).signatures if item.field == field)
    if finding.outcome is Outcome.INVALID:
        raise NotContinued(finding.sentence, sentence=finding.sentence)

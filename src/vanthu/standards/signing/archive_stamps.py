"""What archive time stamps prove: since when a file exists, and the proofs in it (ETSI EN 319 102-1, 5.6.3, in short).

The last stamp is judged as of now, each one before it as of the time of the one after it. Signatures are then judged as
of the earliest time so proved, when their certificates and the TSA's were still good, with the revocation data that
lie in the file: their issuers have said nothing about ended certificates since.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import new
from typing import Any

from asn1crypto import cms, crl, ocsp
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from vanthu.standards.signing.chains import judge
from vanthu.standards.signing.errors import SignatureUnstamped
from vanthu.standards.signing.long_term import end_of, existed_at
from vanthu.standards.signing.trust import Trust


@dataclass(frozen=True)
class Proved:
    """The moment as of which signatures are judged, and what is known then."""

    trust: Trust
    at: datetime


async def proved(
    reader: PdfFileReader,
    signatures: Sequence[EmbeddedPdfSignature],
    stamps: Sequence[EmbeddedPdfSignature],
    trust: Trust,
    *,
    at: datetime,
) -> Proved:
    """Since when the signatures are proved to exist; `at` itself where no archive stamp over all of them counts."""
    end = max(end_of(item) for item in signatures)
    over_all = [item for item in stamps if end_of(item) > end]
    if not over_all:
        return Proved(trust, at)
    known, moment = _with_proofs_of(reader, signatures, stamps, trust), at
    for stamp in reversed(over_all):
        given = await _time_of(stamp, known, moment)
        if given is None:
            break
        moment = given
    if moment == at or _relied_on_more(signatures, stamps, moment):
        return Proved(trust, at)
    return Proved(known, moment)


def _relied_on_more(
    signatures: Sequence[EmbeddedPdfSignature], stamps: Sequence[EmbeddedPdfSignature], moment: datetime
) -> bool:
    """Whether proofs counted by a stamp over the file that did not turn out to be good.

    A signature's own time stamp is judged with it; for one that has none the first over the file stands in.
    """
    unstamped = (item for item in signatures if not list(extract_tst_data_iter(item.signer_info, signed=False)))
    return any(existed_at(item, stamps) < moment for item in unstamped)


async def _time_of(stamp: EmbeddedPdfSignature, known: Trust, moment: datetime) -> datetime | None:
    """When a stamp was given; None unless it is over its revision of this file, by a TSA that was good at `moment`."""
    token: cms.SignedData = stamp.signed_data
    info = token["encap_content_info"]["content"].parsed
    imprint, signer = info["message_imprint"], extract_signer_info(token)
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if known.algorithms.digest_until(algorithm) is None or imprint["hashed_message"].native != stamp.compute_digest():
        return None
    if stamp.evaluate_signature_coverage().value < SignatureCoverageLevel.ENTIRE_REVISION.value:
        return None
    found = extract_certificate_info(token)
    content = new(algorithm, bytes(token["encap_content_info"]["content"])).digest()
    sound = validate_sig_integrity(signer, found.signer_cert, expected_content_type="tst_info", actual_digest=content)
    if sound != (True, True):
        return None
    word = await judge(found.signer_cert, found.other_certs, known, moment=moment, time_stamping=True)
    given: datetime = info["gen_time"].native
    return given if word is None and given < moment else None


def _with_proofs_of(
    reader: PdfFileReader,
    signatures: Sequence[EmbeddedPdfSignature],
    stamps: Sequence[EmbeddedPdfSignature],
    trust: Trust,
) -> Trust:
    """Our trust with the proofs of the file that say what was so after the last signature.

    An older list, still current when a stolen key signed, would not know of the theft: it is left out.
    """
    try:
        since = max(existed_at(item, stamps) for item in signatures)
        store = DocumentSecurityStore.read_dss(reader)
    except (SignatureUnstamped, NoDSSFoundError):
        return trust
    certificates = tuple(store.load_certs())
    lists = tuple(one for one in _lists(store.crls) if one["tbs_cert_list"]["this_update"].native >= since)
    answers = tuple(one for one in _answers(store.ocsps) if _said_at(one) >= since)
    return replace(
        trust,
        intermediates=_once((*trust.intermediates, *certificates)),
        crls=_once((*trust.crls, *lists)),
        ocsps=_once((*trust.ocsps, *answers)),
    )


def _lists(found: Sequence[Any]) -> Iterator[crl.CertificateList]:
    for stream in found:
        yield crl.CertificateList.load(stream.get_object().data, strict=True)


def _answers(found: Sequence[Any]) -> Iterator[ocsp.OCSPResponse]:
    for stream in found:
        yield ocsp.OCSPResponse.load(stream.get_object().data, strict=True)


def _said_at(answer: ocsp.OCSPResponse) -> datetime:
    moment: datetime = min(one["this_update"].native for one in answer.response_data["responses"])
    return moment


def _once(items: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple({item.dump(): item for item in items}.values())

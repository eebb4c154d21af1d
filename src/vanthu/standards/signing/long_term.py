"""Keep a signed PDF checkable for decades: its proofs beside it (PAdES B-LT), time stamps over all of it (B-LTA).

Only data of our own are put in, nothing is fetched; the file is only appended to, its metadata are left alone.
"""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any, Protocol

from asn1crypto import cms, crl, ocsp
from asn1crypto import x509 as asn1_x509
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp, PreparedByteRangeDigest
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator.path import ValidationPath

from vanthu.standards.signing.chains import NotGood, is_about, path_of
from vanthu.standards.signing.documents import MALFORMED, open_reader, open_writer, saved, signatures, still_holds
from vanthu.standards.signing.errors import (
    NotKeepable,
    PdfAltered,
    ProofsMissing,
    SignatureTooLarge,
    SignatureUnstamped,
)
from vanthu.standards.signing.timestamps import Stamp
from vanthu.standards.signing.trust import Trust


class Stamper(Protocol):
    """Whoever gives a time stamp over a digest, and says by which server."""

    def stamp(self, digest: bytes) -> Stamp: ...


RESERVED = 24_576
"""Hexadecimal characters kept for an archive time stamp; PDF/A allows 65,534."""


@dataclass(frozen=True)
class _Signer:
    """Somebody whose certificate must stay checkable: who signed, or who stamped the time."""

    certificate: asn1_x509.Certificate
    others: tuple[asn1_x509.Certificate, ...]
    moment: datetime
    time_stamping: bool
    since: datetime | None = None
    """Only what the issuer said at this time or later proves that the certificate was good then."""


@dataclass(frozen=True)
class _Proofs:
    """What goes into the document security store."""

    certificates: tuple[asn1_x509.Certificate, ...] = ()
    lists: tuple[crl.CertificateList, ...] = ()
    answers: tuple[ocsp.OCSPResponse, ...] = ()

    def __add__(self, other: "_Proofs") -> "_Proofs":
        return _Proofs(
            _once((*self.certificates, *other.certificates)),
            _once((*self.lists, *other.lists)),
            _once((*self.answers, *other.answers)),
        )


def add_proofs(pdf: bytes, trust: Trust, *, at: datetime) -> bytes:
    """Append certificates and revocation data of every signature and time stamp: PAdES B-LT.

    Raises `ProofsMissing` while the issuer has said nothing since the signing (later it will have),
    `SignatureUnstamped` when a signature has no time stamp and none of the whole file follows it (`add_archive_stamp`
    gives one), `NotKeepable` when a certificate was not good, `PdfAltered`.
    """
    made, stamps = _intact(pdf), _stamps(pdf)
    # For all of them since the last one: whoever judges in thirty years counts nothing older (`archive_stamps`).
    since = max(existed_at(signature, stamps) for signature in made)
    signers = [one for signature in made for one in _signers(signature, stamps, since, at)]
    return _with_proofs(pdf, asyncio.run(_proofs(signers, trust)))


def add_archive_stamp(pdf: bytes, trust: Trust, stamper: Stamper, *, at: datetime) -> tuple[bytes, str]:
    """Append a time stamp over the whole file, proofs and all: PAdES B-LTA; again before the last one ages.

    Where a signature has no time stamp of its own it comes first, before the proofs: it makes the file B-T (ETSI EN 319
    142-1, 6.3). Gives the file and the server that stamped it. The proofs of the stamp before go in first. Raises
    `NotKeepable` when that one is not good any more, `ProofsMissing`, `PdfAltered`, `SignatureTooLarge`, and the errors
    of the stamper.
    """
    _intact(pdf)
    stamps = _stamps(pdf)
    if stamps:
        pdf = _with_proofs(pdf, asyncio.run(_proofs([_stamper(stamps[-1].signed_data, at)], trust)))
    writer = open_writer(pdf)
    try:
        writer.register_extension(ESIC_EXTENSION_1)
        spec = SigFieldSpec(sig_field_name=f"archive_{len(stamps) + 1}")
        embedder = PdfCMSEmbedder(new_field_spec=spec).write_cms(spec.sig_field_name, writer)
        next(embedder)
        embedder.send(SigObjSetup(sig_placeholder=DocumentTimestamp(bytes_reserved=RESERVED)))
        output = BytesIO()
        digest, _ = embedder.send(SigIOSetup(md_algorithm="sha256", output=output))
    except MALFORMED as error:
        raise PdfAltered(repr(error)) from error
    stamp = stamper.stamp(digest.document_digest)
    return _filled(output, digest, stamp.token), stamp.server


def stamp_good_until(pdf: bytes, trust: Trust, *, at: datetime) -> datetime:
    """When the last archive time stamp ages: a certificate of its chain ends, or an algorithm counts no longer.

    Raises `NotKeepable` when there is none, or it is not good.
    """
    stamps = _stamps(pdf)
    if not stamps:
        raise NotKeepable("no archive time stamp")
    token = stamps[-1].signed_data
    path = asyncio.run(_path(_stamper(token, at), trust))
    digest = trust.algorithms.digest_until(extract_signer_info(token)["digest_algorithm"]["algorithm"].native)
    days = [digest or date.min, *(trust.algorithms.certificate_until(item) for item in path.iter_certs(True))]
    ends = [item["tbs_certificate"]["validity"]["not_after"].native for item in path.iter_certs(True)]
    ages: datetime = min(*ends, datetime.combine(min(days), time.max, UTC))
    return ages


def renewal_due(good_until: datetime, *, made_at: datetime, margin: timedelta) -> datetime:
    """When to stamp again: `margin` before the stamp ages, but not before half of its time is over."""
    return max(good_until - margin, made_at + (good_until - made_at) / 2)


# --- reading ------------------------------------------------------------------------------------------------------


def _intact(pdf: bytes) -> list[EmbeddedPdfSignature]:
    try:
        made = signatures(open_reader(pdf))
    except MALFORMED as error:
        raise PdfAltered(repr(error)) from error
    if not made or not all(still_holds(item) for item in made):
        raise PdfAltered("not signed, or a signature does not hold")
    return made


def _stamps(pdf: bytes) -> list[EmbeddedPdfSignature]:
    try:
        return list(open_reader(pdf).embedded_timestamp_signatures)
    except MALFORMED as error:
        raise PdfAltered(repr(error)) from error


def existed_at(signature: EmbeddedPdfSignature, stamps: Iterable[EmbeddedPdfSignature]) -> datetime:
    """The time of a signature's own time stamp, else of the first one over the file that has it.

    Raises `SignatureUnstamped`. Whether a stamp is good is for others to say.
    """
    over = (item.signed_data for item in stamps if end_of(item) > end_of(signature))
    for token in (*extract_tst_data_iter(signature.signer_info, signed=False), *over):
        moment: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
        return moment
    raise SignatureUnstamped(str(signature.field_name))


def end_of(signature: EmbeddedPdfSignature) -> int:
    """Where the bytes end that a signature or a time stamp is over."""
    return int(signature.byte_range[2]) + int(signature.byte_range[3])


def _signers(
    signature: EmbeddedPdfSignature, stamps: Iterable[EmbeddedPdfSignature], since: datetime, at: datetime
) -> Iterator[_Signer]:
    others = tuple(signature.other_embedded_certs)
    yield _Signer(signature.signer_cert, others, existed_at(signature, stamps), time_stamping=False, since=since)
    for token in extract_tst_data_iter(signature.signer_info, signed=False):
        yield _stamper(token, at)


def _stamper(token: cms.SignedData, at: datetime) -> _Signer:
    found = extract_certificate_info(token)
    return _Signer(found.signer_cert, tuple(found.other_certs), at, time_stamping=True)


# --- proofs -------------------------------------------------------------------------------------------------------


async def _proofs(signers: Iterable[_Signer], trust: Trust) -> _Proofs:
    found = _Proofs()
    for signer in signers:
        path = await _path(signer, trust)
        own = _of_path(path, signer, trust)
        # What was chosen must do by itself: whoever checks in thirty years has nothing else.
        await _path(signer, replace(trust, crls=own.lists, ocsps=own.answers))
        found = found + own
    return found


async def _path(signer: _Signer, trust: Trust) -> ValidationPath:
    try:
        return await path_of(
            signer.certificate, signer.others, trust, moment=signer.moment, time_stamping=signer.time_stamping
        )
    except NotGood as error:
        kind = ProofsMissing if error.word == "no_revocation_data" else NotKeepable
        raise kind(f"{signer.certificate.subject.human_friendly}: {error.word}") from error
    except MALFORMED as error:
        raise NotKeepable(repr(error)) from error


def _of_path(path: ValidationPath, signer: _Signer, trust: Trust) -> _Proofs:
    certificates = tuple(path.iter_certs(include_root=True))
    found = _Proofs(certificates)
    for certificate in certificates[1:]:
        since = signer.since if certificate == signer.certificate else None
        found = found + _about(certificate, trust, since)
    return found


def _about(certificate: asn1_x509.Certificate, trust: Trust, since: datetime | None) -> _Proofs:
    """The newest answer about a certificate, or else the newest list of its issuer; answers are much smaller."""
    answers = [(_said(one, certificate), one) for one in trust.ocsps if _said(one, certificate)]
    lists = [(_issued(one), one) for one in trust.crls if one.issuer == certificate.issuer]
    for kind, found in (("answers", answers), ("lists", lists)):
        timely = [(moment, one) for moment, one in found if moment and (since is None or moment >= since)]
        if timely:
            return _Proofs(**{kind: (max(timely, key=lambda pair: pair[0])[1],)})
    raise ProofsMissing(f"{certificate.subject.human_friendly}: nothing said since {since}")


def _said(answer: ocsp.OCSPResponse, certificate: asn1_x509.Certificate) -> datetime | None:
    singles = answer.response_data["responses"]
    return next((one["this_update"].native for one in singles if is_about(one, certificate)), None)


def _issued(item: crl.CertificateList) -> datetime | None:
    moment: datetime | None = item["tbs_cert_list"]["this_update"].native
    return moment


def _once(items: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple({item.dump(): item for item in items}.values())


# --- writing ------------------------------------------------------------------------------------------------------


def _with_proofs(pdf: bytes, proofs: _Proofs) -> bytes:
    writer = open_writer(pdf)
    try:
        writer.register_extension(ESIC_EXTENSION_1)
        store = DocumentSecurityStore.supply_dss_in_writer(
            writer, None, certs=proofs.certificates, crls=proofs.lists, ocsps=proofs.answers
        )
        return saved(writer) if store.modified else pdf
    except MALFORMED as error:
        raise PdfAltered(repr(error)) from error


def _filled(output: BytesIO, digest: PreparedByteRangeDigest, token: bytes) -> bytes:
    start, end = digest.reserved_region_start, digest.reserved_region_end
    if len(token) * 2 > end - start - 2:
        raise SignatureTooLarge(f"{len(token) * 2} > {end - start - 2}")
    region: Any = PreparedByteRangeDigest(b"", start, end)
    region.fill_with_cms(output, token)
    return output.getvalue()

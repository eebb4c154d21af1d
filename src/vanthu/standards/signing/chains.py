"""Judge one certificate against the trust of this installation, three-valued."""

from collections.abc import Coroutine, Iterable
from datetime import datetime
from typing import Any, TypeVar, cast

from asn1crypto import ocsp
from asn1crypto import x509 as asn1_x509
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath

from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.findings import Role
from vanthu.standards.signing.stores import Purpose
from vanthu.standards.signing.trust import Trust

_T = TypeVar("_T")
PURPOSES = {Role.PERSON: Purpose.PERSON, Role.AGENCY: Purpose.ORGANISATION}


class NotGood(Exception):
    """A certificate was not good at that moment; `word` is one of those `judge` gives."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


async def judge(
    certificate: asn1_x509.Certificate,
    others: Iterable[asn1_x509.Certificate],
    trust: Trust,
    *,
    moment: datetime,
    time_stamping: bool = False,
) -> str | None:
    """None when the certificate was good at that moment, else why not (a word of `SIGNER_WORDS`)."""
    brought = tuple(others)
    key = trust.known_words.key(certificate, brought, moment, time_stamping=time_stamping)
    known, word = trust.known_words.has(key)
    if known:
        return word
    try:
        await path_of(certificate, brought, trust, moment=moment, time_stamping=time_stamping)
    except NotGood as error:
        word = error.word
    if key is not None:
        trust.known_words.keep(key, word, (certificate, *brought))
    return word


def through(work: Coroutine[Any, Any, _T]) -> _T:
    """Run what pyHanko wrote for an event loop without one: where nothing is fetched, nothing waits."""
    try:
        work.send(None)
    except StopIteration as end:
        return cast(_T, end.value)
    work.close()
    raise RuntimeError("judging a signature waits for something")


def why_not(certificate: SigningCertificate, trust: Trust, *, moment: datetime) -> str | None:
    """As `judge`, for a certificate with its chain."""
    leaf, *others = (asn1_x509.Certificate.load(der) for der in (certificate.der, *certificate.chain))
    return through(judge(leaf, others, trust, moment=moment))


async def path_of(
    certificate: asn1_x509.Certificate,
    others: Iterable[asn1_x509.Certificate],
    trust: Trust,
    *,
    moment: datetime,
    time_stamping: bool = False,
) -> ValidationPath:
    """The chain from an anchor to a certificate that was good at that moment; raises `NotGood`."""
    validator = CertificateValidator(
        certificate, intermediate_certs=list(others), validation_context=trust.context(moment=moment)
    )
    try:
        usages = {"time_stamping"} if time_stamping else set()
        path: ValidationPath = await validator.async_validate_usage(key_usage=set(), extended_key_usage=usages)
    except (ValidationError, PathBuildingError) as error:
        raise NotGood(_word(error)) from error
    if not _serves(path, certificate, trust, time_stamping=time_stamping):
        raise NotGood("untrusted")
    if _left_the_lists(certificate, trust) and not _answered(certificate, trust):
        raise NotGood("no_revocation_data")
    if not time_stamping and not _may_sign(certificate):
        raise NotGood("usage")
    return path


_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (RevokedError, "revoked"),
    (InsufficientRevinfoError, "no_revocation_data"),
    (DisallowedAlgorithmError, "weak"),
    (InvalidCertificateError, "usage"),
    (PathBuildingError, "untrusted"),
)


def _word(error: Exception) -> str:
    if isinstance(error, ExpiredError):
        return "expired" if error.is_ee_cert else "chain"
    if isinstance(error, NotYetValidError):
        return "not_yet_valid" if error.is_ee_cert else "chain"
    return next((word for kind, word in _WORDS if isinstance(error, kind)), "chain")


def _serves(path: ValidationPath, leaf: asn1_x509.Certificate, trust: Trust, *, time_stamping: bool) -> bool:
    """Whether every CA of the path is trusted for certificates such as this one."""
    role = None if time_stamping else SigningCertificate(leaf.dump()).role
    purpose = Purpose.TSA if role is None else PURPOSES.get(role)
    return purpose is None or all(trust.serves(item, purpose) for item in path.iter_certs(include_root=True))


def _answered(certificate: asn1_x509.Certificate, trust: Trust) -> bool:
    """Whether an OCSP answer given before the certificate's end speaks of it."""
    end = certificate["tbs_certificate"]["validity"]["not_after"].native
    singles = (single for answer in trust.ocsps for single in answer.response_data["responses"])
    return any(is_about(single, certificate) and single["this_update"].native <= end for single in singles)


def is_about(single: ocsp.SingleResponse, certificate: asn1_x509.Certificate) -> bool:
    named = single["cert_id"]
    issuer = getattr(certificate.issuer, named["hash_algorithm"]["algorithm"].native, None)
    return bool(
        named["serial_number"].native == certificate.serial_number and named["issuer_name_hash"].native == issuer
    )


def _left_the_lists(certificate: asn1_x509.Certificate, trust: Trust) -> bool:
    """Whether every list of the issuer is from after the certificate's end: CAs drop ended certificates from them."""
    end = certificate["tbs_certificate"]["validity"]["not_after"].native
    issued = [item for item in trust.crls if item.issuer == certificate.issuer]
    return bool(issued) and all(item["tbs_cert_list"]["this_update"].native > end for item in issued)


def _may_sign(certificate: asn1_x509.Certificate) -> bool:
    usage = certificate.key_usage_value
    return usage is None or bool({"digital_signature", "non_repudiation"} & usage.native)

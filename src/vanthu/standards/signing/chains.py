"""Judge one certificate against the trust of this installation, three-valued."""

from collections.abc import Iterable
from datetime import datetime

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

from vanthu.standards.signing.trust import Trust


async def judge(
    certificate: asn1_x509.Certificate,
    others: Iterable[asn1_x509.Certificate],
    trust: Trust,
    *,
    moment: datetime,
    time_stamping: bool = False,
) -> str | None:
    """None when the certificate was good at that moment, else why not (a word of `CHAIN_WORDS`)."""
    validator = CertificateValidator(
        certificate, intermediate_certs=list(others), validation_context=trust.context(moment=moment)
    )
    usages = {"time_stamping"} if time_stamping else set()
    try:
        await validator.async_validate_usage(key_usage=set(), extended_key_usage=usages)
    except RevokedError:
        return "revoked"
    except ExpiredError as error:
        return "expired" if error.is_ee_cert else "chain"
    except NotYetValidError as error:
        return "not_yet_valid" if error.is_ee_cert else "chain"
    except InsufficientRevinfoError:
        return "no_revocation_data"
    except DisallowedAlgorithmError:
        return "weak"
    except InvalidCertificateError:
        return "usage"
    except PathBuildingError:
        return "untrusted"
    except ValidationError:
        return "chain"
    if _left_the_lists(certificate, trust):
        return "no_revocation_data"
    return None if time_stamping or _may_sign(certificate) else "usage"


def _left_the_lists(certificate: asn1_x509.Certificate, trust: Trust) -> bool:
    """Whether every list of the issuer is from after the certificate's end: CAs drop ended certificates from them."""
    end = certificate["tbs_certificate"]["validity"]["not_after"].native
    issued = [item for item in trust.crls if item.issuer == certificate.issuer]
    return bool(issued) and all(item["tbs_cert_list"]["this_update"].native > end for item in issued)


def _may_sign(certificate: asn1_x509.Certificate) -> bool:
    usage = certificate.key_usage_value
    return usage is None or bool({"digital_signature", "non_repudiation"} & usage.native)

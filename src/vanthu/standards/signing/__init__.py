"""PDF signatures: reserve places, sign as leader, number, seal as agency, verify into frozen findings.

pdf = reserve(draft, slots)
prepared = begin(pdf, field="leader", certificate=key.certificate, image_png=image, at=now)
pdf = complete(prepared, key.sign(prepared.signed_attributes), timestamper=HttpTimestamper(url))
pdf = fill_number(pdf, number="05", issued_on=today)
prepared = begin(pdf, field="agency", …)            # refused unless the leader's signature is there and intact

prepared = begin_stamp(pdf, slot=copy_stamp_place(pdf), words="Sao y; Sở Nội vụ", …)  # appendix (S4), copy (S5)
verdict = verify_isolated(path, trust_dir, at=now)  # HỢP LỆ, KHÔNG HỢP LỆ, KHÔNG XÁC ĐỊNH, KHÔNG KÝ SỐ
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vanthu.standards.signing.certificates import SigningCertificate
    from vanthu.standards.signing.countersigning import (
        begin_number,
        is_countersigned,
        is_number_signed,
        reserve_beside,
    )
    from vanthu.standards.signing.documents import is_signed
    from vanthu.standards.signing.errors import SigningError
    from vanthu.standards.signing.findings import Outcome, Reason, Role, SignatureFinding, Verdict
    from vanthu.standards.signing.forms import fill_number, reserve
    from vanthu.standards.signing.handing_over import hand_over, take_back
    from vanthu.standards.signing.isolation import take_back_isolated, verify_isolated
    from vanthu.standards.signing.keys import Key, SoftwareKey, open_pkcs12
    from vanthu.standards.signing.places import Slot
    from vanthu.standards.signing.prepared import Prepared
    from vanthu.standards.signing.signing import Who, begin, complete
    from vanthu.standards.signing.text_stamps import begin_stamp, stamp_text
    from vanthu.standards.signing.timestamps import (
        HttpTimestamper,
        Stamp,
        Timestamper,
        TimestampServers,
        request_timestamp,
        timestamp_imprint,
    )
    from vanthu.standards.signing.tokens import Token, open_pkcs11
    from vanthu.standards.signing.trust import Trust
    from vanthu.standards.signing.verification import verify

__all__ = [
    "HttpTimestamper",
    "Key",
    "Outcome",
    "Prepared",
    "Reason",
    "Role",
    "SignatureFinding",
    "SigningCertificate",
    "SigningError",
    "Slot",
    "SoftwareKey",
    "Stamp",
    "TimestampServers",
    "Timestamper",
    "Token",
    "Trust",
    "Verdict",
    "Who",
    "begin",
    "begin_number",
    "begin_stamp",
    "complete",
    "fill_number",
    "hand_over",
    "is_countersigned",
    "is_number_signed",
    "is_signed",
    "open_pkcs11",
    "open_pkcs12",
    "request_timestamp",
    "reserve",
    "reserve_beside",
    "stamp_text",
    "take_back",
    "take_back_isolated",
    "timestamp_imprint",
    "verify",
    "verify_isolated",
]

# Reading PDFs and certificates loads most of a second of libraries; a program that only asks for an Outcome, or shows
# a list, starts without them. Each name is loaded from its module when it is first used.
_MODULES = {
    "SigningCertificate": "certificates",
    "begin_number": "countersigning",
    "is_countersigned": "countersigning",
    "is_number_signed": "countersigning",
    "reserve_beside": "countersigning",
    "is_signed": "documents",
    "SigningError": "errors",
    "Outcome": "findings",
    "Reason": "findings",
    "Role": "findings",
    "SignatureFinding": "findings",
    "Verdict": "findings",
    "fill_number": "forms",
    "reserve": "forms",
    "hand_over": "handing_over",
    "take_back": "handing_over",
    "take_back_isolated": "isolation",
    "verify_isolated": "isolation",
    "Key": "keys",
    "SoftwareKey": "keys",
    "open_pkcs11": "tokens",
    "open_pkcs12": "keys",
    "Slot": "places",
    "Prepared": "prepared",
    "Who": "signing",
    "begin": "signing",
    "complete": "signing",
    "begin_stamp": "text_stamps",
    "stamp_text": "text_stamps",
    "HttpTimestamper": "timestamps",
    "Stamp": "timestamps",
    "TimestampServers": "timestamps",
    "Timestamper": "timestamps",
    "request_timestamp": "timestamps",
    "timestamp_imprint": "timestamps",
    "Token": "tokens",
    "Trust": "trust",
    "verify": "verification",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

"""PDF signatures: reserve places, sign as leader, number, seal as agency, verify into frozen findings."""

from vanthu.standards.signing.errors import SigningError
from vanthu.standards.signing.findings import Outcome, Reason, Role, SignatureFinding, Verdict
from vanthu.standards.signing.places import Slot
from vanthu.standards.signing.protocol import (
    Key,
    Prepared,
    SigningCertificate,
    Timestamper,
    Trust,
    begin,
    complete,
    fill_number,
    request_timestamp,
    reserve,
    timestamp_imprint,
    verify,
    verify_isolated,
)

__all__ = [
    "Key",
    "Outcome",
    "Prepared",
    "Reason",
    "Role",
    "SignatureFinding",
    "SigningCertificate",
    "SigningError",
    "Slot",
    "Timestamper",
    "Trust",
    "Verdict",
    "begin",
    "complete",
    "fill_number",
    "request_timestamp",
    "reserve",
    "timestamp_imprint",
    "verify",
    "verify_isolated",
]

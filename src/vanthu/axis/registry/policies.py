"""Who may call, and for whom they may speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.kernel.sealing import unseal
from vanthu.axis.registry import queries
from vanthu.axis.registry.queries import KnownAgency, KnownSystem, Registry
from vanthu.standards.vxp import headers
from vanthu.standards.vxp.codes import ErrorCode
from vanthu.standards.vxp.errors import HeadersRefused


class WrongCredentials(AxisError):
    """Unknown systemid, or its secret did not sign the headers. Which of the two is not told to strangers."""

    code = "VT-TRUC-XAC-THUC"
    template = "Sai SystemId hoặc SecretKey: {reason}"
    wire_code = ErrorCode.WRONG_CREDENTIALS


class NotYourAgency(AxisError):
    """A system tried to change an agency which it does not serve."""

    code = "VT-TRUC-KHONG-QUYEN"
    template = "Hệ thống {system_id} không phụ trách cơ quan {code} nên không được thay đổi."
    wire_code = ErrorCode.FORBIDDEN


@dataclass(frozen=True)
class Caller:
    """A system that has proved who it is, the parameters it signed, and the registry it was found in."""

    system: KnownSystem
    signed: headers.Signed
    registry: Registry

    @property
    def name(self) -> str:
        """Return how facts name this caller."""
        return f"system:{self.system.system_id}"


def authenticate(raw: Mapping[str, bytes], *, at: datetime) -> Caller:
    """Return who calls. `raw` are the headers by lower-case name. Raises WrongCredentials."""
    try:
        claim = headers.read(raw)
    except HeadersRefused as error:
        raise WrongCredentials(reason=error.sentence) from error
    registry = queries.present()
    system = registry.system(claim.system_id)
    if system is None or not system.may_call:
        raise WrongCredentials(reason="hệ thống chưa đăng ký, đã ngừng kết nối hoặc mã bí mật không đúng.")
    return Caller(system, _check(claim, system, at), registry)


def _check(claim: headers.Claim, system: KnownSystem, at: datetime) -> headers.Signed:
    """Check with each secret in force; the last refusal is the one told."""
    refusal: HeadersRefused | None = None
    for sealed in system.sealed_secrets(at=at):
        try:
            return headers.check(claim, secret=unseal(sealed), now=at, window=system.replay_window)
        except HeadersRefused as error:
            refusal = refusal or error
    raise WrongCredentials(reason=refusal.sentence if refusal else "") from refusal


def require_served(agency: KnownAgency, system: KnownSystem) -> None:
    """Raises NotYourAgency unless the system serves the agency."""
    if agency.system_key != system.id:
        raise NotYourAgency(system_id=system.system_id, code=agency.code)

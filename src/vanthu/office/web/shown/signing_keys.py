"""With what a person signs: certificates, where their keys are, how long they are good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from vanthu.office.signatures import policies, ports, queries
from vanthu.office.signatures.operations.enrolment import WARN_DAYS
from vanthu.office.signatures.states import PendingState, Role

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.signatures.models import SigningIdentity

_DEVICES = {
    "vgca": "VGCA Sign Service",
    "csc": "CSC",
    "smartca": "VNPT SmartCA",
    "mysign": "Viettel MySign",
    "pkcs11": "PKCS#11",
    "pkcs12": "PKCS#12",
}


@dataclass(frozen=True)
class KeyShown:
    """One certificate as its page shows it."""

    whose: str
    name: str
    serial: str
    issuer: str
    not_after: datetime
    device: str
    by_program: bool
    ended: bool
    other_title: str
    """The title in the certificate where it is not the person's position."""


@dataclass(frozen=True)
class KeysShown:
    """The page; `program` is where the signing program listens, empty when nobody here needs it."""

    keys: tuple[KeyShown, ...]
    program: str


def keys_shown(person: Person, *, at: datetime) -> KeysShown:
    """Return what the person signs with: himself, and for the agency where he may."""
    mine = queries.identity_for(person)
    seal = queries.seal_identity() if policies.may_sign(person, Role.AGENCY, at=at) else None
    found = [(_("Của ông/bà"), mine), (_("Của cơ quan"), seal)]
    keys = tuple(_shown(whose, one, at) for whose, one in found if one is not None)
    program = settings.OFFICE.signing.vgca_url if any(key.by_program for key in keys) else ""
    return KeysShown(keys, program)


@dataclass(frozen=True)
class BeingSigned:
    """A signature that goes on by itself: how the page calls it, and what to do meanwhile."""

    title: str
    words: str


def being_signed(document_id: UUID) -> BeingSigned | None:
    """Return what a document waits for without anybody at this page; whoever mistyped a PIN can simply sign again."""
    pending = queries.pending_for(document_id)
    if pending is not None and pending.state == PendingState.AWAITING_TIMESTAMP:
        words = _("Chữ ký đã được tạo và đang chờ dấu thời gian. Việc này tự hoàn tất, ông/bà có thể rời trang.")
        return BeingSigned(_("Ký xong, chờ dấu thời gian"), words)
    if pending is not None and pending.asked_reference:
        words = _("Hãy mở ứng dụng ký số trên điện thoại và xác nhận yêu cầu ký; trang tự cập nhật khi ký xong.")
        return BeingSigned(_("Chờ xác nhận trên điện thoại"), words)
    return None


def _shown(whose: str, identity: SigningIdentity, at: datetime) -> KeyShown:
    certificate = queries.certificate_of(identity)
    return KeyShown(
        whose=whose,
        name=certificate.name,
        serial=certificate.serial,
        issuer=certificate.issuer,
        not_after=certificate.not_after,
        device=_DEVICES.get(identity.device, identity.device),
        by_program=ports.way_of(identity) is ports.Way.PROGRAM,
        ended=at > certificate.not_after,
        other_title=(policies.other_title(certificate, identity.person) or "") if identity.person else "",
    )


@dataclass(frozen=True)
class Enrolled:
    """One certificate as administrators see it: with who holds the device, and held it before."""

    identity: SigningIdentity
    key: KeyShown
    custody: tuple[Any, ...]
    ends_soon: bool

    @property
    def held(self) -> bool:
        """Whether it is written down who has the device now."""
        return any(one.until is None for one in self.custody)


def enrolled(*, at: datetime) -> list[Enrolled]:
    """Return the certificates in use in the agency in force."""
    held = queries.custody()
    return [
        Enrolled(
            identity=one,
            key=(key := _shown(one.person.full_name if one.person else _("Cơ quan"), one, at)),
            custody=tuple(held.get(one.pk, ())),
            ends_soon=not key.ended and at >= key.not_after - timedelta(days=max(WARN_DAYS)),
        )
        for one in queries.identities()
    ]


@dataclass(frozen=True)
class NotGivenBack:
    """A device that is still with somebody, though its certificate is no longer used."""

    identity: SigningIdentity
    device: str
    held: Any


def not_given_back() -> list[NotGivenBack]:
    """Return the devices of the agency in force that are to be taken back (ND30-A32)."""
    held = queries.custody()
    return [
        NotGivenBack(one, _DEVICES.get(one.device, one.device), held[one.pk][0]) for one in queries.not_given_back()
    ]

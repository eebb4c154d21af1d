"""Who may sign in which role, and with whose certificate."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import policies as competence
from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty, Work
from vanthu.office.kernel.permission import ALLOWED, Permission, refused
from vanthu.office.signatures.states import Role
from vanthu.standards.signing import Role as Kind

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Agency, Person
    from vanthu.standards.signing import SigningCertificate


def may_sign(person: Person, role: Role, *, beside: bool = False, at: datetime) -> Permission:
    """Whoever is competent for anything signs in person (ND30-A13, CT07-1c); which document, the document's rules say.

    Who signs `beside` a competent person needs no competence of his own: the secretary of a meeting (mẫu 1.9).

    Only the văn thư uses the agency's key, or who was permitted in writing to stand in for one (ND30-A32.2).
    """
    if role is Role.LEADER:
        able = beside or competence.may_sign_something(person, at=at)
        return ALLOWED if able else refused("chỉ người có thẩm quyền được ký số văn bản")
    if access.has_duty(person, Duty.CLERK, at=at) or access.delegators(person, at=at)[Work.CLERK]:
        return ALLOWED
    return refused("chỉ văn thư được ký số của cơ quan")


def belongs_to_person(certificate: SigningCertificate, person: Person) -> bool:
    """Tell whether the certificate names the acting person (CT07-1c)."""
    return certificate.role is not Kind.AGENCY and _folded(certificate.name) == _folded(person.full_name)


def other_title(certificate: SigningCertificate, person: Person) -> str | None:
    """Return the title in a certificate when it is not the person's position: who signs does so as it says (ND23-A14).

    A warning, no refusal: certificates are issued anew only some time after an appointment.
    """
    title = certificate.title
    return title if title and _folded(title) != _folded(person.position) else None


def other_organization(certificate: SigningCertificate, agency: Agency) -> str | None:
    """Return the organisation in a person's certificate when it is not the agency by its name ("Sở Nội vụ tỉnh …")."""
    named = certificate.organization
    return named if named and not _folded(named).startswith(_folded(agency.name)) else None


def belongs_to_agency(certificate: SigningCertificate, agency: Agency) -> bool:
    """Tell whether the certificate names the agency: by its identifier, or by its name ("Sở Nội vụ tỉnh …")."""
    if certificate.role is Kind.PERSON:
        return False
    codes = {code for code in (agency.code, agency.old_code) if code}
    named, name = _folded(certificate.name), _folded(agency.name)
    return named == name or named.startswith(f"{name} ") or bool(codes & _identifiers(certificate))


def _identifiers(certificate: SigningCertificate) -> set[str]:
    """Return what follows the colon in the subject's UIDs ("MĐD:H99.02")."""
    values = (str(item.value) for item in certificate.parsed.subject)
    return {value.partition(":")[2].strip() for value in values if ":" in value}


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())

"""Who may sign in which role, and with whose certificate."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.kernel.permission import ALLOWED, Permission, refused
from vanthu.office.signatures.states import Role
from vanthu.standards.signing import Role as Kind

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Agency, Person
    from vanthu.standards.signing import SigningCertificate


def may_sign(person: Person, role: Role, *, at: datetime) -> Permission:
    """Leaders sign in person (CT07-1c); only the văn thư uses the agency's key (ND30-A32.2c)."""
    if role is Role.LEADER:
        return _only(Duty.LEADER, person, "chỉ người có thẩm quyền được ký số văn bản", at=at)
    return _only(Duty.CLERK, person, "chỉ văn thư được ký số của cơ quan", at=at)


def belongs_to_person(certificate: SigningCertificate, person: Person) -> bool:
    """Tell whether the certificate names the acting person (CT07-1c)."""
    return certificate.role is not Kind.AGENCY and _folded(certificate.name) == _folded(person.full_name)


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


def _only(duty: Duty, person: Person, why: str, *, at: datetime) -> Permission:
    return ALLOWED if access.has_duty(person, duty, at=at) else refused(why)

"""Making an issued document public, and taking it down."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.dispatch import operations as dispatch
from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import VersionKind
from vanthu.office.outgoing import policies, queries
from vanthu.office.outgoing.operations import packages
from vanthu.office.outgoing.operations.common import given_reason
from vanthu.office.outgoing.operations.errors import SignaturesNotValid
from vanthu.standards.signing import Outcome

if TYPE_CHECKING:
    from vanthu.office.dispatch.models import Publication
    from vanthu.office.organizations.models import Person


def publish(document_id: UUID, *, by: Person, at: datetime) -> Publication:
    """Let everybody read an issued document, with its sealed PDF. Raises NotAllowed, AlreadyPublic."""
    outgoing = queries.get(by, document_id, at=at)
    policies.may_publish(by, outgoing, at=at).require("Công bố trên cổng")
    sealed = documents.latest_version(document_id, VersionKind.SEALED)
    if sealed is None:
        raise SignaturesNotValid(outcome=Outcome.UNSIGNED.label, reasons="Không có bản đã ký số của cơ quan.")
    name = packages.package_name(outgoing.document)
    return dispatch.publish(outgoing.document, sha256=sealed.file_id, file_name=name, by=by, at=at)


def unpublish(document_id: UUID, *, reason: str, by: Person, at: datetime) -> None:
    """Take a document down from the portal. Raises NotAllowed, ReasonMissing, NotPublic."""
    outgoing = queries.get(by, document_id, at=at)
    policies.may_publish(by, outgoing, at=at).require("Gỡ khỏi cổng")
    dispatch.unpublish(document_id, reason=given_reason(reason), by=by, at=at)

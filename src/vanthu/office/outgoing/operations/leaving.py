"""Documents that leave the agency: the way of each recipient is kept, e-mails are queued, the portal shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.dispatch import operations as dispatch
from vanthu.office.dispatch import queries as dispatched
from vanthu.office.dispatch.states import Way
from vanthu.office.documents import queries as documents
from vanthu.office.outgoing.operations import packages

if TYPE_CHECKING:
    from vanthu.office.dispatch.operations import Settled
    from vanthu.office.documents.models import Version
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.models import OutgoingDocument


def send(outgoing: OutgoingDocument, sealed: Version, decided: Sequence[Settled], *, by: Person, at: datetime) -> None:
    """Keep how the document goes to each of these, queue e-mails, publish it; the axis is for the caller.

    Call it inside `write()`.
    """
    sendings = dispatch.send(outgoing.document, decided, by=by, at=at)
    for one in sendings:
        if one.way == Way.EMAIL:
            dispatch.queue_mail(one, _files(outgoing, sealed), at=at)
    if any(one.way == Way.PORTAL for one in sendings) and dispatched.publication_of(outgoing.pk) is None:
        name = packages.package_name(outgoing.document)
        dispatch.publish(outgoing.document, sha256=sealed.file_id, file_name=name, by=by, at=at)


def _files(outgoing: OutgoingDocument, sealed: Version) -> list[tuple[str, str, str]]:
    """What goes with an e-mail: the sealed PDF and the attachments, by hash, name and media type."""
    others = documents.attachments(outgoing.pk)
    return [
        (sealed.file_id, packages.package_name(outgoing.document), packages.PDF),
        *((one.sent_file.sha256, one.file_name, one.sent_file.media_type) for one in others),
    ]

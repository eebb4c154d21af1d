"""A document that is here already comes again, by whatever way: another copy of the same, without a number of its own.

And data that a package left out are completed before the document is registered.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import LinkKind
from vanthu.office.incoming import queries
from vanthu.office.incoming.models import IncomingDocument
from vanthu.office.incoming.operations.common import admitted, report
from vanthu.office.incoming.operations.errors import NothingToJoin
from vanthu.office.incoming.states import MOVES
from vanthu.office.kernel.moves import move
from vanthu.runtime.transactions import write
from vanthu.standards.edxml import StatusCode

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def join(document_id: UUID, *, by: Person, at: datetime) -> IncomingDocument:
    """Say that it is another copy of the earlier document; files of both stay, one has the number. The issuer hears 03.

    Raises NothingToJoin.
    """
    incoming = admitted(document_id, "join", by, at)
    earlier = queries.earlier(incoming)
    if earlier is None:
        raise NothingToJoin
    with write():
        move(incoming, "join", MOVES)
        documents.link(document_id, earlier.pk, LinkKind.SAME)
        documents.freeze(document_id, at=at)
        number = f", số đến {earlier.arrival_number}" if earlier.arrival_number else ""
        said = f"Đã tiếp nhận; là bản khác của văn bản đã nhận{number}"
        report(incoming, "join", StatusCode.RECEIVED, said, by, at, earlier=str(earlier.pk), said=said)
    return incoming


def fill_in(incoming: IncomingDocument, filled: Mapping[str, Any]) -> None:
    """Complete what is empty; what the issuer said of its document is never overwritten."""
    missing = queries.missing(incoming)
    wanted = {name: value for name, value in filled.items() if name in missing and value}
    if subject := wanted.pop("subject", ""):
        incoming.document = documents.change_metadata(incoming.pk, subject=subject)
    if wanted:
        incoming.document = documents.complete(incoming.pk, **wanted)

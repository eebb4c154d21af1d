"""What a package left out of a document's data, offered as the document itself says it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from vanthu.office.incoming import queries
from vanthu.office.journeys.suggesting import suggestions
from vanthu.office.web.forms.by_hand import EnterForm
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.incoming.models import IncomingDocument

WANTED = frozenset({"number", "notation", "issued_on", "subject"})
"""What a register needs (ND30 Phụ lục IV); other items are asked for only when the document itself says them."""


class CompletingForm(EnterForm):
    """Only what is missing; the clerk need not know it, but for what the document was registered for."""

    def __init__(self, *args: Any, names: frozenset[str], **how: Any) -> None:
        super().__init__(*args, **how)
        for name in list(self.fields):
            if name not in names and name != "although":
                del self.fields[name]
        for field in self.fields.values():
            field.required = False
            field.widget.attrs.pop("autofocus", None)

    def clean(self) -> dict[str, Any]:
        """Nothing is asked for that the issuer left out."""
        return dict(self.cleaned_data)


def completing(incoming: IncomingDocument, data: Any, *, at: datetime) -> CompletingForm:
    """Return the form of what this document's package does not say, filled in from its first page."""
    today = at.astimezone(VIETNAM).date()
    read = suggestions(incoming.on_page, on=today)
    missing = queries.missing(incoming)
    names = frozenset(name for name in missing if name in WANTED or read.get(name))
    here = queries.earlier(incoming) is not None
    return CompletingForm(data, today=today, here=here, suggested=read, names=names)

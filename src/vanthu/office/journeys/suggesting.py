"""What a document says of itself, as a registering form takes it: the clerk accepts it by just registering."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Direction
from vanthu.office.exchange import queries as exchange
from vanthu.office.kernel.words import folded


def suggestions(says: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """Return the values of a form by name, from `FirstPage.as_json()`; what is not certain is absent.

    Names of agencies are printed in capitals: they are written as they are known here, else as they are printed.
    """
    found = dict(says)
    if found.get("issuer_name"):
        found["issuer_name"] = _as_known(found["issuer_name"])
    for name in ("issued_on", "due_on"):
        if found.get(name):
            found[name] = date.fromisoformat(found[name])
    if found.get("issued_on") and found["issued_on"] > on:
        del found["issued_on"]
    if documents.document_type(found.get("type_code", ""), on) is None:
        found.pop("type_code", None)
    return found


def _as_known(printed: str) -> str:
    wanted = folded(printed)
    axis = [one.name for one in exchange.correspondents(printed) if folded(one.name) == wanted]
    before = [name for name in documents.issuers(Direction.INCOMING) if folded(name) == wanted]
    return next(iter([*axis, *before]), printed)

"""From the issuer's wish on the wire to bytes that are gone, and no further than they may be."""

from __future__ import annotations

import pytest
from django.apps import apps

from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import VersionKind
from vanthu.office.exchange import operations as exchange
from vanthu.office.files import queries as files
from vanthu.office.incoming import operations, queries
from vanthu.office.incoming.tests.stories import WIRE_ID, arrived, registered, statuses
from vanthu.office.journeys import taking_back
from vanthu.office.testing.cast import Cast
from vanthu.runtime.store import BytesMissing
from vanthu.standards import edxml

StoredFile = apps.get_model("files", "StoredFile")
PDF = b"%PDF-1.7 mot van ban"


def wish(cast: Cast, hub_id: str = "hub-13", wire_id: str = WIRE_ID) -> None:
    """Sở Y tế asks for its document back, as the axis brings it."""
    message = edxml.StatusMessage(
        sender=edxml.Organization("H99.05", "Sở Y tế"),
        response_for=edxml.ResponseFor("H99.02", "88/SYT-VP", wire_id, cast.at.date()),
        status_code="13",
        description="Ban hành nhầm",
        timestamp=cast.at,
    )
    from vanthu.office.files import operations as stored

    package = stored.keep(edxml.write_bytes(message), media_type="application/xml", at=cast.at).sha256
    exchange.keep_status(message, hub_id=hub_id, package=package, from_code="H99.05", at=cast.at)


def test_a_wish_on_the_wire_lies_before_the_clerk_once(in_snv: Cast) -> None:
    incoming = registered(in_snv)
    wish(in_snv)
    assert (taking_back.take_up_due(at=in_snv.at), taking_back.take_up_due(at=in_snv.at)) == (1, 0)
    request = queries.open_wish(incoming.pk)
    assert request is not None
    assert (request.asked_by, request.reason) == ("Sở Y tế", "Ban hành nhầm")


def test_a_wish_about_something_unknown_waits_for_nobody(in_snv: Cast) -> None:
    wish(in_snv, wire_id="H99.05,2026/01/01,1/KHAC")
    assert taking_back.take_up_due(at=in_snv.at) == 0


def test_the_bytes_are_gone_once_it_was_given_back(in_snv: Cast) -> None:
    incoming = registered(in_snv)
    sha256 = _file(in_snv, incoming.pk)
    picture = files.drawn(sha256) / "1-720.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"png")
    _given_back(in_snv, incoming.pk)
    assert files.read(sha256) == PDF, "nothing is removed before the sweep"
    assert (taking_back.sweep_due(at=in_snv.at), taking_back.sweep_due(at=in_snv.at)) == (1, 0)
    with pytest.raises(BytesMissing):
        files.read(sha256)
    assert not picture.exists(), "what was drawn of it is gone too"
    assert StoredFile.objects.filter(pk=sha256).exists(), "that they were there is known"
    assert [code for code, _ in statuses(incoming)][-1] == "15"


def test_the_copy_of_another_agency_stays(in_snv: Cast) -> None:
    mine = registered(in_snv)
    sha256 = _file(in_snv, mine.pk)
    with in_snv.in_syt():
        theirs = arrived(in_snv)
        _file(in_snv, theirs.pk)
    _given_back(in_snv, mine.pk)
    taking_back.sweep_due(at=in_snv.at)
    assert files.read(sha256) == PDF


def test_a_document_that_recalls_another_asks_for_it(in_snv: Cast) -> None:
    incoming, notice = registered(in_snv), arrived(in_snv, wire_id="thu-hoi", number="90")
    operations.ask_back(incoming.pk, reason="Sai thẩm quyền", asked_by="Sở Y tế", notice_id=notice.pk, at=in_snv.at)
    request = queries.open_wish(incoming.pk)
    assert request is not None
    assert request.notice_id == notice.pk


def _file(cast: Cast, document_id: object) -> str:
    version = documents.add_version(
        document_id,
        kind=VersionKind.RECEIVED,
        content=PDF,
        file_name="a.pdf",
        by=None,
        at=cast.at,  # type: ignore[arg-type]
    )
    return version.file_id


def _given_back(cast: Cast, document_id: object) -> None:
    operations.ask_back(document_id, reason="nhầm", asked_by="Sở Y tế", at=cast.at)  # type: ignore[arg-type]
    operations.give_back(document_id, by=cast.chi, at=cast.at)  # type: ignore[arg-type]

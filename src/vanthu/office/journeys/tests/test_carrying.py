"""A package brought as a file: the same desk as one from the axis, and nobody is told of it."""

from __future__ import annotations

import pytest
from django.apps import apps

from vanthu.office.documents import queries as documents
from vanthu.office.incoming.states import Channel, IncomingState
from vanthu.office.journeys import receiving
from vanthu.office.journeys.tests.test_receiving import judged, message
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.testing.cast import Cast
from vanthu.standards import edxml

__all__ = ["judged"]
IncomingDocument = apps.get_model("incoming", "IncomingDocument")
StatusToSend = apps.get_model("exchange", "StatusToSend")


def test_it_comes_to_the_desk_with_its_data_and_no_status_leaves(in_snv: Cast, judged: dict[str, object]) -> None:
    raw = edxml.write_bytes(message())
    for _ in range(2):
        receiving.carry_in(raw, "goi.edxml", by=in_snv.chi, at=in_snv.at)
    assert receiving.take_in_due(at=in_snv.at) == 1
    came = IncomingDocument.objects.get()
    assert (came.state, came.channel) == (IncomingState.ARRIVED, Channel.HAND)
    assert documents.document(came.pk).number == message().code.number
    assert not StatusToSend.objects.exists()


def test_what_is_no_package_is_refused_at_once(in_snv: Cast) -> None:
    for junk in (b"", b"%PDF-1.7", b"<a/>"):
        with pytest.raises(receiving.NotAPackage):
            receiving.carry_in(junk, "goi.edxml", by=in_snv.chi, at=in_snv.at)
    with pytest.raises(NotAllowed):
        receiving.carry_in(b"<a/>", "goi.edxml", by=in_snv.an, at=in_snv.at)

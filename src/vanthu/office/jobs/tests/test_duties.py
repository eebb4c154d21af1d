"""The worker's duties together carry a document from one agency to another and its statuses back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import Direction
from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange import ports, queries
from vanthu.office.jobs.duties import LongPoll, duties
from vanthu.office.signatures import operations as signatures
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.fake_axis import FakeAxis
from vanthu.runtime import clock
from vanthu.runtime.worker import run_once
from vanthu.standards import edxml
from vanthu.standards.vxp import MessageType, Unit

IncomingDocument = apps.get_model("incoming", "IncomingDocument")
VerdictKept = apps.get_model("signatures", "VerdictKept")


@pytest.fixture
def axis() -> Iterator[FakeAxis]:
    fake = FakeAxis()
    with ports.provided(fake):
        yield fake


def test_new_work_is_seen_at_once_and_the_axis_is_asked_as_often_as_the_settings_say() -> None:
    every = {duty.name: duty.every for duty in duties()}
    office = settings.OFFICE
    assert {every[name] for name in ("signatures", "send", "take_in", "statuses")} == {office.worker_rest_seconds}
    assert every["registry"] > office.axis.poll_seconds
    assert every["trust_material"] == office.signing.material_refresh_seconds


def test_without_waiting_the_axis_is_asked_once_in_so_many_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    axis = settings.OFFICE.axis.model_copy(update={"long_poll_seconds": 0})
    monkeypatch.setattr(settings, "OFFICE", settings.OFFICE.model_copy(update={"axis": axis}))
    every = {duty.name: duty.every for duty in duties()}
    assert every["poll"] == axis.poll_seconds


class Time:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.django_db
def test_an_axis_that_holds_its_answer_back_is_asked_again_at_once(axis: FakeAxis) -> None:
    time = Time()
    axis.waits = lambda seconds: setattr(time, "seconds", time.seconds + seconds)
    poll = LongPoll(MessageType.EDOC, time)
    for _ in range(3):
        poll()
    assert axis.listings == 6, "each time one to wait and one to fetch"


@pytest.mark.django_db
def test_an_axis_that_answers_at_once_is_asked_as_often_as_the_settings_say(axis: FakeAxis) -> None:
    time = Time()
    poll = LongPoll(MessageType.EDOC, time)
    for _ in range(3):
        poll()
    assert axis.listings == 2
    time.seconds += settings.OFFICE.axis.poll_seconds
    poll()
    assert axis.listings == 4


def test_one_round_of_duties_brings_a_document_over_and_the_next_its_status_back(
    cast: Cast, axis: FakeAxis, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judge(*, file_sha256: str, expected: object, at: object) -> VerdictKept:
        return VerdictKept.objects.create(
            file_id=file_sha256, outcome="valid", findings={}, trust_version="1", judged_at=at
        )

    monkeypatch.setattr(signatures, "judge", judge)
    axis.registry = [Unit(id="1", code="H99.05", name="Sở Y tế", version=1)]
    at = clock.now()
    package = edxml.write_bytes(
        edxml.DocumentMessage(
            sender=edxml.Organization("H99.02", "Sở Nội vụ"),
            recipients=(edxml.Organization("H99.05", "Sở Y tế"),),
            document_id="H99.02,2026/03/09,125/SNV-CCVC",
            code=edxml.Code("125", "SNV-CCVC"),
            promulgation_date=date(2026, 3, 9),
            subject="Rà soát",
            attachments=(edxml.Attachment("a.pdf", "application/pdf", edxml.Content.of(b"%PDF-1.7 x")),),
        )
    )
    with cast.in_snv():
        document = documents.create(
            direction=Direction.OUTGOING, type_name="Công văn", subject="Rà soát", issuer_code="H99.02",
            issuer_name="Sở Nội vụ", at=at, number="125", notation="SNV-CCVC", issued_on=date(2026, 3, 9),
            wire_id="H99.02,2026/03/09,125/SNV-CCVC",
        )  # fmt: skip
        exchange.queue(document, package=io.BytesIO(package), recipients=[("H99.05", "Sở Y tế")], at=at)

    run_once(duties())
    with cast.in_syt():
        assert IncomingDocument.objects.get().document.subject == "Rà soát"
    run_once(duties())
    with cast.in_snv():
        assert [row.label for row in queries.progress(document.pk)] == ["Đã đến"]
    assert queries.correspondent("H99.05") is not None


def test_an_axis_out_of_reach_is_no_error_of_the_worker(
    cast: Cast, axis: FakeAxis, caplog: pytest.LogCaptureFixture
) -> None:
    axis.down = True
    assert run_once(duties()) == 0
    assert "VT-TRUC-KHONG-LIEN-LAC" in caplog.text


def test_revocation_data_are_kept_where_the_judge_looks_for_them(
    cast: Cast, axis: FakeAxis, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[tuple[str, ...], Path]] = []
    monkeypatch.setattr("vanthu.office.jobs.crls.refresh", lambda urls, folder, fetcher: asked.append((urls, folder)))
    run_once([duty for duty in duties() if duty.name == "trust_material"])
    assert asked == [(settings.OFFICE.signing.crl_urls, settings.OFFICE.signing.trust_dir / "crls")]

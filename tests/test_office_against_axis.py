"""The office's exchange against a real axis process, over real HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date, datetime
from pathlib import Path

import pytest
from django.apps import apps

from vanthu.axis.testing.server import RunningAxis, running_axis
from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import Direction
from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange import ports, queries
from vanthu.office.files import queries as files
from vanthu.office.incoming import operations as incoming
from vanthu.office.journeys import receiving
from vanthu.office.signatures import operations as signatures
from vanthu.office.testing.cast import Cast
from vanthu.standards import edxml
from vanthu.standards.vxp import Client, MessageType

pytestmark = [pytest.mark.slow]

SECRET = "bi-mat-cua-van-phong"
SEED = f"""
[[systems]]
system_id = "OFFICE"
secret = "{SECRET}"
[[systems]]
system_id = "KHAC"
secret = "bi-mat-cua-he-thong-khac"
[[agencies]]
code = "H99"
name = "UBND tỉnh Thử Nghiệm"
system = "OFFICE"
[[agencies]]
code = "H99.02"
name = "Sở Nội vụ"
parent = "H99"
system = "OFFICE"
aliases = ["000.00.02.H99"]
[[agencies]]
code = "H99.05"
name = "Sở Y tế"
parent = "H99"
system = "OFFICE"
[[agencies]]
code = "G22"
name = "Văn phòng Chính phủ"
system = "KHAC"
[[agencies]]
code = "G13"
name = "Bộ đang tạm khóa"
system = "KHAC"
"""
PDF = b"%PDF-1.7\nthe letter\n%%EOF\n"
HEALTH, LOCKED, NOBODY = ("H99.05", "Sở Y tế"), ("G13", "Bộ đang tạm khóa"), ("H98.77", "Không có")

Transmission = apps.get_model("exchange", "Transmission")
IncomingDocument = apps.get_model("incoming", "IncomingDocument")
VerdictKept = apps.get_model("signatures", "VerdictKept")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAxis]:
    with running_axis(tmp_path_factory.mktemp("axis"), seed=SEED) as axis:
        axis.vanthu("agency", "lock", "G13", "--reason", "thử")
        yield axis


@pytest.fixture
def axis(running: RunningAxis) -> Iterator[Client]:
    with Client(running.endpoint, "OFFICE", SECRET, timeout=10) as client, ports.provided(client):
        yield client


@pytest.fixture
def send(cast: Cast, request: pytest.FixtureRequest) -> Callable[..., documents.Document]:
    """Queue a document of Sở Nội vụ; every test has numbers of its own, for the axis remembers."""
    code = abs(hash(request.node.nodeid)) % 10**9

    def queue(*recipients: tuple[str, str], number: str = str(code)) -> documents.Document:
        wire_id = f"H99.02,2026/03/09,{number}/SNV-CCVC"
        message = edxml.DocumentMessage(
            sender=edxml.Organization("H99.02", "Sở Nội vụ"),
            recipients=tuple(edxml.Organization(*recipient) for recipient in recipients),
            document_id=wire_id,
            code=edxml.Code(number, "SNV-CCVC"),
            promulgation_date=date(2026, 3, 9),
            document_type=edxml.DocumentType(2, "Công văn", 18),
            subject="Rà soát danh mục vị trí việc làm",
            signer=edxml.SignerInfo("Phạm Tiến Dũng", "Giám đốc"),
            attachments=(edxml.Attachment("cong-van.pdf", "application/pdf", edxml.Content.of(PDF)),),
        )
        with cast.in_snv():
            document = documents.create(
                direction=Direction.OUTGOING, type_name="Công văn", subject=message.subject, issuer_code="H99.02",
                issuer_name="Sở Nội vụ", at=cast.at, number=number, notation="SNV-CCVC",
                issued_on=date(2026, 3, 9), wire_id=wire_id,
            )  # fmt: skip
            exchange.queue(document, package=edxml.write_bytes(message), recipients=recipients, at=cast.at)
        return document

    return queue


@pytest.fixture(autouse=True)
def judged(monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(*, file_sha256: str, expected: object, at: datetime) -> object:
        return VerdictKept.objects.create(
            file_id=file_sha256, outcome="valid", findings={}, trust_version="1", judged_at=at
        )

    monkeypatch.setattr(signatures, "judge", judge)


def test_a_document_goes_over_and_each_status_comes_back(
    cast: Cast, axis: Client, send: Callable[..., documents.Document]
) -> None:
    document = send(HEALTH)
    assert exchange.send_due(at=cast.after(seconds=1)) == 1
    assert exchange.poll(at=cast.after(seconds=2)) == 1
    assert receiving.take_in_due(at=cast.after(seconds=3)) == 1

    with cast.in_syt():
        arrived = IncomingDocument.objects.get()
        assert arrived.document.wire_id == document.wire_id
        version = arrived.document.versions.get()
        assert files.read(version.file_id) == PDF
        incoming.register(arrived.pk, by=cast.em, at=cast.after(minutes=1))
    assert exchange.send_due_statuses(at=cast.after(minutes=2)) == 2
    assert exchange.poll(at=cast.after(minutes=3)) == 2

    with cast.in_snv():
        [recipient] = queries.progress(document.pk)
        assert [(seen.code, seen.staff) for seen in recipient.statuses] == [("01", ""), ("03", "Đỗ Thị Em")]
        assert "vào sổ văn bản đến số 1" in recipient.statuses[1].description
        assert (recipient.transfer, recipient.arrived_at) == ("", None)
    assert exchange.follow_due(at=cast.after(minutes=3)) == 1
    with cast.in_snv():
        [recipient] = queries.progress(document.pk)
        assert recipient.transfer == "done"
        assert recipient.arrived_at is not None
    assert exchange.poll(at=cast.after(minutes=4)) == 0, "the axis lists nothing twice"


def test_a_refusal_with_its_reason_comes_back_to_the_sender(
    cast: Cast, axis: Client, send: Callable[..., documents.Document]
) -> None:
    document = send(HEALTH)
    exchange.send_due(at=cast.after(seconds=1))
    exchange.poll(at=cast.after(seconds=2))
    receiving.take_in_due(at=cast.after(seconds=3))
    with cast.in_syt():
        arrived = IncomingDocument.objects.get()
        incoming.refuse(arrived.pk, reason="Không thuộc thẩm quyền", by=cast.em, at=cast.after(minutes=1))
    exchange.send_due_statuses(at=cast.after(minutes=2))
    exchange.poll(at=cast.after(minutes=3))
    with cast.in_snv():
        [recipient] = queries.progress(document.pk)
        assert recipient.highest
        assert (recipient.highest.code, recipient.highest.description) == ("02", "Không thuộc thẩm quyền")


def test_a_locked_and_an_unknown_recipient_fail_alone(
    cast: Cast, axis: Client, send: Callable[..., documents.Document]
) -> None:
    document = send(LOCKED, HEALTH, NOBODY)
    exchange.send_due(at=cast.after(seconds=1))
    with cast.in_snv():
        rows = {row.code: row for row in queries.progress(document.pk)}
        assert {code: row.state for code, row in rows.items()} == {
            "G13": "failed",
            "H99.05": "sent",
            "H98.77": "failed",
        }
        assert "bị khóa" in rows["G13"].error_sentence
        assert "không có cơ quan nhận" in rows["H98.77"].error_sentence
        assert {problem.code for problem in queries.problems()} == {"TRUC-18", "TRUC-23"}
    assert exchange.poll(at=cast.after(seconds=2)) == 1


def test_while_the_axis_is_down_everything_waits_and_then_arrives_once(
    cast: Cast, tmp_path: Path, send: Callable[..., documents.Document]
) -> None:
    folder = tmp_path / "axis"
    same = {"SECRET_KEY": "k" * 40}
    with running_axis(folder, seed=SEED, settings=same) as first:
        client = Client(first.endpoint, "OFFICE", SECRET, timeout=5)
    with client, ports.provided(client):
        document = send(HEALTH)
        assert exchange.send_due(at=cast.after(seconds=1)) == 0
        with pytest.raises(exchange.AxisUnreachable):
            exchange.poll(at=cast.after(seconds=1))
    with cast.in_snv():
        assert "Không liên lạc được" in queries.progress(document.pk)[0].error_sentence

    with (
        running_axis(folder, seed=SEED, settings=same) as second,
        Client(second.endpoint, "OFFICE", SECRET) as client,
        ports.provided(client),
    ):
        assert exchange.send_due(at=cast.after(minutes=1)) == 1
        assert exchange.poll(at=cast.after(minutes=1)) == 1
        assert exchange.poll(at=cast.after(minutes=2)) == 0


@pytest.mark.parametrize("kind", ["document", "status"])
def test_what_was_sent_before_a_crash_is_recognised_when_sent_again(
    cast: Cast, axis: Client, send: Callable[..., documents.Document], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The process dies between the answer of the axis and its own commit."""
    document = send(HEALTH)
    if kind == "status":
        exchange.send_due(at=cast.after(seconds=1))
        exchange.poll(at=cast.after(seconds=2))
        receiving.take_in_due(at=cast.after(seconds=3))
    verb = exchange.send_due if kind == "document" else exchange.send_due_statuses

    with monkeypatch.context() as patch:

        def dies(**_: object) -> None:
            raise SystemExit("killed")

        patch.setattr("vanthu.office.audit.operations.record", dies)
        with pytest.raises(SystemExit):
            verb(at=cast.after(seconds=4))

    assert verb(at=cast.after(hours=1)) == 1
    assert exchange.poll(at=cast.after(hours=1)) == 1
    assert exchange.poll(at=cast.after(hours=2)) == 0
    if kind == "document":
        assert receiving.take_in_due(at=cast.after(hours=2)) == 1
        with cast.in_syt():
            assert IncomingDocument.objects.count() == 1
    else:
        with cast.in_snv():
            assert len(queries.progress(document.pk)[0].statuses) == 1


def test_the_registry_of_the_axis_offers_its_agencies_as_recipients(cast: Cast, axis: Client) -> None:
    assert exchange.synchronise_registry(at=cast.at) == 5
    assert exchange.synchronise_registry(at=cast.after(minutes=1)) == 0
    assert [row.code for row in queries.correspondents("so noi vu")] == ["H99.02"]
    found = queries.correspondent("000.00.02.H99")
    assert found
    assert (found.code, found.parent_code) == ("H99.02", "H99")


def test_wrong_credentials_are_named_and_nothing_is_lost(
    cast: Cast, running: RunningAxis, send: Callable[..., documents.Document]
) -> None:
    document = send(HEALTH)
    with Client(running.endpoint, "OFFICE", "mot-khoa-khac") as stranger, ports.provided(stranger):
        assert exchange.send_due(at=cast.after(seconds=1)) == 0
        with pytest.raises(exchange.AxisUnreachable):
            exchange.poll(at=cast.after(seconds=1))
    with cast.in_snv():
        assert queries.progress(document.pk)[0].state == "waiting"
        assert "khóa bí mật" in queries.progress(document.pk)[0].error_sentence


def test_a_package_arrives_while_the_office_waits_at_the_axis(running: RunningAxis, axis: Client, cast: Cast) -> None:
    """Not after the next poll: the axis holds its answer back until the package is there."""
    message = edxml.DocumentMessage(
        sender=edxml.Organization("G22", "Văn phòng Chính phủ"),
        recipients=(edxml.Organization(*HEALTH),),
        document_id="G22,2026/03/09,901/VPCP",
        code=edxml.Code("901", "VPCP"),
        promulgation_date=date(2026, 3, 9),
        subject="Hỏa tốc",
        attachments=(edxml.Attachment("a.pdf", "application/pdf", edxml.Content.of(PDF)),),
    )
    exchange.poll(at=cast.at)
    with Client(running.endpoint, "KHAC", "bi-mat-cua-he-thong-khac") as sender, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(exchange.await_news, MessageType.EDOC, seconds=25)
        assert not wait([waiting], timeout=1).done
        sender.send_edoc(edxml.write_bytes(message), from_code="G22")
        waiting.result(timeout=20)
    assert exchange.poll(at=cast.at, kinds=(MessageType.EDOC,)) == 1

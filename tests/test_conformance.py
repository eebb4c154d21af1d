"""Our own axis and our own office before the conformance kit, as another vendor's would stand before it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from django.apps import apps
from typer.testing import CliRunner

from vanthu.axis.testing.evidence import PIN, make_signing_files
from vanthu.axis.testing.sdk import SdkService
from vanthu.axis.testing.server import RunningAxis, running_axis
from vanthu.cli.main import app
from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import Direction
from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange import ports
from vanthu.office.exchange.operations import AxisUnreachable
from vanthu.office.journeys import receiving
from vanthu.office.signatures import operations as signatures
from vanthu.office.testing.cast import Cast
from vanthu.runtime.companions import tie
from vanthu.runtime.ports import free_port
from vanthu.standards import edxml
from vanthu.standards.vxp import Client
from vanthu.standards.vxp.conformance import Verdict, client, hub, packages
from vanthu.standards.vxp.conformance.model import Outcome, ids
from vanthu.standards.vxp.conformance.raw import NoAnswer
from vanthu.standards.vxp.conformance.tests.toy_client import ToyClient

pytestmark = [pytest.mark.slow]

SEED = """
[[systems]]
system_id = "MOT"
secret = "bi-mat-mot"
[[systems]]
system_id = "HAI"
secret = "bi-mat-hai"
[[agencies]]
code = "H37"
name = "UBND tỉnh"
system = "MOT"
[[agencies]]
code = "G09"
name = "Bộ Nội vụ"
system = "HAI"
"""
TURNS = 60
VerdictKept = apps.get_model("signatures", "VerdictKept")


@pytest.fixture(scope="module")
def axis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAxis]:
    key = make_signing_files(tmp_path_factory.mktemp("key")).p12
    settings = {"EVIDENCE__SIGNING_KEY": str(key), "EVIDENCE__SIGNING_PASSWORD": PIN}
    with running_axis(tmp_path_factory.mktemp("axis"), seed=SEED, settings=settings) as running:
        yield running


@contextmanager
def working(axis: RunningAxis) -> Iterator[None]:
    """Run the worker of an axis: it is what tells systems that something waits."""
    worker = subprocess.Popen([sys.executable, "-m", "vanthu.cli", "axis", "worker"], env=dict(axis.environment))
    tie(worker)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(timeout=60)


def test_our_axis_passes_every_check_and_every_extension(axis: RunningAxis) -> None:
    port = free_port()
    target = hub.Target(
        axis.endpoint, "MOT", "bi-mat-mot", sender="H37", recipient="G09",
        second_system_id="HAI", second_secret="bi-mat-hai", allow_registry_changes=True, webhook=("127.0.0.1", port),
    )  # fmt: skip
    assert axis.vanthu("system", "webhook", "HAI", f"http://127.0.0.1:{port}/bao").returncode == 0

    def sealed(outcome: Outcome) -> None:
        """Seal the log before the proof is asked for, as the worker does every minute."""
        if outcome.check.id == "hub.receipt.signed":
            assert axis.vanthu("head", "--seal").returncode == 0

    with working(axis):
        report = hub.examine(target, probes=hub.WITH_EXTENSIONS, told=sealed)
    assert [outcome for outcome in report.outcomes if outcome.verdict is not Verdict.PASSED] == []


def test_the_command_examines_an_axis_and_tells_programs(axis: RunningAxis) -> None:
    options = ["--system-id", "MOT", "--from", "H37", "--to", "G09", "--second-system", "HAI", "--json"]
    secrets = {"VANTHU_CONFORMANCE_SECRET": "bi-mat-mot", "VANTHU_CONFORMANCE_SECOND_SECRET": "bi-mat-hai"}
    result = CliRunner().invoke(app, ["conformance", "axis", axis.endpoint, *options], env=secrets)
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert (answer["conformant"], answer["complete"]) == (True, False)
    assert {row["id"] for row in answer["checks"] if row["verdict"] != "passed"} == {
        "hub.registry.register",
        "hub.registry.version",
        "hub.registry.delete",
    }


def test_the_command_fails_an_axis_that_does_not_know_the_system(axis: RunningAxis) -> None:
    options = ["--system-id", "BA", "--secret", "x"]
    result = CliRunner().invoke(app, ["conformance", "axis", axis.endpoint, *options])
    assert result.exit_code == 1
    assert "KHÔNG ĐẠT" in result.stdout
    assert "hub.http.answers" in result.stdout


def test_the_habits_of_the_official_sdk_pass(cast: Cast) -> None:
    """One service object: kept headers, an old timestamp, both spellings of docId, a hash without zeros, CRLF."""
    player = client.Player("SDK", "bi-mat", "H99.05", grace_seconds=0, slow_seconds=0)
    with client.Exam(player, host="127.0.0.1", port=0, now=lambda: cast.at) as exam:
        service = SdkService(int(exam.endpoint.rpartition(":")[2].partition("/")[0]), "SDK", "bi-mat")
        package = packages.document("H99.05", [player.partner], at=cast.at).data
        assert service.send_edoc(package, sender="H99.05").status == 0, "the first answer is lost"
        assert service.send_edoc(package, sender="H99.05").members["status"] == "OK"
        for kind in ("edoc", "status"):
            asked = {"servicetype": "eDoc", "messagetype": kind}
            for row in service.call("getReceivedEdocList", asked, b"").members["data"]:
                doc_id = row["docId"]
                assert service.call("getEdoc", {"docId": doc_id, "filePath": "C:/a.edxml"}).members["data"]
                done = {"docId": doc_id, "docid": doc_id, "status": "done"}
                assert service.call("updateStatus", done).members["status"] == "OK"
        for operation in ("countReceiveEdoc", "getAgenciesList", "getAgenciesListQD20", "getSynchronizeUnit"):
            assert service.call(operation, {"level": "1"}, b"").members["status"] == "OK"
        report = exam.report()
    # It sends no status by itself: that is the work of the software around it.
    assert ids(report.having(Verdict.FAILED)) == {"client.case.status-01"}


def test_the_command_examines_a_client_over_a_socket_of_its_own() -> None:
    port = free_port()
    command = [sys.executable, "-m", "vanthu.cli", "conformance", "office", "--system-id", "A", "--agency", "H37"]
    command += ["--listen", f"127.0.0.1:{port}", "--seconds", "60", "--slow-seconds", "0", "--json"]
    environment = {**os.environ, "VANTHU_CONFORMANCE_SECRET": "secret-a"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:
        tie(process)
        assert str(port) in process.stderr.readline()
        toy = ToyClient(f"http://127.0.0.1:{port}/vxp")
        for _ in range(TURNS):
            if process.poll() is None:
                _turn_unless_over(toy, process)
        output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    answer = json.loads(output)
    assert (answer["conformant"], answer["complete"]) == (True, True), answer
    assert "client.case.unreadable" in errors


def _turn_unless_over(toy: ToyClient, process: subprocess.Popen[str]) -> None:
    """The examiner may end between two calls of a turn."""
    try:
        toy.turn()
    except NoAnswer:
        process.wait(timeout=30)


def test_our_office_passes_every_check(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(*, file_sha256: str, expected: object, at: datetime) -> object:
        return VerdictKept.objects.create(
            file_id=file_sha256, outcome="valid", findings={}, trust_version="1", judged_at=at
        )

    monkeypatch.setattr(signatures, "judge", judge)
    player = client.Player("OFFICE", "bi-mat", "H99.05", patience=4, grace_seconds=0, slow_seconds=0)
    with (
        client.Exam(player, host="127.0.0.1", port=0, now=lambda: cast.at) as exam,
        Client(exam.endpoint, "OFFICE", "bi-mat", timeout=10) as axis,
        ports.provided(axis),
    ):
        _queue_a_letter(cast, player.partner)
        for turn in range(TURNS):
            _work(cast, turn)
            if exam.wait(0):
                break
        report = exam.report()
    assert [outcome for outcome in report.outcomes if outcome.verdict is Verdict.FAILED] == []
    assert ids(report.not_exercised) <= {"client.list.filters", "client.send.to"}


def _work(cast: Cast, turn: int) -> None:
    """What the worker's duties do, ten minutes apart."""
    at = cast.after(minutes=10 * turn)
    exchange.send_due(at=at)
    try:
        exchange.poll(at=at)
    except AxisUnreachable:
        return
    receiving.take_in_due(at=at)
    exchange.send_due_statuses(at=at)


def _queue_a_letter(cast: Cast, recipient: str) -> None:
    wire_id = "H99.02,2026/03/09,901/SNV-CCVC"
    message = edxml.DocumentMessage(
        sender=edxml.Organization("H99.02", "Sở Nội vụ"),
        recipients=(edxml.Organization(recipient, "Cơ quan kiểm tra"),),
        document_id=wire_id,
        code=edxml.Code("901", "SNV-CCVC"),
        promulgation_date=date(2026, 3, 9),
        document_type=edxml.DocumentType(2, "Công văn", 18),
        subject="Kiểm tra kết nối",
        signer=edxml.SignerInfo("Phạm Tiến Dũng", "Giám đốc"),
        attachments=(edxml.Attachment("a.pdf", "application/pdf", edxml.Content.of(b"%PDF-1.7\n%%EOF\n")),),
    )
    with cast.in_snv():
        document = documents.create(
            direction=Direction.OUTGOING, type_name="Công văn", subject=message.subject, issuer_code="H99.02",
            issuer_name="Sở Nội vụ", at=cast.at, number="901", notation="SNV-CCVC",
            issued_on=date(2026, 3, 9), wire_id=wire_id,
        )  # fmt: skip
        exchange.queue(
            document, package=edxml.write_bytes(message), recipients=[(recipient, "Cơ quan kiểm tra")], at=cast.at
        )

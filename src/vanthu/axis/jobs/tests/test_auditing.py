"""The audit names the first record that was changed behind the system's back, whatever it was."""

import importlib
import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from vanthu.axis.delivery import operations as delivery
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.tests.test_submit import caller, submit
from vanthu.axis.evidence import queries
from vanthu.axis.evidence.models import Fact, Head, Tile, TreeHead
from vanthu.axis.evidence.operations import receipt_for, seal_now
from vanthu.axis.intake.models import Package, Refusal
from vanthu.axis.intake.policies import NotConformant
from vanthu.axis.jobs.auditing import audit
from vanthu.axis.kernel.packages import package_store
from vanthu.axis.registry.models import Agency, System
from vanthu.axis.testing.fixtures import AT
from vanthu.axis.testing.messages import document
from vanthu.standards.vxp import operations as vxp

app = importlib.import_module("vanthu.cli.axis").app
evidence_app = importlib.import_module("vanthu.cli.evidence").app
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast", "packages")]


@pytest.fixture
def packages(signing, tmp_path, monkeypatch):
    """Three packages in a store of their own, the second fetched and done; then a refused one."""
    from django.conf import settings

    from vanthu.axis.kernel import packages as kernel

    monkeypatch.setattr(settings, "AXIS", settings.AXIS.model_copy(update={"data_dir": tmp_path}))
    kernel.package_store.cache_clear()
    ids = [submit(document("H37.02", "G09", "H37.05"), at=AT + timedelta(minutes=minute)) for minute in range(3)]
    row = Delivery.objects.get(package=ids[1], to_code="G09")
    delivery.hand_out(str(row.pk), caller("BO"), at=AT).file.close()
    for word in ("processing", "done"):
        delivery.update_status(vxp.UpdateStatus(doc_id=str(row.pk), status=word), caller("BO"), at=AT)
    with pytest.raises(NotConformant):
        submit(document("H37.02", "G09", subject=""))
    seal_now(at=AT)
    yield ids
    kernel.package_store.cache_clear()


def number_of(package) -> int:
    return Fact.objects.get(subject=str(package), kind="package.accepted").number


def test_what_nobody_touched_is_intact_also_with_states_and_refusals(packages):
    report = audit(since=queries.latest_head())
    assert report.altered == []
    assert (report.packages, report.deliveries, report.files, report.heads) == (3, 6, 4, 1)
    assert report.facts == Fact.objects.count()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Nội dung khác"},
        {"notation": "1/KHAC"},
        {"document_id": "H37.05,2026/01/01,1/X"},
        {"from_code": "H37.05"},
        {"size": 1},
        {"sha256": "0" * 64},
        {"accepted_at": AT - timedelta(days=1)},
        {"business_type": 1},
    ],
)
def test_a_changed_column_of_a_package_is_found(packages, changes):
    Package.objects.filter(pk=packages[1]).update(**changes)
    (first,) = audit().altered
    assert (first.what, first.number, first.subject) == ("package", number_of(packages[1]), str(packages[1]))


def test_the_first_of_several_is_named_first(packages):
    Package.objects.filter(pk=packages[2]).update(title="x")
    Delivery.objects.filter(package=packages[1], to_code="H37.05").delete()
    Fact.objects.filter(number=1).update(by="ai khác")
    assert [item.what for item in audit().altered] == ["fact", "delivery", "package"]


def test_a_delivery_sent_to_somebody_else_is_found(packages):
    row = Delivery.objects.get(package=packages[0], to_code="G09")
    Delivery.objects.filter(pk=row.pk).update(recipient=Agency.objects.get(code="H37.02"))
    (first,) = audit().altered
    assert (first.what, first.number, first.subject) == ("delivery", number_of(packages[0]), str(row.pk))


@pytest.mark.parametrize(("which", "state"), [(0, "done"), (1, "initial"), (1, "fail")])
def test_a_state_that_no_leaf_tells_of_is_found(packages, which, state):
    row = Delivery.objects.get(package=packages[which], to_code="G09")
    Delivery.objects.filter(pk=row.pk).update(state=state)
    (first,) = audit().altered
    assert (first.what, first.subject) == ("delivery", str(row.pk))


def test_a_delivery_or_a_package_put_in_by_hand_is_found(packages):
    row = Delivery.objects.filter(package=packages[0]).first()
    row.pk, row.recipient = None, Agency.objects.get(code="H37.02")
    row.pk = Delivery._meta.pk.get_default()
    row.save(force_insert=True)
    package = Package.objects.get(pk=packages[0])
    package.pk, package.system = Package._meta.pk.get_default(), System.objects.get(system_id="BO")
    package.save(force_insert=True)
    assert [(item.what, item.number, item.subject) for item in audit().altered] == [
        ("package", None, str(package.pk)),
        ("delivery", None, str(row.pk)),
    ]


def test_a_file_changed_or_lost_is_found(packages):
    for place, package in enumerate(packages[1:]):
        path = package_store().path(Package.objects.get(pk=package).sha256)
        path.chmod(0o600)
        if place:
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert [(item.what, item.number) for item in audit().altered] == [
        ("file", number_of(packages[1])),
        ("file", number_of(packages[2])),
    ]
    assert audit(files=False).intact


def test_a_refusal_changed_or_deleted_is_found(packages):
    Refusal.objects.update(sentence="Lý do khác")
    assert [item.what for item in audit().altered] == ["refusal"]
    Refusal.objects.all().delete()
    assert [item.what for item in audit().altered] == ["refusal"]


def write_history_anew(package) -> None:
    """What somebody does who has all of the database and this source, but not the key: change, hash, cut the heads."""
    fact = Fact.objects.get(subject=str(package), kind="package.accepted")
    Package.objects.filter(pk=package).update(title="Đã sửa")
    from vanthu.axis.intake.leaves import row_digest
    from vanthu.standards.evidence.leaves import canonical, loads

    fact.data = canonical(loads(fact.data) | {"row": row_digest(Package.objects.get(pk=package))})
    fact.leaf = fact.hashed()
    fact.save()
    for model in (TreeHead, Tile):
        model.objects.all().delete()


def test_only_a_head_kept_outside_finds_a_history_written_anew(packages):
    kept = queries.latest_head()
    write_history_anew(packages[0])
    assert audit().intact
    (first,) = audit(since=kept).altered
    assert (first.what, first.until) == ("fact", kept.head.size)


def test_a_head_kept_from_another_log_is_told(packages):
    kept = queries.latest_head()
    Head.objects.update(log="f" * 32)
    assert audit(since=kept).altered[0].what == "head"


# --- the commands --------------------------------------------------------------------------------------------------


def run(*arguments, of=app) -> tuple[int, str]:
    result = CliRunner().invoke(of, [str(one) for one in arguments])
    return result.exit_code, result.output


def test_the_operator_exports_heads_and_audits_since_them(packages, tmp_path):
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    assert run("head", "--out", first)[0] == 0
    submit(document("H37.02", "G09"))
    assert run("head", "--seal", "--since", first, "--out", second)[0] == 0
    code, text = run("audit", "--since", first)
    assert (code, "TOÀN VẸN" in text, "chỉ được ghi thêm" in text) == (0, True, True)
    Package.objects.filter(pk=packages[1]).update(title="x")
    code, text = run("audit", "--since", first)
    assert code == 1
    assert f"Bản ghi đầu tiên: sự kiện số {number_of(packages[1])}, gói tin {packages[1]}" in text
    told = json.loads(run("audit", "--json", "--skip-files")[1])
    assert (told["intact"], told["files"], told["altered"][0]["what"]) == (False, 0, "package")


def test_anybody_checks_a_head_against_an_earlier_one(packages, signing, tmp_path):
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    run("head", "--out", first)
    submit(document("H37.02", "G09"))
    run("head", "--seal", "--since", first, "--out", second)
    code, text = run("head", second, "--since", first, "--trust", signing.ca_pem, of=evidence_app)
    assert (code, "chỉ được ghi thêm" in text) == (0, True)


def test_a_head_signed_by_somebody_else_is_found(packages, tmp_path):
    TreeHead.objects.update(statement=TreeHead.objects.get().statement.replace("VN.TRUC", "VN.KHAC"))
    code, text = run("audit", "--skip-files")
    assert (code, "đầu cây" in text, "Chữ ký của trục" in text) == (1, True, True)


def test_a_sender_proves_a_package_offline(packages, signing, tmp_path):
    receipt, package = tmp_path / "bien-nhan.json", tmp_path / "goi.edxml"
    receipt.write_text(json.dumps(receipt_for(packages[1], at=AT).document()), encoding="utf-8")
    package.write_bytes(package_store().read(Package.objects.get(pk=packages[1]).sha256))
    arguments = ("verify", receipt, "--package", package, "--trust", signing.certificate_pem)
    code, text = run(*arguments, of=evidence_app)
    assert (code, "CHỨNG MINH ĐƯỢC" in text, "«hoàn thành»" in text) == (0, True, True), text
    assert json.loads(run(*arguments, "--json", of=evidence_app)[1])["outcome"] == "proved"
    package.write_bytes(b"x")
    code, text = run(*arguments, of=evidence_app)
    assert (code, "KHÔNG ĐÚNG" in text) == (1, True)
    code, text = run("verify", receipt, of=evidence_app)
    assert (code, "CHƯA ĐỦ CĂN CỨ" in text) == (1, True)


def test_files_that_cannot_be_read_are_told(packages, tmp_path):
    wrong = tmp_path / "x.json"
    wrong.write_text("{}", encoding="utf-8")
    for arguments, of in (
        (("verify", wrong), evidence_app),
        (("verify", tmp_path / "none"), evidence_app),
        (("head", wrong), evidence_app),
        (("audit", "--since", wrong), app),
        (("audit", "--since", tmp_path / "none"), app),
        (("audit", "--trust", wrong), app),
    ):
        code, text = run(*arguments, of=of)
        assert (code, "Traceback" in text) == (2, False)
        assert text.strip()

"""`vanthu pdf`: what a clerk reads of a verdict, what an engineer does, and how the command ends."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vanthu.cli.pdf import app
from vanthu.standards import signing
from vanthu.standards.signing import Outcome, Role, SignatureFinding, Verdict
from vanthu.standards.signing.findings import Change
from vanthu.standards.signing.reasons import reason

AT = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
run = CliRunner().invoke
Asked = dict[str, datetime]


def finding() -> SignatureFinding:
    return SignatureFinding(
        field="ChuKyLanhDao",
        role=Role.PERSON,
        signer_name="Phạm Thị Dũng",
        title="Giám đốc",
        organization="Sở Nội vụ",
        certificate_serial="0A",
        issuer="CA",
        valid_from=AT - timedelta(days=1),
        valid_to=AT + timedelta(days=100),
        certificate_at=AT,
        revocation_as_of=AT - timedelta(hours=2),
        signed_at=AT + timedelta(hours=7),
        timestamp_at=AT,
        timestamp_by="TSA",
        outcome=Outcome.VALID,
        coverage="entire_revision",
        modification="form_filling",
        filled=("ThangBanHanh", "SoVanBan"),
    )


def verdict(outcome: Outcome, *findings: SignatureFinding) -> Verdict:
    reasons = tuple(item for one in findings for item in one.reasons)
    return Verdict(outcome, findings, reasons, AT + timedelta(days=1), "f00d")


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., tuple[int, str, Asked]]:
    """Run the command on a file about which the verdict is known; no process is started."""

    def ask(known: Verdict, *options: str) -> tuple[int, str, Asked]:
        asked: Asked = {}

        def told(path: Path, trust: Path, *, at: datetime, beside: Path | None) -> Verdict:
            asked["at"] = at
            return known

        monkeypatch.setattr(signing, "verify_isolated", told)
        file = tmp_path / "van-ban.pdf"
        file.write_bytes(b"%PDF-")
        shown = run(app, ["verify", str(file), "--trust", str(tmp_path), *options])
        return shown.exit_code, shown.output, asked

    return ask


def test_a_verdict_tells_who_when_by_which_clock_and_what_was_done_since(answered: Callable[..., object]) -> None:
    code, text, _ = answered(verdict(Outcome.VALID, finding()))  # type: ignore[misc]
    assert code == 0
    for told in (
        "KẾT LUẬN: HỢP LỆ  [TOTAL-PASSED]",
        "Phạm Thị Dũng, Giám đốc, Sở Nội vụ (cá nhân)",
        "08:00:00 ngày 09/03/2026 theo dấu thời gian của TSA; máy ký ghi 15:00:00 ngày 09/03/2026",
        "chỉ điền thêm những gì chữ ký cho phép: số, tháng",
        "chưa bị thu hồi, xét tại 08:00:00 ngày 09/03/2026, theo dữ liệu của bên cấp phát hành lúc 06:00:00",
    ):
        assert told in text, text


def test_a_changed_file_tells_the_place_in_millimetres(answered: Callable[..., object]) -> None:
    change = Change(2, 72, 720, 100, 10, 595, 842)
    changed = replace(
        finding(), outcome=Outcome.INVALID, reasons=(reason("CHANGED_AFTER_SIGNING"),), changes=(change,), filled=()
    )
    code, text, _ = answered(verdict(Outcome.INVALID, changed))  # type: ignore[misc]
    assert code == 1
    assert "đã bị sửa: trang 2, phần dưới (cách mép trên 254 mm, mép trái 25 mm)" in text
    assert "[TOTAL-FAILED/FORMAT_FAILURE]" in text


@pytest.mark.parametrize(
    ("outcome", "code"), [(Outcome.VALID, 0), (Outcome.INVALID, 1), (Outcome.UNKNOWN, 3), (Outcome.UNSIGNED, 4)]
)
def test_each_outcome_ends_with_a_code_of_its_own(answered: Callable[..., object], outcome: Outcome, code: int) -> None:
    ended, text, _ = answered(verdict(outcome), "--json")  # type: ignore[misc]
    assert (ended, json.loads(text)["label"]) == (code, outcome.label)


def test_a_moment_without_a_zone_is_vietnamese_time(answered: Callable[..., object]) -> None:
    _, _, asked = answered(verdict(Outcome.VALID), "--at", "2026-03-10T08:00:00")  # type: ignore[misc]
    assert asked["at"] == datetime(2026, 3, 10, 1, 0, tzinfo=UTC)


def test_a_store_of_the_settings_is_taken_by_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from vanthu.cli import pdf

    for name in ("stores/public", "stores/development", "crls"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "manifest.toml").touch()
    monkeypatch.setattr(pdf, "_folder_of_settings", lambda: tmp_path)
    with pdf._trusted("public") as folder:
        assert sorted(one.relative_to(folder).as_posix() for one in folder.glob("*/*")) == [
            "crls/manifest.toml",
            "stores/public",
        ]
    with pdf._trusted("") as folder:
        assert folder == tmp_path


def test_what_cannot_be_read_is_no_verdict(tmp_path: Path) -> None:
    assert run(app, ["verify", str(tmp_path / "khong-co.pdf"), "--trust", str(tmp_path)]).exit_code == 2
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-")
    shown = run(app, ["verify", str(file), "--trust", str(tmp_path)])
    assert (shown.exit_code, "signing.trust_unreadable" in shown.output) == (2, True)

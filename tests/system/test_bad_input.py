"""What goes wrong outside: each trouble has its name and its Vietnamese sentence, and nothing that was there is lost.

The troubles of signing (a wrong PIN, an expired certificate, an altered or encrypted PDF) and of two clerks at once
are tested where they happen, in the packages of the office.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.system import worlds
from tests.system.under_fire import PIN
from vanthu.axis.testing.sdk import RawReply, SdkService, post, signed_lines
from vanthu.cli.demo.human import CannotDo, Human
from vanthu.cli.demo.journey import steps_of
from vanthu.cli.demo.processes import Process, command
from vanthu.cli.demo.world import World
from vanthu.runtime.ports import free_port
from vanthu.standards import edxml
from vanthu.standards.vxp import Client

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.xdist_group("world")]

PATIENCE_SECONDS = 120.0
MEBI = 1024 * 1024
ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE edXML [<!ENTITY a "' + b"x" * 1000 + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 50) for i in range(8))
    + b']><edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">&i;</edXML>'
)  # fmt: skip


def wait_until(happened: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(0.1)


# --- at the axis -----------------------------------------------------------------------------------------------------


def package(**changes: Any) -> bytes:
    message = edxml.DocumentMessage(
        sender=edxml.Organization("G99", "Bộ Thử nghiệm"),
        recipients=(edxml.Organization("H99", "Ủy ban nhân dân tỉnh Thử Nghiệm"),),
        document_id="G99,2026/03/09,901/BTN-VP",
        code=edxml.Code("901", "BTN-VP"),
        promulgation_place="Hà Nội",
        promulgation_date=date(2026, 3, 9),
        document_type=edxml.DocumentType(2, "Công văn", 18),
        subject="V/v thử gói tin sai",
        signer=edxml.SignerInfo("Phạm Tiến Dũng", "Thứ trưởng", "KT. BỘ TRƯỞNG"),
        attachments=(edxml.Attachment("a.pdf", "application/pdf", edxml.Content.of(b"%PDF-1.7\n%%EOF\n")),),
    )
    return edxml.write_bytes(replace(message, **changes))


@pytest.fixture(scope="module")
def locked(world: World) -> Iterator[str]:
    """The code of an agency that is locked while the tests of this module run."""
    command(["axis", "agency", "add", "G98", "Bộ đang khóa", "--system", "BO.THUNGHIEM"], world.axis_environment)
    command(["axis", "agency", "lock", "G98", "--reason", "thử"], world.axis_environment)
    return "G98"


def sent(world: World, body: bytes, *, port: int | None = None, **headers: str) -> RawReply:
    """Send a body to the axis as the ministry's system would, with some header lines changed."""
    service = SdkService(port or world.ports["axis"], "BO.THUNGHIEM", world.secrets["bo"])
    if not headers:
        return service.send_edoc(body, sender="G99")
    logical = {
        "systemid": "BO.THUNGHIEM",
        "timestamp": "17102025T160055+0123",
        "Content-Type": "application/octet-stream",
        "from": "G99",
        "servicetype": "eDoc",
        "messagetype": "edoc",
        "hash-file": hashlib.sha256(body).hexdigest(),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = signed_lines(logical, world.secrets["bo"])
    return post(port or world.ports["axis"], "/vxp/sendEdoc", lines, body + b"\r\n")


def kept(world: World) -> tuple[int, int]:
    """Return how many documents the axis has, and how many packages it has refused."""
    told = json.loads(command(["axis", "status", "--json"], world.axis_environment))
    return told["packages"]["edoc"], told["packages"]["refused"]


TROUBLES = {
    "a wrong hash": (lambda world, locked: sent(world, package(), hash_file="0" * 64), "10", "VT-TRUC-SAI-BAM"),
    "an unknown sender": (
        lambda world, locked: sent(world, package(sender=edxml.Organization("H01", "Không có")), **{"from": "H01"}),
        "19",
        "VT-TRUC-BEN-GUI",
    ),
    "a locked recipient": (
        lambda world, locked: sent(world, package(recipients=(edxml.Organization(locked, "Bộ đang khóa"),))),
        "23",
        "VT-TRUC-BEN-NHAN-KHOA",
    ),
    "malformed XML": (lambda world, locked: sent(world, package()[:-40]), "10", "VT-TRUC-KHONG-DOC-DUOC"),
    "an entity bomb": (lambda world, locked: sent(world, ENTITY_BOMB), "10", "VT-TRUC-KHONG-DOC-DUOC"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_bad_package_is_refused_by_name_and_changes_nothing(world: World, locked: str, trouble: str) -> None:
    do, wire_code, name = TROUBLES[trouble]
    documents, refused = kept(world)
    reply = do(world, locked)
    members = reply.members
    assert (members["status"], members["ErrorCode"], reply.headers["x-vanthu-error"]) == ("FAIL", wire_code, name)
    assert len(members["ErrorDesc"]) > 20
    assert not members["ErrorDesc"].isascii(), "a Vietnamese sentence"
    assert kept(world) == (documents, refused + 1)


def test_a_body_of_200_mb_is_refused_while_the_memory_of_the_axis_stays_flat(world: World) -> None:
    axis = worlds.process(world, "trục")
    body = b"<edXML>" + b"x" * (200 * MEBI)
    reply = sent(world, body, hash_file="0" * 64)
    assert (reply.members["ErrorCode"], reply.headers["x-vanthu-error"]) == ("10", "VT-TRUC-QUA-LON")
    assert "50 MB" in reply.members["ErrorDesc"]
    assert axis.popen is not None
    assert peak_memory(axis.popen.pid) < 200 * MEBI
    assert sent(world, package(subject="V/v gói tin tốt sau gói tin quá lớn")).members["status"] == "OK"


def peak_memory(group: int) -> int:
    """Return the largest resident size any process of a group ever had, in bytes."""
    found = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if os.getpgid(int(status.parent.name)) == group:
                lines = status.read_text("ascii", "replace").splitlines()
                found = max([found, *(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))])
        except (ProcessLookupError, FileNotFoundError):
            continue
    assert found > MEBI
    return found


# --- at the office ---------------------------------------------------------------------------------------------------


def issued(world: World, subject: str) -> tuple[Human, str]:
    """Issue a letter; return the clerk and the address of its page."""
    [document_id] = worlds.signed_letters(world, 1, subject)
    clerk, address = worlds.person(world, "chi"), f"/van-ban-di/{document_id}"
    clerk.open(address)
    clerk.press("Cấp số và đóng dấu", pin=PIN)
    clerk.open(address)
    clerk.press("Phát hành")
    return clerk, address


def test_a_locked_recipient_alone_gets_nothing_and_the_clerk_sends_again_later(world: World) -> None:
    command(["axis", "agency", "lock", "H99.101", "--reason", "chuyển trụ sở"], world.axis_environment)
    try:
        clerk, address = issued(world, "nơi nhận bị khóa")
        wait_until(lambda: last_step(clerk, address, "H99.02").startswith("đã đến"), "H99.02 has it")
        wait_until(lambda: last_step(clerk, address, "H99.101").startswith("Không gửi được"), "H99.101 failed")
        assert clerk.sees("Cơ quan nhận đang bị khóa trên trục")
        clerk.open("/lien-thong")
        assert clerk.sees("TRUC-23")
    finally:
        command(["axis", "agency", "lock", "H99.101", "--unlock"], world.axis_environment)
    clerk.open(address)
    clerk.press("Gửi lại")
    wait_until(lambda: last_step(clerk, address, "H99.101").startswith("đã đến"), "H99.101 has it too")


def last_step(clerk: Human, address: str, code: str) -> str:
    return steps_of(clerk, address)[code][-1]


def test_while_the_axis_is_stopped_a_letter_waits_and_leaves_when_it_is_back(world: World) -> None:
    axis = worlds.process(world, "trục")
    axis.stop()
    try:
        clerk, address = issued(world, "trục tạm dừng")
        wait_until(lambda: clerk_sees(clerk, address, "Không liên lạc được với trục liên thông"), "the sentence")
        assert all(steps[-1].startswith("Chờ gửi") for steps in steps_of(clerk, address).values())
    finally:
        axis.start()
        axis.await_http(f"{world.url('axis')}/health")
    for code in ("H99.02", "H99.101"):
        wait_until(lambda: last_step(clerk, address, code).startswith("đã đến"), f"{code} has it")  # noqa: B023


def clerk_sees(clerk: Human, address: str, words: str) -> bool:
    clerk.open(address)
    return clerk.sees(words)


# --- a full disk -----------------------------------------------------------------------------------------------------


@contextmanager
def small_disk(folder: Path, kibibytes: int) -> Iterator[Path]:
    """A disk of its own of this size; skips where it cannot be mounted."""
    folder.mkdir(parents=True)
    options = ["-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("a small disk needs the right to mount one")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def beside(world: World, program: str, environment: dict[str, str], name: str, data_dir: Path) -> Iterator[int]:
    """A second server of a program, on the same database with another folder for its files; yields its port."""
    port = free_port()
    setting = {f"VANTHU_{program.upper()}_DATA_DIR": str(data_dir)}
    server = Process(
        name, [program, "serve", "--port", str(port), "--workers", "1"], environment | setting, world.log(name)
    )
    server.start()
    try:
        server.await_http(f"http://127.0.0.1:{port}/{'health' if program == 'axis' else 'dang-nhap'}")
        yield port
    finally:
        server.stop()


def test_an_office_whose_disk_is_full_says_so_and_keeps_the_draft(world: World, tmp_path: Path) -> None:
    [document_id] = worlds.signed_letters(world, 1, "đĩa đầy")
    environment = world.installation("bo").environment
    with small_disk(tmp_path / "disk", 512) as disk, beside(world, "office", environment, "bo-day", disk) as port:
        an = worlds.person(world, "an", port=port)
        an.open("/van-ban-di/soan")
        written = {"subject": "dự thảo trên ổ đĩa đầy", "body": "Nội dung.", "signer": "Phạm Tiến Dũng"}
        an.press("Lưu dự thảo", **written, recipient=("H99.02|Sở Nội vụ",))
        draft = an.url
        an.open(f"{draft}/sua")
        with pytest.raises(CannotDo, match="Ổ đĩa lưu trữ đã đầy"):
            an.press("Thêm tệp", file=("lon.bin", os.urandom(2 * MEBI), "application/octet-stream"))
        an.open(draft)
        assert an.sees("dự thảo trên ổ đĩa đầy")
        assert not list(disk.rglob("tmp*")), "nothing is left of what did not fit"
    assert worlds.told(world, "bo", document_id)["file"]["kind"] == "leader_signed"


def test_an_axis_whose_disk_is_full_says_so_and_takes_the_package_once_there_is_room(
    world: World, tmp_path: Path
) -> None:
    before = kept(world)
    big = package(
        document_id="G99,2026/03/09,902/BTN-VP",
        attachments=(edxml.Attachment("a.bin", "application/octet-stream", edxml.Content.of(os.urandom(2 * MEBI))),),
    )
    environment = world.axis_environment
    with small_disk(tmp_path / "disk", 512) as disk, beside(world, "axis", environment, "axis-day", disk) as port:
        reply = sent(world, big, port=port)
        assert (reply.members["status"], reply.headers["x-vanthu-error"]) == ("FAIL", "VT-KHO-DAY")
        assert "Ổ đĩa lưu trữ đã đầy" in reply.members["ErrorDesc"]
        assert list((disk / "packages" / "incoming").iterdir()) == []
    assert kept(world)[0] == before[0]
    assert sent(world, big).members["status"] == "OK"
    assert kept(world)[0] == before[0] + 1


def test_an_arriving_package_waits_at_the_axis_while_the_disk_of_the_office_is_full(
    world: World, tmp_path: Path
) -> None:
    worker = worlds.process(world, "xử lý nền tinh")
    worker.stop()
    with small_disk(tmp_path / "disk", 64) as disk:
        on_small_disk = Process(
            "tinh-day",
            worker.arguments,
            {**worker.environment, "VANTHU_OFFICE_DATA_DIR": str(disk)},
            world.log("tinh-day"),
        )
        on_small_disk.start()
        try:
            clerk, address = issued(world, "đĩa của nơi nhận đầy")
            wait_until(lambda: "VT-KHO-DAY" in on_small_disk.log.read_text("utf-8"), "the worker meets the full disk")
            assert last_step(clerk, address, "H99.02").startswith("đã gửi"), "not arrived"
            with Client(f"{world.url('axis')}/vxp", "TINH.THUNGHIEM", world.secrets["tinh"]) as client:
                assert client.count_received("edoc") >= 2
        finally:
            on_small_disk.stop()
            worker.start()
    wait_until(lambda: last_step(clerk, address, "H99.02").startswith("đã đến"), "it arrives once there is room")

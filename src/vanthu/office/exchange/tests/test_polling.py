"""What arrives is kept first, byte for byte, once, and only then does the axis hear of it."""

from __future__ import annotations

import errno
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from vanthu.office.exchange import operations, queries
from vanthu.office.exchange.models import Correspondent, ReceivedPackage, StrayDelivery
from vanthu.office.exchange.operations import AxisUnreachable, polling
from vanthu.office.exchange.states import ReceivedState
from vanthu.office.files import queries as files
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.organizations import operations as organizations
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.fake_axis import FakeAxis, Killed
from vanthu.runtime.store import ByteStore, StoreFull
from vanthu.standards import edxml
from vanthu.standards.vxp import TransferStatus, Unit, VxpRefused, VxpUnreachable

LETTER = edxml.DocumentMessage(
    sender=edxml.Organization("G22"),
    recipients=(edxml.Organization("H99.02"), edxml.Organization("H99.05")),
    document_id="G22,2026/03/09,1/VPCP",
    code=edxml.Code("1", "VPCP"),
    subject="Đúng từng byte này",
)
PACKAGE = b"\xef\xbb\xbf" + edxml.write_bytes(LETTER).replace(b"\n", b"\r\n") + b"<!-- exactly these bytes -->\r\n"
BROKEN = PACKAGE[: len(PACKAGE) // 2]


def numbered(mark: object) -> bytes:
    """Return other bytes that can be read as well."""
    return PACKAGE + f"<!--{mark}-->".encode()


def kept() -> list[ReceivedPackage]:
    return list(ReceivedPackage.of_all_agencies.order_by("hub_id"))  # type: ignore[arg-type]


def test_the_exact_bytes_are_kept_for_the_agency_they_are_meant_for(cast: Cast, axis: FakeAxis) -> None:
    axis.put(PACKAGE, to="H99.05", doc_id="d1", from_code="G22")
    axis.put(numbered(2), to="H99.02", doc_id="d2", from_code="G22")

    assert operations.poll(at=cast.at) == 2

    one, two = kept()
    assert (one.agency_id, two.agency_id) == (cast.syt.pk, cast.snv.pk)
    assert files.read(one.package_id) == PACKAGE
    assert (one.state, one.from_code, one.message_type) == (ReceivedState.KEPT, "G22", "edoc")
    assert axis.status_of("d1") is axis.status_of("d2") is TransferStatus.DONE


@pytest.mark.parametrize(
    ("step", "moment"),
    [
        ("received", "after"), ("download", "before"), ("download", "after"), ("update_status", "before"),
        ("update_status", "after"),
    ],
)  # fmt: skip
def test_a_worker_killed_at_any_step_keeps_each_delivery_exactly_once(
    cast: Cast, axis: FakeAxis, step: str, moment: str
) -> None:
    for name in ("d1", "d2"):
        axis.put(numbered(name), to="H99.02", doc_id=name)
    getattr(axis, moment)[step] = Killed()
    with pytest.raises(Killed):
        operations.poll(at=cast.at)

    operations.poll(at=cast.after(minutes=1))

    assert [row.hub_id for row in kept()] == ["d1", "d2"]
    assert [files.read(row.package_id) for row in kept()] == [numbered("d1"), numbered("d2")]
    assert axis.status_of("d1") is axis.status_of("d2") is TransferStatus.DONE


def test_the_axis_is_not_told_before_the_row_is_there(
    cast: Cast, axis: FakeAxis, monkeypatch: pytest.MonkeyPatch
) -> None:
    axis.put(PACKAGE, to="H99.02", doc_id="d1")

    def dies(**_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("vanthu.office.exchange.operations.arrivals.keep_package", lambda *_, **__: dies())
        with pytest.raises(Killed):
            operations.poll(at=cast.at)
    assert axis.status_of("d1") is TransferStatus.INITIAL
    assert operations.poll(at=cast.after(seconds=1)) == 1


def test_a_delivery_that_is_listed_again_is_marked_again_and_not_kept_twice(cast: Cast, axis: FakeAxis) -> None:
    axis.put(PACKAGE, to="H99.02", doc_id="d1")
    operations.poll(at=cast.at)
    item, data = axis.deliveries["d1"]
    axis.deliveries["d1"] = (replace(item, status=TransferStatus.INITIAL), data)

    assert operations.poll(at=cast.after(minutes=1)) == 0
    assert len(kept()) == 1
    assert axis.status_of("d1") is TransferStatus.DONE


def test_the_sender_hears_of_a_package_that_nobody_can_read_and_the_bytes_stay(cast: Cast, axis: FakeAxis) -> None:
    axis.put(BROKEN, to="H99.02", doc_id="d1", from_code="G22")
    assert operations.poll(at=cast.at) == 1

    (row,) = kept()
    assert files.read(row.package_id) == BROKEN
    assert row.state == ReceivedState.KEPT, "taking it in shows it to the clerk"
    assert axis.status_of("d1") is TransferStatus.FAIL


def test_an_unreadable_package_that_is_listed_again_is_told_as_such_again(cast: Cast, axis: FakeAxis) -> None:
    axis.put(BROKEN, to="H99.02", doc_id="d1", from_code="G22")
    axis.before["update_status"] = Killed()
    with pytest.raises(Killed):
        operations.poll(at=cast.at)
    assert axis.status_of("d1") is TransferStatus.INITIAL

    assert operations.poll(at=cast.after(minutes=1)) == 0
    assert axis.status_of("d1") is TransferStatus.FAIL
    assert len(kept()) == 1


def test_more_than_one_page_is_fetched_at_once(cast: Cast, axis: FakeAxis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PAGE", 3)
    for number in range(8):
        axis.put(numbered(number), to="H99.02", doc_id=f"d{number}")
    assert operations.poll(at=cast.at) == 8


def test_an_axis_that_does_not_know_pages_is_no_endless_list(cast: Cast, axis: FakeAxis) -> None:
    for number in range(100):
        axis.put(b"", to="H99.02", doc_id=f"d{number}", kind="status")
    whole = axis.received
    asked: list[int] = []

    def no_pages(message_type: str, *, page_size: int, page_index: int) -> object:
        asked.append(page_index)
        return whole(message_type, page_size=page_size, page_index=0)

    axis.received = no_pages  # type: ignore[method-assign, assignment]
    assert len(polling._listed(polling.MessageType.STATUS)) == 100
    assert asked == [0, 1]


def test_a_silent_axis_ends_the_round_and_keeps_what_came_before(cast: Cast, axis: FakeAxis) -> None:
    axis.put(PACKAGE, to="H99.02", doc_id="d1")
    axis.put(PACKAGE, to="H99.05", doc_id="d2")
    real = axis.download

    def second_fails(doc_id: str, into: object) -> object:
        axis.down = doc_id == "d2"
        return real(doc_id, into)  # type: ignore[arg-type]

    axis.download = second_fails  # type: ignore[method-assign, assignment]
    with pytest.raises(AxisUnreachable):
        operations.poll(at=cast.at)
    assert [row.hub_id for row in kept()] == ["d1"]
    assert axis.status_of("d1") is TransferStatus.DONE


def test_wrong_credentials_are_reported_as_an_axis_out_of_reach(cast: Cast, axis: FakeAxis) -> None:
    axis.before["received"] = VxpRefused("15", "sai khoa bi mat")
    with pytest.raises(AxisUnreachable, match="sai khoa bi mat"):
        operations.poll(at=cast.at)


def test_a_delivery_the_axis_lists_and_does_not_give_is_shown_until_it_gives_it(in_snv: Cast, axis: FakeAxis) -> None:
    axis.put(PACKAGE, to="H99.02", doc_id="d1")
    axis.put(numbered(2), to="H99.02", doc_id="d2")
    axis.before["download"] = VxpRefused("44", "mat tep")

    assert operations.poll(at=in_snv.at) == 1, "the other one arrives all the same"
    assert [problem.code for problem in queries.problems()] == ["VT-NHAN-TRUC-KHONG-GIAO"]
    assert axis.status_of("d1") is TransferStatus.INITIAL

    assert operations.poll(at=in_snv.after(minutes=1)) == 1
    assert queries.problems() == []


def test_an_axis_that_refuses_the_mark_does_not_stop_the_round(cast: Cast, axis: FakeAxis) -> None:
    axis.put(PACKAGE, to="H99.02", doc_id="d1")
    axis.put(PACKAGE, to="H99.05", doc_id="d2")
    axis.before["update_status"] = VxpRefused("49", "")
    assert operations.poll(at=cast.at) == 2


def test_a_full_disk_keeps_the_delivery_at_the_axis(
    cast: Cast, axis: FakeAxis, monkeypatch: pytest.MonkeyPatch
) -> None:
    axis.put(PACKAGE, to="H99.02", doc_id="d1")
    with monkeypatch.context() as patch:

        def full(*_: object) -> None:
            raise StoreFull

        patch.setattr(ByteStore, "keep", full)
        with pytest.raises(StoreFull):
            operations.poll(at=cast.at)
    assert not kept()
    assert axis.status_of("d1") is TransferStatus.INITIAL
    assert operations.poll(at=cast.after(minutes=1)) == 1


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_during_the_download_is_named_and_keeps_the_delivery_at_the_axis(
    cast: Cast, axis: FakeAxis, error: int
) -> None:
    axis.put(PACKAGE, to="H99.02", doc_id="d1")
    axis.before["download"] = OSError(error, "the disk takes no more")
    with pytest.raises(StoreFull, match="Ổ đĩa lưu trữ đã đầy"):
        operations.poll(at=cast.at)
    assert not kept()
    assert axis.status_of("d1") is TransferStatus.INITIAL
    assert operations.poll(at=cast.after(minutes=1)) == 1


# --- somebody who is not here --------------------------------------------------------------------------------------


def test_a_package_for_an_unknown_agency_is_kept_refused_and_shown(in_snv: Cast, axis: FakeAxis) -> None:
    axis.put(PACKAGE, to="H99.77", doc_id="d1", from_code="G22")
    assert operations.poll(at=in_snv.at) == 1

    stray = StrayDelivery.objects.get()
    assert files.read(str(stray.package_id)) == PACKAGE
    assert axis.status_of("d1") is TransferStatus.FAIL
    [problem] = queries.problems()
    assert (problem.code, problem.final) == ("VT-NHAN-SAI-NOI-NHAN", True)
    assert "H99.77" in problem.sentence
    assert operations.poll(at=in_snv.after(minutes=1)) == 0


def test_a_stray_package_finds_its_agency_once_the_agency_is_there(in_snv: Cast, axis: FakeAxis) -> None:
    axis.put(PACKAGE, to="H99.77", doc_id="d1", from_code="G22")
    operations.poll(at=in_snv.at)
    agency = organizations.create_agency(
        code="H99.77", name="Sở Mới", abbreviation="SM", level="department", place="X", by=None, at=in_snv.at
    )

    assert operations.poll(at=in_snv.after(days=1)) == 1
    [row] = kept()
    assert (row.agency_id, files.read(row.package_id)) == (agency.pk, PACKAGE)
    assert queries.problems() == []
    assert operations.poll(at=in_snv.after(days=2)) == 0


def test_an_old_code_reaches_its_agency(cast: Cast, axis: FakeAxis) -> None:
    axis.put(PACKAGE, to="000.00.05.H99", doc_id="d1")
    operations.poll(at=cast.at)
    assert kept()[0].agency_id == cast.syt.pk


def test_a_code_that_only_the_registry_connects_reaches_its_agency(cast: Cast, axis: FakeAxis) -> None:
    axis.registry = [Unit(id="1", code="H99.05", name="Sở Y tế", version=1)]
    axis.old_codes = {"H99.05": "017.05.H99"}
    operations.synchronise_registry(at=cast.at)
    axis.put(PACKAGE, to="017.05.H99", doc_id="d1")
    operations.poll(at=cast.at)
    assert kept()[0].agency_id == cast.syt.pk


# --- the worker's lease on a package -------------------------------------------------------------------------------


def test_a_kept_package_is_leased_to_one_worker_and_comes_back_when_that_one_dies(cast: Cast, axis: FakeAxis) -> None:
    axis.put(PACKAGE, to="H99.02", doc_id="d1")
    operations.poll(at=cast.at)
    first = operations.lease_package(at=cast.after(minutes=1))
    assert first
    assert operations.lease_package(at=cast.after(minutes=2)) is None
    again = operations.lease_package(at=cast.after(minutes=10))
    assert again
    assert again.pk == first.pk
    assert again.tries == 2


def test_only_the_clerk_says_that_a_refused_package_was_dealt_with(cast: Cast, axis: FakeAxis) -> None:
    axis.put(PACKAGE, to="H99.02", doc_id="d1")
    operations.poll(at=cast.at)
    package = operations.lease_package(at=cast.after(minutes=1))
    assert package
    with cast.in_snv():
        operations.refuse(package, code="VT-X", sentence="Không đọc được.", at=cast.after(minutes=1))
        with pytest.raises(NotAllowed):
            operations.acknowledge(package.pk, by=cast.an, at=cast.after(minutes=2))
    with cast.in_syt(), pytest.raises(NotFound):
        operations.acknowledge(package.pk, by=cast.em, at=cast.after(minutes=2))
    with cast.in_snv():
        assert [problem.sentence for problem in queries.problems()] == ["Không đọc được."]
        operations.acknowledge(package.pk, by=cast.chi, at=cast.after(minutes=2))
        assert queries.problems() == []


# --- the registry --------------------------------------------------------------------------------------------------


def unit(code: str, name: str, version: int, **more: object) -> Unit:
    return Unit(**{"id": code, "code": code, "name": name, "version": version, **more})  # type: ignore[arg-type]


def test_the_registry_is_copied_and_then_only_what_changed(db: None, cast: Cast, axis: FakeAxis) -> None:
    axis.registry = [
        unit("H99", "UBND tỉnh Thử Nghiệm", 1),
        unit("H99.02", "Sở Nội vụ", 1, pid="H99", mail="snv@x.example"),
        unit("H99.05", "Sở Y tế", 1, pid="H99"),
    ]
    axis.old_codes = {"H99.02": "000.00.02.H99"}
    assert operations.synchronise_registry(at=cast.at) == 3
    assert operations.synchronise_registry(at=cast.after(hours=1)) == 0

    axis.registry[1] = unit("H99.02", "Sở Nội vụ (mới)", 2, pid="H99")
    axis.registry[2] = unit("H99.05", "Sở Y tế", 3, pid="H99", deleted=True)
    assert operations.synchronise_registry(at=cast.after(hours=2)) == 2

    row = Correspondent.objects.get(code="H99.02")
    assert (row.name, row.parent_code, row.old_code) == ("Sở Nội vụ (mới)", "H99", "000.00.02.H99")
    assert row.synchronised_at == cast.after(hours=2)
    assert [found.code for found in queries.correspondents("sở")] == ["H99.02"]
    assert queries.correspondents("nội vụ 000.00.02")[0].code == "H99.02"
    assert queries.correspondents("SO NOI VU")[0].code == "H99.02"
    old = queries.correspondent("000.00.02.H99")
    assert old
    assert old.code == "H99.02"
    assert queries.correspondent("X01") is None


def test_between_whole_readings_only_changes_are_asked_for(cast: Cast, axis: FakeAxis) -> None:
    axis.registry = [unit("H99", "UBND tỉnh", 1, modify_date=cast.at), unit("G09", "Bộ", 1, modify_date=cast.at)]
    assert operations.synchronise_registry(at=cast.after(hours=1)) == 2
    axis.registry[0] = unit("H99", "UBND tỉnh mới", 2, modify_date=cast.after(hours=2), old_codes=("000.H99",))
    assert operations.synchronise_registry(at=cast.after(hours=3)) == 1
    axis.old_codes = {"G09": "000.00.00.G09"}
    assert operations.synchronise_registry(at=cast.after(hours=4)) == 0
    assert operations.synchronise_registry(at=cast.after(hours=26)) == 1
    asked = [None, cast.at - timedelta(minutes=10), cast.after(hours=2) - timedelta(minutes=10), None]
    assert axis.registry_asked == asked
    assert Correspondent.objects.get(code="G09").old_code == "000.00.00.G09"


def test_who_is_above_is_known_whatever_the_order_of_the_registry(cast: Cast, axis: FakeAxis) -> None:
    below = [unit(f"A{number}", "Phòng", 1, id=f"k{number}", pid="k9999") for number in range(600)]
    axis.registry = [*below, unit("Z", "Sở", 1, id="k9999")]
    assert operations.synchronise_registry(at=cast.at) == 601
    assert set(Correspondent.objects.exclude(code="Z").values_list("parent_code", flat=True)) == {"Z"}
    axis.registry = [unit("A7", "Phòng Bảy", 2, id="k7", pid="k9999")]
    operations.synchronise_registry(at=cast.after(hours=1))
    assert Correspondent.objects.get(code="A7").parent_code == "Z"


def test_what_was_read_before_the_axis_fell_silent_is_kept(cast: Cast, axis: FakeAxis) -> None:
    def broken(modified_since: object) -> Any:
        yield from [unit(f"A{number}", "Phòng", 1) for number in range(500)]
        raise VxpUnreachable("đứt mạng")

    axis.registry = [unit(f"A{number}", "Phòng", 1) for number in range(700)]
    axis.each_unit = lambda *, modified_since=None: broken(modified_since)  # type: ignore[method-assign]
    with pytest.raises(AxisUnreachable):
        operations.synchronise_registry(at=cast.at)
    assert Correspondent.objects.count() == 500
    del axis.each_unit
    assert operations.synchronise_registry(at=cast.after(hours=1)) == 200


def test_an_older_row_of_the_registry_changes_nothing(cast: Cast, axis: FakeAxis) -> None:
    axis.registry = [unit("H99.02", "mới", 5), unit("H99.02", "cũ", 4)]
    operations.synchronise_registry(at=cast.at)
    axis.registry = [unit("H99.02", "cũ hơn", 3)]
    assert operations.synchronise_registry(at=cast.at) == 0
    assert Correspondent.objects.get().name == "mới"


@pytest.mark.parametrize("typed", ["ĐẮK LẮK", "đắk", "dak lak", "  lắk   DAK ", "h15", "H15"])
def test_a_recipient_is_found_however_it_is_typed(cast: Cast, axis: FakeAxis, typed: str) -> None:
    axis.registry = [unit("H15", "UBND tỉnh Đắk Lắk", 1), unit("H16", "UBND tỉnh Đồng Nai", 1)]
    operations.synchronise_registry(at=cast.at)
    assert [row.code for row in queries.correspondents(typed)] == ["H15"]


def test_whoever_cannot_receive_is_not_offered_as_a_recipient(cast: Cast, axis: FakeAxis) -> None:
    axis.registry = [unit("H99.09", "Đội nhỏ", 1, is_agency=False)]
    operations.synchronise_registry(at=cast.at)
    assert queries.correspondents("đội") == []
    assert queries.correspondent("H99.09") is not None


def test_a_registry_out_of_reach_leaves_what_is_known(cast: Cast, axis: FakeAxis) -> None:
    axis.registry = [unit("H99.02", "Sở Nội vụ", 1)]
    operations.synchronise_registry(at=cast.at)
    axis.down = True
    with pytest.raises(AxisUnreachable):
        operations.synchronise_registry(at=cast.at)
    assert Correspondent.objects.count() == 1

"""Taking over the registry of the parent axis, and telling it of one's own agencies."""

from datetime import date, timedelta

import pytest

from vanthu.axis.evidence import queries as evidence
from vanthu.axis.registry import operations, queries, states
from vanthu.axis.registry.operations.agencies import find
from vanthu.axis.testing.fixtures import AT
from vanthu.standards.vxp import Unit

BY = {"by": "test", "at": AT}
OWN = "H37.TRUC"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]


@pytest.fixture
def parent():
    return operations.ensure_parent("Trục quốc gia", **BY)


def unit(code, name="Cơ quan", *, id="", **members):
    return Unit(code=code, name=name, id=id or f"id-{code}", center_code=members.pop("center_code", "KHAC"), **members)


def mirror(parent, *units, at=AT):
    return operations.mirror_units(units, parent=parent, own_system_id=OWN, by="test", at=at)


def test_agencies_beyond_the_parent_come_under_the_parent(parent):
    result = mirror(parent, unit("H01", "UBND tỉnh An Giang"), unit("H01.02", "Sở Nội vụ", pid="id-H01"))
    assert (result.added, result.changed, result.conflicts) == (2, 0, [])
    assert queries.by_code("H01.02").system_key == parent
    assert (find("H01.02").parent.code, find("H01.02").level) == ("H01", 2)


def test_reading_the_same_registry_again_changes_nothing(parent):
    units = [unit("H01"), unit("H01.02", pid="id-H01", old_codes=("000.00.02.H01",), valid_from=date(2025, 7, 1))]
    mirror(parent, *units)
    facts, version = evidence.count(), queries.version()
    assert mirror(parent, *units) == operations.Mirrored(seen=2)
    assert (evidence.count(), queries.version()) == (facts, version)


def test_a_row_may_come_before_the_rows_it_names(parent):
    mirror(parent, unit("A1", pid="id-Z9"), unit("B1", deleted=True, replaced_by="Z9"), unit("Z9"))
    assert find("A1").parent.code == "Z9"
    assert find("A1").level == 2
    assert queries.successor(queries.by_code("B1")).code == "Z9"


def test_what_the_parent_changes_is_changed_here_with_a_new_version(parent):
    mirror(parent, unit("H01"))
    before = find("H01").version
    result = mirror(parent, unit("H01", "UBND tỉnh mới", is_agency=False), at=AT + timedelta(hours=1))
    assert (result.changed, find("H01").version, queries.by_code("H01").name) == (1, before + 1, "UBND tỉnh mới")
    assert not queries.by_code("H01").is_agency


def test_old_codes_lead_to_the_agency_and_never_away_from_another(parent):
    mirror(parent, unit("H01", old_codes=("000.00.00.H01", "G09")))
    assert queries.by_code("000.00.00.H01").code == "H01"
    assert queries.by_code("G09").name == "Bộ Nội vụ"


def test_an_agency_that_gets_a_new_code_keeps_the_old_one(parent):
    mirror(parent, unit("H01.9", id="7"))
    key = queries.by_code("H01.9").id
    assert mirror(parent, unit("H01.09", id="7")).changed == 1
    assert queries.by_code("H01.09").id == queries.by_code("H01.9").id == key


def test_agencies_of_this_axis_stay_as_they_are_and_contradictions_are_told(parent):
    result = mirror(
        parent,
        unit("H37", "Tên khác", center_code=OWN),
        unit("H37.02", "Tên khác"),
        unit("H37.05", center_code=OWN, deleted=True),
    )
    assert queries.by_code("H37").name == "UBND tỉnh"
    assert queries.by_code("H37.05").state == states.OPEN
    assert sorted(sentence.split(":")[0] for sentence in result.conflicts) == ["H37.02", "H37.05"]
    assert (result.added, result.changed) == (0, 0)


def test_what_the_parent_believes_below_this_axis_is_never_routed_up(parent):
    mirror(parent, unit("H37.99", center_code=OWN))
    assert queries.by_code("H37.99").system_key is None


def test_an_agency_deleted_at_the_parent_is_closed_and_may_come_back(parent):
    mirror(parent, unit("H01"))
    mirror(parent, unit("H01", deleted=True))
    assert queries.by_code("H01").closed
    mirror(parent, unit("H01"))
    assert queries.by_code("H01").state == states.OPEN


def test_an_old_deleted_row_of_a_code_does_not_hide_the_living_one(parent):
    mirror(parent, unit("H01", id="new"), unit("H01", id="old", deleted=True, version=9))
    assert not queries.by_code("H01").closed
    mirror(parent, unit("H01", id="old", deleted=True, version=9))
    assert not queries.by_code("H01").closed


def test_a_lock_of_this_axis_survives_what_the_parent_says(parent):
    mirror(parent, unit("H01"))
    operations.lock_agency("H01", **BY)
    mirror(parent, unit("H01", "Tên mới"))
    assert queries.by_code("H01").locked
    assert queries.by_code("H01").name == "Tên mới"


def test_rows_that_cannot_be_are_left_out_and_counted(parent):
    result = mirror(parent, unit("X" * 36), unit(" "), unit("H01", "", id="y" * 101), unit("H02", ""))
    assert (result.seen, result.skipped, result.added) == (4, 3, 1)
    assert queries.by_code("H02").name == "H02"


def test_rows_that_form_a_ring_do_not_hang(parent):
    mirror(parent, unit("A1", pid="id-A2"), unit("A2", pid="id-A1"), unit("A3", pid="id-A3"))
    assert find("A1").parent.code == "A2"


def test_the_newest_moment_is_the_one_of_the_parent(parent):
    moments = [AT, AT + timedelta(days=3), AT - timedelta(days=3)]
    units = [unit(f"H0{number}", modify_date=moment) for number, moment in enumerate(moments, 1)]
    assert mirror(parent, *units).newest == AT + timedelta(days=3)


def test_a_stub_takes_its_place_in_the_registry_when_the_parent_tells(parent):
    operations.add_stub("H55", "Cơ quan lạ", parent=parent, **BY)
    operations.add_stub("H55", "Cơ quan lạ", parent=parent, **BY)
    key = queries.by_code("H55").id
    assert mirror(parent, unit("H55", "UBND tỉnh Thái Nguyên")).changed == 1
    assert (queries.by_code("H55").id, queries.by_code("H55").name) == (key, "UBND tỉnh Thái Nguyên")


def test_the_parent_is_one_row_and_can_never_call(parent):
    assert operations.ensure_parent("Tên khác", **BY) == parent
    assert not queries.system(operations.PARENT_SYSTEM_ID).may_call
    assert queries.parent().id == parent


def test_the_name_of_the_parent_cannot_be_taken_from_a_system(cast):
    operations.add_system(operations.PARENT_SYSTEM_ID, "Hệ thống", **BY)
    with pytest.raises(operations.ParentNameTaken):
        operations.ensure_parent("Trục", **BY)


def test_what_the_parent_has_not_been_told_is_told_from_the_top_and_once(parent):
    mirror(parent, unit("H01"))
    told = queries.unpushed(at=AT)
    codes = [agency.code for agency in told]
    assert "H01" not in codes
    assert codes.index("H37") < codes.index("H37.02") < codes.index("G07")
    by_code = {agency.code: agency for agency in told}
    assert by_code["H37.02"].registration.pcode == "H37"
    assert by_code["H37.02"].registration.old_codes == ("000.00.02.H37",)
    assert (by_code["G07"].registration, by_code["G07"].replaced_by) == (None, "G09")
    for agency in told:
        operations.note_pushed(agency.id, agency.version)
    assert queries.unpushed(at=AT) == []
    operations.change_agency("H37.02", {"name": "Sở Nội vụ tỉnh"}, **BY)
    assert [agency.code for agency in queries.unpushed(at=AT)] == ["H37.02"]


def test_a_refused_agency_is_shown_and_asked_again_at_its_time(parent):
    (first, *_) = queries.unpushed(at=AT)
    operations.note_push_refused(first.id, "trục cấp trên từ chối", again_at=AT + timedelta(days=1))
    assert first.code not in [agency.code for agency in queries.unpushed(at=AT)]
    assert first.code in [agency.code for agency in queries.unpushed(at=AT + timedelta(days=1))]
    assert [(line.code, line.reason) for line in queries.push_refusals()] == [(first.code, "trục cấp trên từ chối")]


def test_an_agency_opens_on_its_first_day_and_closes_after_its_last(cast):
    operations.add_agency(
        "H37.20", "Sở mới", system_id="TINH", valid_from=date(2026, 3, 10), valid_until=date(2026, 12, 31), **BY
    )
    assert queries.by_code("H37.20").pending
    assert operations.apply_validity(at=AT) == 0
    assert operations.apply_validity(at=AT + timedelta(days=1)) == 1
    assert queries.by_code("H37.20").state == states.OPEN
    assert operations.apply_validity(at=AT.replace(month=12, day=31)) == 0
    assert operations.apply_validity(at=AT.replace(year=2027, month=1, day=1)) == 1
    assert queries.by_code("H37.20").closed


def test_a_planned_successor_takes_over_on_the_day_and_not_before(cast):
    operations.plan_replacement("H37.05", "H37.02", last_day=date(2026, 3, 31), **BY)
    assert queries.successor(queries.by_code("H37.05")).code == "H37.05"
    operations.apply_validity(at=AT.replace(month=4, day=1))
    assert queries.successor(queries.by_code("H37.05")).code == "H37.02"


def test_only_changes_are_told_to_who_asks_for_changes(cast):
    later = AT + timedelta(hours=1)
    operations.change_agency("H37.05", {"name": "Sở Y tế tỉnh"}, by="test", at=later)
    assert [unit.code for unit in queries.units(later)] == ["H37.05"]


def test_pages_of_the_registry_leave_out_nothing(cast, monkeypatch):
    whole = list(queries.units())
    monkeypatch.setattr(queries, "_UNITS_AT_ONCE", 3)
    assert list(queries.units()) == whole
    assert len(whole) > 6

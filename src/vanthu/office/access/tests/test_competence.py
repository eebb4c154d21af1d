"""By what right a person signs: TM., KT., TL., TUQ., Q. decided from positions and authorisations (ND30-A13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from vanthu.office.access import operations, policies
from vanthu.office.access.states import CapacityKind, Duty
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.organizations import operations as organizations
from vanthu.office.organizations import queries as organization_queries
from vanthu.office.organizations.operations import PositionRefused
from vanthu.office.organizations.states import EVERY_FIELD, PositionLevel
from vanthu.office.testing.cast import Cast

LETTER, INVITATION, DECISION = "cong_van", "giay_moi", "quyet_dinh"


@dataclass
class House:
    """Sở Nội vụ with everybody who may ever sign."""

    cast: Cast
    deputy: Any
    unit_deputy: Any
    chief: Any

    def lines(self, person: Any, type_code: str = LETTER, *, unit: Any = None, at: Any = None) -> tuple[str, ...]:
        found = policies.capacity(
            person, type_code=type_code, unit_id=(unit or self.cast.ccvc).pk, at=at or self.cast.after(hours=1)
        )
        return found.lines

    def refusal(self, person: Any, type_code: str = LETTER, *, unit: Any = None, at: Any = None) -> str:
        with pytest.raises(policies.NotCompetent) as refused:
            self.lines(person, type_code, unit=unit, at=at)
        return refused.value.sentence


@pytest.fixture
def house(in_snv: Cast) -> House:
    cast, at = in_snv, in_snv.at

    def person(name: str, title: str, unit: Any, level: PositionLevel, **more: Any) -> Any:
        made = organizations.create_person(
            full_name=name, position=title, unit_id=unit.pk if unit else None, by=None, at=at
        )
        position = organizations.create_position(
            title=title, level=level, unit_id=unit.pk if unit else None, by=None, at=at
        )
        organizations.hold_position(made, position, by=None, at=at, **more)
        return made

    deputy = person("Ngô Quang", "Phó Giám đốc", None, PositionLevel.DEPUTY, fields=[cast.ccvc.pk])
    under = person("Lý Hòa", "Phó Trưởng phòng Công chức, viên chức", cast.ccvc, PositionLevel.UNIT_DEPUTY)
    chief = person("Mai Lan", "Chánh Văn phòng", cast.van_phong, PositionLevel.UNIT_HEAD)
    return House(cast, deputy, under, chief)


def authorise(house: House, **changed: Any) -> Any:
    cast = house.cast
    values: dict[str, Any] = {
        "grantor": cast.dung,
        "grantee": house.chief,
        "types": [DECISION],
        "content": "Quyết định về nghỉ phép",
        "reference": "Văn bản số 12/GUQ-SNV ngày 02/3/2026",
        "valid_from": cast.at,
        "valid_to": cast.after(days=30),
        **changed,
    }
    return operations.authorise(**values, by=None, at=cast.at)


def test_the_head_signs_everything_with_his_own_title(house: House) -> None:
    assert house.lines(house.cast.dung, DECISION) == ("GIÁM ĐỐC",)


def test_a_deputy_signs_in_place_of_the_head_in_his_field_only(house: House) -> None:
    assert house.lines(house.deputy) == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    said = house.refusal(house.deputy, unit=house.cast.van_phong)
    assert "lĩnh vực được phân công" in said
    assert "khoản 1 Điều 13" in said


def test_a_deputy_in_charge_of_everything_signs_for_every_unit(house: House) -> None:
    position = organization_queries.position_by_title("Phó Giám đốc")
    assert position is not None
    organizations.hold_position(house.deputy, position, fields=[EVERY_FIELD], by=None, at=house.cast.after(minutes=5))
    assert house.lines(house.deputy, unit=house.cast.van_phong) == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")


def test_a_body_that_decides_together_signs_with_its_name(house: House) -> None:
    head = organization_queries.head_position()
    assert head is not None
    organizations.change_position(
        head.pk, title="Chủ tịch", collective="Ủy ban nhân dân", collective_types=[DECISION], by=None, at=house.cast.at
    )
    assert house.lines(house.cast.dung, DECISION) == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert house.lines(house.deputy, DECISION) == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ GIÁM ĐỐC")
    assert house.lines(house.cast.dung, LETTER) == ("CHỦ TỊCH",)


def test_an_acting_head_signs_with_q(house: House) -> None:
    head = organization_queries.head_position()
    assert head is not None
    organizations.hold_position(house.cast.dung, head, acting=True, by=None, at=house.cast.after(minutes=1))
    assert house.lines(house.cast.dung) == ("Q. GIÁM ĐỐC",)
    assert house.lines(house.deputy) == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")


def test_the_head_of_a_unit_signs_by_order_what_the_regulation_names(house: House) -> None:
    cast = house.cast
    assert "chưa giao Trưởng phòng Công chức, viên chức ký thừa lệnh (TL.)" in house.refusal(cast.binh)
    operations.let_sign_by_order(types=[LETTER], basis="Quy chế làm việc của Sở", by=None, at=cast.at)
    assert house.lines(cast.binh) == ("TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG CÔNG CHỨC, VIÊN CHỨC")
    assert "khoản 4 Điều 13" in house.refusal(cast.binh, INVITATION)
    assert "khoản 4 Điều 13" in house.refusal(cast.binh, unit=cast.van_phong)


def test_one_unit_may_sign_by_order_what_others_draft(house: House) -> None:
    cast = house.cast
    operations.let_sign_by_order(
        unit_id=cast.van_phong.pk, types=[INVITATION], basis="Quy chế", drafted_elsewhere=True, by=None, at=cast.at
    )
    assert house.lines(house.chief, INVITATION, unit=cast.ccvc) == ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")
    house.refusal(cast.binh, INVITATION)


def test_the_deputy_of_a_unit_signs_only_when_the_head_let_him(house: House) -> None:
    cast = house.cast
    rule = operations.let_sign_by_order(types=[LETTER], basis="Quy chế", by=None, at=cast.at)
    assert "chưa giao cho cấp phó của đơn vị" in house.refusal(house.unit_deputy)
    operations.end_by_order(rule.pk, by=None, at=cast.at)
    operations.let_sign_by_order(types=[LETTER], basis="Quy chế", deputies=True, by=None, at=cast.at)
    assert house.lines(house.unit_deputy) == (
        "TL. GIÁM ĐỐC",
        "KT. TRƯỞNG PHÒNG CÔNG CHỨC, VIÊN CHỨC",
        "PHÓ TRƯỞNG PHÒNG CÔNG CHỨC, VIÊN CHỨC",
    )


def test_a_written_authorisation_lets_a_head_of_unit_sign_for_a_time(house: House) -> None:
    cast = house.cast
    authorise(house)
    found = policies.capacity(house.chief, type_code=DECISION, unit_id=cast.ccvc.pk, at=cast.after(days=29))
    assert (found.kind, found.lines) == (CapacityKind.AUTHORISED, ("TUQ. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"))
    assert found.reference == "Văn bản số 12/GUQ-SNV ngày 02/3/2026"
    house.refusal(house.chief, DECISION, at=cast.after(days=30))


def test_a_revoked_authorisation_counts_no_more(house: House) -> None:
    made = authorise(house)
    with pytest.raises(operations.AuthorisationRefused):
        operations.revoke_authorisation(made.pk, reason=" ", by=None, at=house.cast.after(days=1))
    operations.revoke_authorisation(made.pk, reason="Giám đốc đã về", by=None, at=house.cast.after(days=1))
    house.refusal(house.chief, DECISION, at=house.cast.after(days=2))


def test_an_authorisation_ends_with_the_post_of_who_gave_it(house: House) -> None:
    authorise(house)
    cast = house.cast
    held = organization_queries.holdings(cast.at).get(person=cast.dung)
    organizations.leave_position(held.pk, by=None, at=cast.after(days=1))
    house.refusal(house.chief, DECISION, unit=cast.van_phong, at=cast.after(days=2))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reference": " "}, "bằng văn bản"),
        ({"types": []}, "giới hạn nội dung"),
        ({"content": ""}, "giới hạn nội dung"),
        ({"valid_to": None}, "giới hạn thời gian"),
        ({"grantor": "deputy"}, "không phải người đứng đầu"),
        ({"grantee": "an"}, "không đứng đầu đơn vị nào"),
        ({"grantee": "dung"}, "là một người"),
    ],
)
def test_an_authorisation_without_its_limits_is_refused_with_the_article(
    house: House, changed: dict[str, Any], said: str
) -> None:
    people = {"deputy": house.deputy, "an": house.cast.an, "dung": house.cast.dung}
    values = {key: people.get(value, value) if isinstance(value, str) else value for key, value in changed.items()}
    if "valid_to" in values:
        values["valid_to"] = house.cast.at
    with pytest.raises(operations.AuthorisationRefused) as refused:
        authorise(house, **values)
    assert said in refused.value.sentence
    assert "khoản 3 Điều 13" in refused.value.sentence


def test_who_signs_by_authorisation_does_not_authorise_others(house: House) -> None:
    authorise(house)
    with pytest.raises(operations.AuthorisationRefused) as refused:
        authorise(house, grantor=house.chief, grantee=house.cast.binh)
    assert "không được ủy quyền lại" in refused.value.sentence


@pytest.mark.parametrize(("types", "basis"), [((), "Quy chế"), ((LETTER,), "")])
def test_signing_by_order_needs_types_and_a_regulation(house: House, types: tuple[str, ...], basis: str) -> None:
    with pytest.raises(operations.ByOrderRefused) as refused:
        operations.let_sign_by_order(types=types, basis=basis, by=None, at=house.cast.at)
    assert "khoản 4 Điều 13" in refused.value.sentence


def test_recorded_lines_need_a_reason_and_then_stand_in_place_of_the_rules(house: House) -> None:
    cast = house.cast
    with pytest.raises(operations.LinesRefused):
        operations.record_lines(cast.dung.pk, lines=["CHỦ NHIỆM"], reason="", by=None, at=cast.at)
    cast.dung.signing_authority = "CHỦ NHIỆM"
    assert house.lines(cast.dung) == ("GIÁM ĐỐC",)
    dung = operations.record_lines(
        cast.dung.pk, lines=["CHỦ NHIỆM", ""], reason="Ban chỉ đạo dùng dấu của Sở", by=None, at=cast.at
    )
    assert house.lines(dung) == ("CHỦ NHIỆM",)
    an = operations.record_lines(cast.an.pk, lines=["CHUYÊN VIÊN"], reason="thử", by=None, at=cast.at)
    assert "Nguyễn Văn An" in house.refusal(an)


@pytest.mark.parametrize("who", ["an", "chi", "binh", "em", "giang"])
def test_nobody_else_signs_and_the_sentence_says_why(house: House, who: str) -> None:
    said = house.refusal(house.cast.everybody()[who])
    assert said.endswith(".")
    assert "Điều 13" in said or "không công tác" in said


def test_whose_key_may_be_used_at_all(house: House) -> None:
    cast, at = house.cast, house.cast.after(hours=1)
    everybody = {**cast.everybody(), "deputy": house.deputy, "chief": house.chief, "under": house.unit_deputy}

    def able() -> set[str]:
        return {name for name, person in everybody.items() if policies.may_sign_something(person, at=at)}

    assert able() == {"dung", "deputy"}
    authorise(house)
    operations.let_sign_by_order(unit_id=cast.ccvc.pk, types=[LETTER], basis="Quy chế", by=None, at=cast.at)
    assert able() == {"dung", "deputy", "chief", "binh"}


def test_possible_signers_stand_in_the_order_of_their_right(house: House) -> None:
    cast = house.cast
    operations.let_sign_by_order(types=[LETTER], basis="Quy chế", by=None, at=cast.at)
    found = policies.possible_signers(type_code=LETTER, unit_id=cast.ccvc.pk, at=cast.after(hours=1))
    assert [person.full_name for person, _ in found] == ["Phạm Tiến Dũng", "Ngô Quang", "Trần Thị Bình"]


def test_the_wire_carries_the_lines_with_a_prefix_within_its_limit() -> None:
    assert policies.wire_competence(("GIÁM ĐỐC",)) == ""
    assert policies.wire_competence(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")) == (
        "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH"
    )
    long = ("TL. BỘ TRƯỞNG", f"KT. VỤ TRƯỞNG VỤ {'X' * 100}", "PHÓ VỤ TRƯỞNG")
    assert policies.wire_competence(long) == "TL. BỘ TRƯỞNG"


@pytest.mark.parametrize(
    ("level", "unit", "title", "said"),
    [
        (PositionLevel.HEAD, False, "Chủ tịch", "đã có chức vụ người đứng đầu"),
        (PositionLevel.UNIT_HEAD, False, "Trưởng phòng", "phải nêu đơn vị"),
        (PositionLevel.DEPUTY, True, "Phó nào đó", "không gắn với đơn vị"),
        (PositionLevel.OTHER, False, "giám  đốc", "cùng tên"),
        (PositionLevel.OTHER, False, " ", "chưa nhập tên"),
    ],
)
def test_positions_that_contradict_are_refused(
    in_snv: Cast, level: PositionLevel, unit: bool, title: str, said: str
) -> None:
    with pytest.raises(PositionRefused) as refused:
        operations.set_position(
            title=title, level=level, unit_id=in_snv.ccvc.pk if unit else None, by=None, at=in_snv.at
        )
    assert said in refused.value.sentence


def test_two_people_do_not_head_one_agency(in_snv: Cast) -> None:
    head = organization_queries.head_position()
    assert head is not None
    with pytest.raises(PositionRefused) as refused:
        operations.hold_position(in_snv.binh.pk, head.pk, by=None, at=in_snv.at)
    assert "Phạm Tiến Dũng đang giữ" in refused.value.sentence


ADMINISTERED = {
    "set_position": lambda cast, by: operations.set_position(
        title="Thư ký", level=PositionLevel.OTHER, by=by, at=cast.at
    ),
    "let_sign_by_order": lambda cast, by: operations.let_sign_by_order(
        types=[LETTER], basis="Quy chế", by=by, at=cast.at
    ),
    "record_lines": lambda cast, by: operations.record_lines(
        cast.an.pk, lines=["X"], reason="thử", by=by, at=cast.at
    ),
    "authorise": lambda cast, by: operations.authorise(
        grantor=cast.dung, grantee=cast.binh, types=[LETTER], content="x", reference="y",
        valid_from=cast.at, valid_to=cast.after(days=1), by=by, at=cast.at,
    ),
}  # fmt: skip


@pytest.mark.parametrize("verb", ADMINISTERED)
def test_only_administrators_set_authority(in_snv: Cast, verb: str) -> None:
    organizer = organizations.create_person(full_name="Quản Trị", position="Chuyên viên", by=None, at=in_snv.at)
    operations.give_duty(organizer, Duty.ADMINISTRATOR, by=None, at=in_snv.at)
    for person in in_snv.everybody().values():
        with pytest.raises(NotAllowed) as refused:
            ADMINISTERED[verb](in_snv, person)
        assert "quản trị" in refused.value.sentence
    ADMINISTERED[verb](in_snv, organizer)

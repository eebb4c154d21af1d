"""`vanthu office load`: a whole file or nothing of it, as often as wanted."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps

from vanthu.cli.office.loading import Counted, SeedRefused, load_seed, read_seed
from vanthu.office.access import policies as competence
from vanthu.office.access import queries as access
from vanthu.office.audit import queries as audit
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.organizations import queries
from vanthu.office.outgoing import queries as routes
from vanthu.office.signatures import queries as signatures
from vanthu.office.testing.cast import MONDAY
from vanthu.office.testing.keys import Keys

pytestmark = pytest.mark.django_db

TEXT = """
[[agencies]]
code = "H99.02"
old_code = "000.00.02.H99"
name = "Sở Nội vụ"
abbreviation = "SNV"
level = "department"
place = "Thử Nghiệm"
seal = {{ certificate = "{pki}/certs/snv.pem", key = "agencies/snv.p12", image = "{pki}/images/snv.png" }}

  [[agencies.units]]
  abbreviation = "CCVC"
  name = "Phòng Công chức, viên chức"
  parent = "VP"

  [[agencies.units]]
  abbreviation = "VP"
  name = "Văn phòng"

  [[agencies.people]]
  username = "dung"
  password = "mot-mat-khau-dai"
  full_name = "Phạm Tiến Dũng"
  position = "Giám đốc"
  duties = ["leader", "administrator"]
  signing_authority = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
  signing = {{ certificate = "{pki}/certs/dung.pem", key = "people/dung.p12", image = "{pki}/images/dung.png" }}

  [[agencies.people]]
  username = "an"
  password = "mot-mat-khau-khac"
  full_name = "Nguyễn Văn An"
  position = "Chuyên viên"
  unit = "CCVC"
  duties = ["specialist"]
"""


class Seeded:
    """A file to load, and to change."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text

    def load(self) -> Counted:
        self.path.write_text(self.text, encoding="utf-8")
        return load_seed(read_seed(self.path), at=MONDAY)

    def replace(self, old: str, new: str) -> Seeded:
        assert old in self.text
        return Seeded(self.path, self.text.replace(old, new))

    def refused(self) -> str:
        with pytest.raises(SeedRefused) as why:
            self.load()
        return str(why.value)


@pytest.fixture
def seed(tmp_path: Path, keys: Keys) -> Seeded:
    return Seeded(tmp_path / "so.toml", TEXT.format(pki=keys.pki.directory))


def test_a_file_makes_an_agency_that_can_work(seed: Seeded) -> None:
    assert seed.load().sentence == "Đã nạp 1 cơ quan, 2 đơn vị, 2 cán bộ, 2 chứng thư số."
    (agency,) = queries.agencies()
    with agency_in_force(agency.pk):
        an, dung = queries.people()
        assert (an.unit and an.unit.abbreviation) == "CCVC"
        assert (an.unit and an.unit.parent and an.unit.parent.name) == "Văn phòng"
        assert dung.signing_authority == "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"
        assert access.duties_of(dung, at=MONDAY) == {"leader", "administrator"}
        identity, seal = signatures.identity_for(dung), signatures.seal_identity()
        assert identity is not None
        assert seal is not None
        assert len(signatures.certificate_of(identity).chain) == 1, "the issuing CA comes from the trusted ones"
        assert signatures.certificate_of(seal).name == "Sở Nội vụ"


def test_loading_again_changes_nothing(seed: Seeded) -> None:
    seed.load()
    (agency,) = queries.agencies()
    with agency_in_force(agency.pk):
        before = [person.pk for person in queries.people()]
        length = len(audit.facts_about([agency.pk, *before]))
    seed.load()
    with agency_in_force(agency.pk):
        assert [person.pk for person in queries.people()] == before
        assert len(audit.facts_about([agency.pk, *before])) == length


def test_loading_again_updates_what_changed_and_keeps_passwords(seed: Seeded) -> None:
    seed.load()
    changed = seed.replace('"mot-mat-khau-khac"', '"mat-khau-moi-toanh"').replace("Chuyên viên", "Chuyên viên chính")
    changed.replace('["specialist"]', '["unit_head"]').load()
    account = queries.account("an")
    assert account is not None
    assert account.check_password("mot-mat-khau-khac")
    (an,) = queries.persons_of(account)
    with agency_in_force(an.agency_id):
        assert an.position == "Chuyên viên chính"
        assert access.duties_of(an, at=MONDAY) == {"unit_head"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('place = "Thử Nghiệm"', "", "thiếu «agencies.1.place»"),
        ('name = "Văn phòng"', 'nam = "Văn phòng"', "không có mục nào tên «agencies.1.units.2.nam»"),
        ('"department"', '"so"', "«agencies.1.level» phải là một trong"),
        ('"specialist"', '"boss"', "«agencies.1.people.2.duties.1» phải là một trong"),
        ('"H99.02"', '"H99 02"', "«H99 02» không phải mã định danh"),
        ('parent = "VP"', 'parent = "XX"', "nêu đơn vị «XX» không có trong tệp"),
        ('unit = "CCVC"', 'unit = "YY"', "Cán bộ «an»: cán bộ «an» (unit) nêu đơn vị «YY»"),
        ('password = "mot-mat-khau-khac"', "", "tài khoản mới cần mật khẩu ban đầu"),
        ('"mot-mat-khau-khac"', '"ngan"', "VT-MAT-KHAU-YEU"),
        ("Phạm Tiến Dũng", "Phạm Tiến Dung", "VT-CHUNG-THU-KHAC-NGUOI"),
        ("certs/dung.pem", "certs/khong-co.pem", "Không đọc được tệp"),
        ("certs/dung.pem", "images/dung.png", "VT-CHUNG-THU-HONG"),
        ("[[agencies.units]]", "[[agencies.units", "không đúng định dạng TOML"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_loaded(seed: Seeded, old: str, new: str, told: str) -> None:
    assert told in seed.replace(old, new).refused()
    assert queries.agencies() == []
    assert queries.account("dung") is None


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(SeedRefused, match="Không đọc được tệp"):
        read_seed(tmp_path / "khong-co.toml")


GOVERNED = """
  [[agencies.positions]]
  title = "Giám đốc"
  level = "head"

  [[agencies.positions]]
  title = "Trưởng phòng Công chức, viên chức"
  level = "unit_head"
  unit = "CCVC"

  [[agencies.by_order]]
  types = ["giay_moi"]
  basis = "Quy chế làm việc"

  [[agencies.authorisations]]
  grantor = "dung"
  grantee = "an"
  types = ["quyet_dinh"]
  content = "Nghỉ phép"
  reference = "12/GUQ-SNV"
  valid_from = 2026-03-09
  valid_to = 2026-03-31

  [[agencies.routes]]
  name = "Công văn của Phòng CCVC"
  unit = "CCVC"
  types = ["cong_van"]
  steps = [
    { stage = 1, kind = "content", role = "unit_head", substitutes = ["dung"] },
    { stage = 2, kind = "form", role = "person", person = "an" },
    { stage = 2, kind = "opinion", role = "position", position = "Giám đốc" },
  ]
"""


@pytest.fixture
def governed(seed: Seeded) -> Seeded:
    """The same agency with positions, rules of signing and a route."""
    own = 'signing_authority = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]'
    with_head = seed.replace(own, 'positions = [{ title = "Giám đốc" }]')
    post = 'positions = [{ title = "Trưởng phòng Công chức, viên chức" }]'
    return Seeded(
        seed.path, with_head.replace('position = "Chuyên viên"', f'position = "TP"\n  {post}').text + GOVERNED
    )


def test_a_file_tells_who_signs_and_who_checks(governed: Seeded) -> None:
    governed.load()
    (agency,) = queries.agencies()
    with agency_in_force(agency.pk):
        an, dung = queries.people()
        unit = queries.unit_by_abbreviation("CCVC")
        assert unit is not None
        lines = {
            code: competence.capacity(an, type_code=code, unit_id=unit.pk, at=MONDAY).lines
            for code in ("giay_moi", "quyet_dinh")
        }
        own = "TRƯỞNG PHÒNG CÔNG CHỨC, VIÊN CHỨC"
        assert lines == {"giay_moi": ("TL. GIÁM ĐỐC", own), "quyet_dinh": ("TUQ. GIÁM ĐỐC", own)}
        assert competence.capacity(dung, type_code="cong_van", unit_id=unit.pk, at=MONDAY).lines == ("GIÁM ĐỐC",)
        route = routes.route_for(type_code="cong_van", unit_id=unit.pk, at=MONDAY)
        assert [routes.role_label(check) for check in routes.checks_of(route)] == [
            "Trưởng đơn vị soạn thảo",
            "Người được giao: Nguyễn Văn An",
            "Giám đốc",
        ]


def test_loading_who_signs_and_who_checks_again_changes_nothing(governed: Seeded) -> None:
    def facts() -> int:
        return sum(
            apps.get_model("audit", "Fact").of_all_agencies.filter(agency=agency).count()
            for agency in queries.agencies()
        )

    governed.load()
    before = facts()
    governed.load()
    assert facts() == before


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('grantee = "an"', 'grantee = "chi"', "nêu người «chi» không có trong cơ quan"),
        ('grantor = "dung"', 'grantor = "an"', "VT-UY-QUYEN-KY"),
        ('position = "Giám đốc" }', 'position = "Vua" }', "nêu chức vụ «Vua» không có"),
        ('role = "unit_head", substitutes', 'role = "duty", duty = "leader", substitutes', "khoản 1 Điều 12"),
        ('types = ["giay_moi"]', "types = []", "VT-QUY-DINH-THUA-LENH"),
        (
            '[{ title = "Giám đốc" }]',
            '[{ title = "Giám đốc" }]\n  signing_authority = ["X"]',
            "signing_authority_reason",
        ),
    ],
)
def test_a_mistake_in_who_signs_or_checks_is_named_and_nothing_is_loaded(
    governed: Seeded, old: str, new: str, told: str
) -> None:
    assert told in governed.replace(old, new).refused()
    assert queries.agencies() == []


def test_lines_of_their_own_in_a_file_without_positions_carry_a_reason(seed: Seeded) -> None:
    seed.load()
    (agency,) = queries.agencies()
    with agency_in_force(agency.pk):
        _, dung = queries.people()
        assert "tệp danh mục" in dung.signing_authority_reason
        found = competence.capacity(dung, type_code="cong_van", unit_id=None, at=MONDAY)
        assert found.lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")

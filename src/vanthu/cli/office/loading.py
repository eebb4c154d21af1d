"""`vanthu office load FILE.toml`: agencies, units, people, duties, certificates, who signs, who checks.

Loading again only updates.

    [[agencies]]
    code = "H99.02"                     # mã định danh
    old_code = "000.00.02.H99"          # may be left out, like everything marked with ?
    name = "Sở Nội vụ"
    abbreviation = "SNV"
    governing_name = "UBND TỈNH THỬ NGHIỆM"      # ?
    level = "department"                # ministry, province, department, district, commune
    place = "Thử Nghiệm"                # địa danh
    email = "vanthu@snv.example"        # ? also address, telephone, fax, website

      [agencies.seal]                   # ? the agency's certificate and seal
      certificate = "certs/so-noi-vu.pem"        # PEM or DER; relative to this file
      key = "agencies/so-noi-vu.p12"    # for "pkcs12": the file in signing.keys_dir
      image = "images/so-noi-vu.png"    # ? transparent PNG
      image_width_mm = 36               # ?
      device = "pkcs12"                 # ?

      [[agencies.units]]
      abbreviation = "CCVC"
      name = "Phòng Công chức, viên chức"
      ordinal = 2                       # ? place in lists
      parent = "VP"                     # ? abbreviation of another unit of the agency

      [[agencies.people]]
      username = "dung"
      password = "…"                    # of a new account; an account that exists keeps its password
      full_name = "Phạm Tiến Dũng"
      position = "Giám đốc"
      unit = "CCVC"                     # ?
      duties = ["leader"]               # clerk, specialist, unit_head, leader, administrator, announcer
      positions = [{ title = "Giám đốc" }]   # ? also acting = true (Q.), fields = ["CCVC"] or "*" of a deputy (KT.)
      signing_authority = ["GIÁM ĐỐC"]  # ? lines of their own in place of what positions print …
      signing_authority_reason = "…"    # ? … and why; needed where the person has positions
      email = "…"                       # ? also mobile
      signing = { certificate = "certs/dung.pem", key = "people/dung.p12", image = "images/dung.png" }   # ?

      [[agencies.positions]]            # ? from which competence to sign follows (ND30-A13)
      title = "Giám đốc"                # unique in the agency, as printed: "Trưởng phòng Công chức, viên chức"
      level = "head"                    # head, deputy, unit_head, unit_deputy, other
      unit = "CCVC"                     # of unit_head and unit_deputy
      collective = "Ủy ban nhân dân"    # ? of the head: TM.; collective_types limits it to some types

      [[agencies.by_order]]             # ? types that heads of units sign by order (TL.)
      types = ["cong_van", "giay_moi"]
      basis = "Điều 12 Quy chế làm việc"
      unit = "CCVC"                     # ? else every unit; also deputies = true, drafted_elsewhere = true

      [[agencies.authorisations]]       # ? written authorisations to sign (TUQ.), people by log-in name
      grantor = "dung"
      grantee = "binh"
      types = ["quyet_dinh"]
      content = "Quyết định về nghỉ phép"
      reference = "Văn bản số 12/GUQ-SNV ngày 02/3/2026"
      valid_from = 2026-03-02
      valid_to = 2026-03-31

      [[agencies.routes]]               # ? who checks drafts; never less than the two checks of ND30-A12
      name = "Công văn của Phòng CCVC"
      unit = "CCVC"                     # ? unit, types or both
      types = ["cong_van"]              # ?
      steps = [
        { stage = 1, kind = "content", role = "unit_head", substitutes = ["an"] },
        { stage = 2, kind = "form", role = "duty", duty = "clerk" },
        { stage = 2, kind = "opinion", role = "position", position = "Chánh Văn phòng" },   # also role = "person"
      ]

A duty that is no longer listed is taken, and so is a position of a person for whom the file lists any; a person who is
no longer listed stays (people are not ended by a file).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field, PrivateAttr, ValidationError, field_validator

from vanthu.cli.office import governing
from vanthu.cli.office.governing import AuthorisationPart, ByOrderPart, HeldPart, Part, PositionPart, RoutePart
from vanthu.office.access import operations as access
from vanthu.office.access import queries as duties
from vanthu.office.access.states import Duty
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.organizations import operations, queries
from vanthu.office.organizations.states import AgencyLevel
from vanthu.office.signatures import operations as signatures
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write
from vanthu.standards.identifiers import is_agency_code

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Account, Agency, Person


IN_FILE = "Ghi trong tệp danh mục, chưa khai báo chức vụ"
"""Why a person of a file without positions has lines of his own."""
_PARTS = {"seal", "units", "people", "positions", "by_order", "authorisations", "routes"}


class SeedRefused(Exception):
    """The file cannot be loaded; the message says where and why, in Vietnamese. Nothing of it was loaded."""


class SigningPart(Part):
    """A certificate with the place of its key."""

    certificate: Path
    key: str
    image: Path | None = None
    image_width_mm: float = Field(default=36, gt=0)
    device: str = "pkcs12"


class UnitPart(Part):
    """A unit of an agency."""

    abbreviation: str = Field(min_length=1)
    name: str = Field(min_length=1)
    ordinal: int = 0
    parent: str | None = None


class PersonPart(Part):
    """A person with his account, duties and certificate."""

    username: str = Field(min_length=1)
    password: str | None = None
    full_name: str = Field(min_length=1)
    position: str = Field(min_length=1)
    unit: str | None = None
    duties: tuple[Duty, ...] = ()
    positions: tuple[HeldPart, ...] = ()
    signing_authority: tuple[str, ...] = ()
    signing_authority_reason: str = ""
    email: str = ""
    mobile: str = ""
    signing: SigningPart | None = None


class AgencyPart(Part):
    """An agency with everything in it."""

    code: str
    old_code: str = ""
    name: str = Field(min_length=1)
    abbreviation: str = Field(min_length=1)
    governing_name: str = ""
    level: AgencyLevel
    place: str = Field(min_length=1)
    address: str = ""
    email: str = ""
    telephone: str = ""
    fax: str = ""
    website: str = ""
    seal: SigningPart | None = None
    units: tuple[UnitPart, ...] = ()
    positions: tuple[PositionPart, ...] = ()
    by_order: tuple[ByOrderPart, ...] = ()
    authorisations: tuple[AuthorisationPart, ...] = ()
    routes: tuple[RoutePart, ...] = ()
    people: tuple[PersonPart, ...] = ()

    @field_validator("code")
    @classmethod
    def _known_form(cls, code: str) -> str:
        if not is_agency_code(code):
            raise ValueError(f"«{code}» không phải mã định danh")
        return code

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of the agency itself."""
        return self.model_dump(exclude=_PARTS)


class Seed(Part):
    """A whole file. Paths in it are relative to `folder`."""

    agencies: tuple[AgencyPart, ...]
    _folder: Path = PrivateAttr(default=Path())

    def file(self, path: Path) -> bytes:
        """Read a file that the seed names; raises SeedRefused."""
        try:
            return (self._folder / path).read_bytes()
        except OSError as error:
            raise SeedRefused(f"Không đọc được tệp {self._folder / path}: {error.strerror}.") from error


@dataclass
class Counted:
    """How much was loaded."""

    agencies: int = 0
    units: int = 0
    people: int = 0
    certificates: int = 0

    @property
    def sentence(self) -> str:
        """For the operator."""
        return (
            f"Đã nạp {self.agencies} cơ quan, {self.units} đơn vị, {self.people} cán bộ, "
            f"{self.certificates} chứng thư số."
        )


def read_seed(path: Path) -> Seed:
    """Read and check a file without loading it; raises SeedRefused with one sentence a mistake."""
    try:
        seed = Seed.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise SeedRefused(f"Không đọc được tệp {path}: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SeedRefused(f"Tệp {path} không đúng định dạng TOML: {error}.") from error
    except ValidationError as error:
        raise SeedRefused("\n".join(_sentence(dict(item), path) for item in error.errors())) from error
    seed._folder = path.resolve().parent
    return seed


def load_seed(seed: Seed, *, at: datetime) -> Counted:
    """Load a file, all of it or nothing; raises SeedRefused."""
    counted = Counted()
    with write():
        for part in seed.agencies:
            with _told(f"Cơ quan {part.code}"):
                _agency(seed, part, counted, at=at)
    return counted


def _agency(seed: Seed, part: AgencyPart, counted: Counted, *, at: datetime) -> None:
    present = queries.agency_by_code(part.code)
    if present is None or present.code != part.code:  # found by an old code: creating says whose it is
        agency = operations.create_agency(**part.columns, by=None, at=at)
    else:
        agency = operations.change_agency(present.pk, **part.columns, by=None, at=at)
    counted.agencies += 1
    with agency_in_force(agency.pk):
        for unit in part.units:
            _unit(unit, counted, at=at)
        for unit in part.units:
            _parent(unit, at=at)
        if part.seal:
            with _told("Chứng thư số và con dấu"):
                _identity(seed, part.seal, None, counted, at=at)
        for position in part.positions:
            with _told(f"Chức vụ «{position.title}»"):
                governing.load_position(position, _unit_id(position.unit, "chức vụ (unit)"), at=at)
        for person in part.people:
            with _told(f"Cán bộ «{person.username}»"):
                _person(seed, person, agency, counted, at=at)
        _govern(part, agency, at=at)


def _govern(part: AgencyPart, agency: Agency, *, at: datetime) -> None:
    """Load who signs by order and by authorisation, and who checks: they name people."""
    for rule in part.by_order:
        with _told("Ký thừa lệnh (by_order)"):
            governing.load_by_order(rule, _unit_id(rule.unit, "quy định (unit)"), at=at)
    for authorisation in part.authorisations:
        with _told(f"Ủy quyền ký «{authorisation.reference}»"):
            governing.load_authorisation(authorisation, agency, at=at)
    for route in part.routes:
        with _told(f"Quy trình «{route.name}»"):
            governing.load_route(route, _unit_id(route.unit, "quy trình (unit)"), agency, at=at)


def _unit(part: UnitPart, counted: Counted, *, at: datetime) -> None:
    values: dict[str, Any] = {"name": part.name, "ordinal": part.ordinal}
    present = queries.unit_by_abbreviation(part.abbreviation)
    if present is None:
        operations.create_unit(abbreviation=part.abbreviation, **values, by=None, at=at)
    else:
        operations.change_unit(present.pk, **values, by=None, at=at)
    counted.units += 1


def _parent(part: UnitPart, *, at: datetime) -> None:
    unit = queries.unit_by_abbreviation(part.abbreviation)
    parent = _unit_id(part.parent, f"đơn vị «{part.abbreviation}» (parent)")
    if unit is not None:
        operations.change_unit(unit.pk, parent_id=parent, by=None, at=at)


def _person(seed: Seed, part: PersonPart, agency: Agency, counted: Counted, *, at: datetime) -> None:
    values = {
        "full_name": part.full_name,
        "position": part.position,
        "unit_id": _unit_id(part.unit, f"cán bộ «{part.username}» (unit)"),
        "signing_authority": "\n".join(part.signing_authority),
        "signing_authority_reason": _reason(part),
        "email": part.email,
        "mobile": part.mobile,
    }
    account = _account(part)
    present = next((one for one in queries.persons_of(account) if one.agency_id == agency.pk), None)
    if present is None:
        person = operations.create_person(**values, account=account, by=None, at=at)
    else:
        person = operations.change_person(present.pk, **values, by=None, at=at)
    counted.people += 1
    _duties(person, frozenset(part.duties), at=at)
    if part.positions:
        governing.load_held(person, part.positions, lambda unit: _unit_id(unit, "lĩnh vực (fields)"), at=at)
    if part.signing:
        _identity(seed, part.signing, person, counted, at=at)


def _reason(part: PersonPart) -> str:
    """Why the person has lines of his own: said in the file, or because the file tells no position of his."""
    if not part.signing_authority or part.signing_authority_reason:
        return part.signing_authority_reason if part.signing_authority else ""
    if part.positions:
        raise SeedRefused(
            "đã có chức vụ (positions) nên dòng ghi riêng signing_authority cần signing_authority_reason."
        )
    return IN_FILE


def _account(part: PersonPart) -> Account:
    present = queries.account(part.username)
    if present is not None:
        return present
    if part.password is None:
        raise SeedRefused("tài khoản mới cần mật khẩu ban đầu (password).")
    return operations.create_account(username=part.username, password=part.password)


def _duties(person: Person, wanted: frozenset[Duty], *, at: datetime) -> None:
    held = duties.duties_of(person, at=at)
    for duty in sorted(wanted - held):
        access.give_duty(person, duty, by=None, at=at)
    for duty in sorted(held - wanted):
        access.take_duty(person, duty, by=None, at=at)


def _identity(seed: Seed, part: SigningPart, person: Person | None, counted: Counted, *, at: datetime) -> None:
    signatures.add_identity(
        person=person,
        certificate=seed.file(part.certificate),
        key_reference=part.key,
        device=part.device,
        image=seed.file(part.image) if part.image else None,
        image_width_mm=part.image_width_mm,
        by=None,
        at=at,
    )
    counted.certificates += 1


def _unit_id(abbreviation: str | None, where: str) -> Any:
    if not abbreviation:
        return None
    unit = queries.unit_by_abbreviation(abbreviation)
    if unit is None:
        raise SeedRefused(f"{where} nêu đơn vị «{abbreviation}» không có trong tệp.")
    return unit.pk


@contextmanager
def _told(where: str) -> Iterator[None]:
    """Say where in the file an error lies."""
    try:
        yield
    except VanThuError as error:
        raise SeedRefused(f"{where}: {error.sentence} [{error.code}]") from error
    except (SeedRefused, governing.NotInFile) as error:
        raise SeedRefused(f"{where}: {error}") from error


def _sentence(item: dict[str, Any], path: Path) -> str:
    where = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in item["loc"]) or "(toàn bộ)"
    if item["type"] == "missing":
        return f"Tệp {path}: thiếu «{where}»."
    if item["type"] == "extra_forbidden":
        return f"Tệp {path}: không có mục nào tên «{where}»; hãy xóa hoặc sửa lại cho đúng tên."
    if item["type"] == "enum":
        return f"Tệp {path}: «{where}» phải là một trong {item['ctx']['expected'].replace(' or ', ' hoặc ')}."
    return f"Tệp {path}: «{where}» không hợp lệ ({item['msg']})."

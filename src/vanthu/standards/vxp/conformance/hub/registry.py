"""VXP 7.4 and 7.6: the registry in its three forms, and agencies that a system registers and withdraws."""

import json
import secrets
from typing import Any

from vanthu.standards.vxp.conformance.hub.probes import NotApplicable, demand, probe, rows, succeeded
from vanthu.standards.vxp.conformance.hub.session import Session
from vanthu.standards.vxp.conformance.hub.story import parties
from vanthu.standards.vxp.conformance.model import Level, Paragraph


@probe(
    "hub.registry.agencies",
    Paragraph.REGISTRY,
    "getAgenciesList trả các cơ quan với id, code, name là chuỗi, trong đó có cơ quan nhận.",
)
def agencies(hub: Session) -> str:
    """What recipients are picked from."""
    found = rows(hub.call("getAgenciesList"))
    _strings(found, "id", "code", "name")
    _contains(hub, found)
    return f"{len(found)} cơ quan"


@probe(
    "hub.registry.qd20",
    Paragraph.REGISTRY,
    "getAgenciesListQD20 (có và không có level) trả các cơ quan với id, code, name là chuỗi.",
)
def qd20(hub: Session) -> str:
    """By the codes of QĐ 20/2020."""
    top = rows(hub.call("getAgenciesListQD20", {"level": "1"}))
    found = rows(hub.call("getAgenciesListQD20"))
    _strings([*top, *found], "id", "code", "name")
    return f"{len(found)} cơ quan, {len(top)} ở cấp 1"


@probe(
    "hub.registry.units",
    Paragraph.REGISTRY,
    "getSynchronizeUnit trả code, name là chuỗi, version là số nguyên, deleted và isAgency là đúng/sai.",
)
def units(hub: Session) -> str:
    """What clients keep a copy of."""
    found = rows(hub.call("getSynchronizeUnit"))
    _strings(found, "id", "code", "name")
    for name, kind in (("version", int), ("deleted", bool), ("isAgency", bool)):
        wrong = [row for row in found if type(row.get(name)) is not kind]
        demand(not wrong, f"{name} của {wrong[0].get('code') if wrong else ''}: {(wrong or [{}])[0].get(name)!r}")
    _contains(hub, found)
    return f"{len(found)} dòng"


@probe(
    "hub.registry.register",
    Paragraph.REGISTRY,
    "registerAgency đăng ký cơ quan mới dưới cơ quan của mình; getSynchronizeUnit có cơ quan đó.",
)
def register(hub: Session) -> str:
    """Only with --allow-registry-changes."""
    code = _registered(hub)
    row = _unit(hub, code)
    demand(row and row.get("deleted") is False, f"getSynchronizeUnit: {row}")
    return f"đã đăng ký {code}"


@probe(
    "hub.registry.version",
    Paragraph.REGISTRY,
    "Đăng ký lại với tên khác làm đổi tên và tăng version.",
    Level.SHOULD,
)
def version(hub: Session) -> str:
    """Clients fetch what changed by its version."""
    code = _registered(hub)
    before = _unit(hub, code)
    succeeded(_register(hub, code, "Đơn vị kiểm tra kết nối (đổi tên)"))
    after = _unit(hub, code)
    demand(after.get("name") == "Đơn vị kiểm tra kết nối (đổi tên)", f"tên: {after.get('name')}")
    grew = int(after.get("version") or 0) > int(before.get("version") or 0)
    demand(grew, f"version {before.get('version')} → {after.get('version')}")
    return f"version {before.get('version')} → {after.get('version')}"


@probe(
    "hub.registry.delete",
    Paragraph.REGISTRY,
    "deleteAgency (AgencyCode) rút cơ quan: getSynchronizeUnit còn dòng đó với deleted là true.",
)
def delete(hub: Session) -> str:
    """Old documents still name it."""
    code = _registered(hub)
    succeeded(hub.call("deleteAgency", {"AgencyCode": code}))
    row = _unit(hub, code)
    demand(row.get("deleted") is True, f"getSynchronizeUnit: {row or 'không có dòng'}")
    return f"{code}: deleted"


def _registered(hub: Session) -> str:
    """Return the code of the agency this run registered. Raises NotApplicable where that is not allowed."""
    if not hub.target.allow_registry_changes:
        raise NotApplicable("làm thay đổi danh mục; chỉ chạy khi có --allow-registry-changes")
    code = hub.memory.setdefault("registered", f"{parties(hub).sender}.K{secrets.randbelow(10**6):06d}")
    if "registration" not in hub.memory:
        hub.memory["registration"] = _register(hub, str(code), "Đơn vị kiểm tra kết nối")
        succeeded(hub.memory["registration"])  # type: ignore[arg-type]
    return str(code)


def _register(hub: Session, code: str, name: str) -> Any:
    registration = {"id": "", "pcode": parties(hub).sender, "code": code, "name": name}
    registration |= {"mail": "kiem-tra@example.gov.vn", "mobile": "", "fax": ""}
    return hub.call("registerAgency", body=json.dumps(registration, ensure_ascii=False).encode())


def _unit(hub: Session, code: str) -> dict[str, Any]:
    return next((row for row in rows(hub.call("getSynchronizeUnit")) if row.get("code") == code), {})


def _strings(found: list[dict[str, Any]], *names: str) -> None:
    for row in found:
        wrong = [name for name in names if not isinstance(row.get(name), str)]
        demand(not wrong, f"{row.get('code')}: thiếu hoặc không phải chuỗi: {', '.join(wrong)}")


def _contains(hub: Session, found: list[dict[str, Any]]) -> None:
    recipient = hub.target.recipient
    if recipient:
        known = {str(row.get(name)) for row in found for name in ("code", "oldCode", "code102")}
        demand(recipient in known, f"không có cơ quan {recipient}")


PROBES = (agencies, qd20, units, register, version, delete)

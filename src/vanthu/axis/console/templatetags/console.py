"""Moments, sizes and names as those who run the axis say them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from vanthu.runtime.clock import VIETNAM

register = template.Library()

FACTS = {
    "package.accepted": "Trục tiếp nhận",
    "package.recipients_added": "Thêm nơi nhận",
    "package.refused": "Trục từ chối",
    "package.forwarded": "Chuyển lên trục cấp trên",
    "package.pulled": "Lấy từ trục cấp trên",
    "delivery.fetched": "Nơi nhận lấy gói tin",
    "delivery.status": "Trạng thái giao nhận",
    "delivery.warned": "Cảnh báo chờ lâu",
    "agency.added": "Thêm cơ quan",
    "agency.changed": "Sửa cơ quan",
    "agency.alias_added": "Thêm mã khác",
    "forwarding.retry": "Gửi lại lên trục cấp trên",
    "forwarding.dismiss": "Bỏ gói tin bị trục cấp trên từ chối",
    "pulled.retry": "Xử lý lại gói tin lấy từ trục cấp trên",
    "pulled.dismiss": "Bỏ gói tin lấy từ trục cấp trên",
    "agency.lock": "Tạm khóa cơ quan",
    "agency.unlock": "Mở khóa cơ quan",
    "agency.close": "Đóng cơ quan",
    "agency.open": "Cơ quan bắt đầu hiệu lực",
    "system.added": "Thêm hệ thống",
    "system.changed": "Sửa hệ thống",
    "system.rotated": "Đổi mã bí mật",
    "registry.mirrored": "Đồng bộ danh mục",
    "operator.added": "Thêm tài khoản quản trị",
    "operator.changed": "Sửa tài khoản quản trị",
    "operator.password_changed": "Đổi mật khẩu quản trị",
    "operator.entered": "Đăng nhập",
    "proposal.made": "Lập đề nghị",
    "proposal.confirmed": "Xác nhận đề nghị",
    "proposal.rejected": "Từ chối đề nghị",
    "proposal.withdrawn": "Rút đề nghị",
    "proposal.lapsed": "Đề nghị hết hiệu lực",
}
EVENTS = {
    "initial": "Đặt vào hộp chờ lấy",
    "fetched": "Lấy gói tin",
    "processing": "Đang xử lý",
    "done": "Đã nhận xong",
    "fail": "Báo thất bại",
    "warned": "Cảnh báo chờ lâu",
    "expired": "Dừng giao",
}
KINDS = {"edoc": "Văn bản", "status": "Trạng thái"}
BUSINESS = {0: "", 1: "Thu hồi", 2: "Cập nhật", 3: "Thay thế"}
URGENCIES = {1: "KHẨN", 2: "THƯỢNG KHẨN", 3: "HỎA TỐC", 4: "HỎA TỐC HẸN GIỜ"}
WHO = {"system": "hệ thống", "operator": "quản trị", "cli": "dòng lệnh", "job": "tự động"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite."""
    address = static("vendor/tabler-icons/icons.svg")
    drawing = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    return format_html(drawing, address, name)


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Write a moment in full: an operator compares seconds."""
    if value is None:
        return ""
    local = value.astimezone(VIETNAM)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), f"{local:%d/%m/%Y %H:%M:%S}")


@register.simple_tag(takes_context=True)
def since(context: dict[str, Any], value: datetime | None) -> SafeString | str:
    """Say how long ago something was, the exact moment on hover."""
    if value is None:
        return ""
    seconds = max(0, int((context["now"] - value).total_seconds()))
    for size, name in ((86400, "ngày"), (3600, "giờ"), (60, "phút")):
        if seconds >= size:
            words = f"{seconds // size} {name} trước"
            break
    else:
        words = "vừa xong"
    local = value.astimezone(VIETNAM)
    text = '<time datetime="{}" title="{}">{}</time>'
    return format_html(text, local.isoformat(), f"{local:%d/%m/%Y %H:%M:%S}", words)


@register.filter
def size(value: int) -> str:
    """Write a number of bytes."""
    if value < 1 << 20:
        return f"{max(1, round(value / 1024))} KB"
    return f"{value / (1 << 20):.1f} MB".replace(".", ",")


@register.filter
def number(value: float | None) -> str:
    """Write 12345 as 12.345, and 1234.5 as 1.234,5; nothing as a dash."""
    if value is None:
        return "–"
    text = f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"
    return text.translate(str.maketrans(",.", ".,"))


@register.filter
def fact(kind: str) -> str:
    """Say what a fact is."""
    return FACTS.get(kind, kind)


@register.filter
def event(kind: str) -> str:
    """Say what happened to a delivery."""
    return EVENTS.get(kind, kind)


@register.filter
def kind(message_type: str) -> str:
    """Say whether a package is a document or a status."""
    return KINDS.get(message_type, message_type)


@register.filter
def business(value: int) -> str:
    """Say what a package wants: nothing for a new document."""
    return BUSINESS.get(value, str(value))


@register.filter
def urgency(level: int) -> str:
    """Say how urgent a package is."""
    return URGENCIES.get(level, "")


@register.filter
def who(by: str) -> str:
    """Say who did something: "hệ thống TINH"."""
    kind_, _, name = by.partition(":")
    return f"{WHO[kind_]} {name}" if kind_ in WHO and name else {"axis": "trục"}.get(by, by)


@register.filter
def told(data: dict[str, Any]) -> str:
    """Say the members of a fact in one line."""
    return "; ".join(f"{name}: {value}" for name, value in data.items() if value not in ("", [], {}, None))


@register.filter
def get(values: dict[Any, Any], key: Any) -> Any:
    """Look a key up."""
    return values.get(key, "")


@register.filter
def height(value: int, most: int) -> int:
    """Return how tall a bar of forty steps is."""
    return 0 if not most else max(1 if value else 0, round(40 * value / most))


@register.filter
def above(bar: int) -> int:
    """Return where a bar begins that stands on the line of the chart."""
    return 43 - bar

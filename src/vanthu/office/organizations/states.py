"""The fixed words of organisations."""

from django.db.models import TextChoices


class AgencyLevel(TextChoices):
    """The level of an agency, for routing by hand and for statistics (two-tier local government since 1/7/2025)."""

    MINISTRY = "ministry", "Bộ, ngành"
    PROVINCE = "province", "Tỉnh, thành phố"
    DEPARTMENT = "department", "Sở, ban, ngành cấp tỉnh"
    DISTRICT = "district", "Huyện (đến 30/6/2025)"
    COMMUNE = "commune", "Xã, phường, đặc khu"


class PositionLevel(TextChoices):
    """How high a position stands; the prefix above a signature follows from it (ND30-A13)."""

    HEAD = "head", "Người đứng đầu cơ quan"
    DEPUTY = "deputy", "Cấp phó của người đứng đầu cơ quan"
    UNIT_HEAD = "unit_head", "Người đứng đầu đơn vị"
    UNIT_DEPUTY = "unit_deputy", "Cấp phó của người đứng đầu đơn vị"
    OTHER = "other", "Chức vụ khác"


class DayKind(TextChoices):
    """What an agency does on a day that its calendar names."""

    OFF = "off", "Nghỉ"
    WORKED = "worked", "Làm việc (làm bù)"
    MORNING = "morning", "Chỉ làm buổi sáng"
    AFTERNOON = "afternoon", "Chỉ làm buổi chiều"


UNIT_LEVELS = frozenset({PositionLevel.UNIT_HEAD, PositionLevel.UNIT_DEPUTY})
"""Levels that only make sense within a unit."""

EVERY_FIELD = "*"
"""Among the fields of a deputy: all of them."""

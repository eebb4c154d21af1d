"""The fixed words of organisations."""

from django.db.models import TextChoices


class AgencyLevel(TextChoices):
    """The level of an agency, for routing by hand and for statistics (two-tier local government since 1/7/2025)."""

    MINISTRY = "ministry", "Bộ, ngành"
    PROVINCE = "province", "Tỉnh, thành phố"
    DEPARTMENT = "department", "Sở, ban, ngành cấp tỉnh"
    DISTRICT = "district", "Huyện (đến 30/6/2025)"
    COMMUNE = "commune", "Xã, phường, đặc khu"

"""The duties a person may hold."""

from django.db.models import TextChoices


class Duty(TextChoices):
    """What a person is in charge of; one person may hold several (ND30-A6)."""

    CLERK = "clerk", "Văn thư"
    SPECIALIST = "specialist", "Chuyên viên"
    UNIT_HEAD = "unit_head", "Trưởng đơn vị"
    LEADER = "leader", "Lãnh đạo"
    ADMINISTRATOR = "administrator", "Quản trị"

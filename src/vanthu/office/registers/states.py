"""The fixed words of registers."""

from django.db.models import TextChoices


class RegisterKind(TextChoices):
    """Which register (sổ) it is."""

    OUTGOING = "outgoing", "Sổ đăng ký văn bản đi"
    INCOMING = "incoming", "Sổ đăng ký văn bản đến"

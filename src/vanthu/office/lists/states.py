"""Which lists there are."""

from django.db.models import TextChoices


class ListName(TextChoices):
    """A list whose filters and columns people keep."""

    OUTGOING = "outgoing", "Văn bản đi"
    INCOMING = "incoming", "Văn bản đến"

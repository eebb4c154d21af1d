"""The ways a document can go to a recipient, and whom a rule about them is for."""

from django.db.models import TextChoices


class Way(TextChoices):
    """How an issued document reaches one recipient (QD28-A5.2, A7; ND30-A18)."""

    AXIS = "axis", "Điện tử qua trục"
    BOTH = "both", "Điện tử kèm bản giấy"
    PAPER = "paper", "Bản giấy"


BY_AXIS = frozenset({Way.AXIS, Way.BOTH})
"""The ways for which a transmission leaves through the axis."""

ON_PAPER = frozenset({Way.BOTH, Way.PAPER})
"""The ways for which a bản chính giấy is printed (ND30-A18.5)."""


class Group(TextChoices):
    """Whom a rule is for when it names nobody."""

    ANY = "any", "Mọi nơi nhận"
    ON_AXIS = "on_axis", "Nơi nhận ở trên trục liên thông"
    OFF_AXIS = "off_axis", "Nơi nhận không ở trên trục liên thông"

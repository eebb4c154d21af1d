"""A hub that judges its client: it gives out prepared packages, and misbehaves as real hubs do at times."""

from vanthu.standards.vxp.conformance.client.exam import CHECKS, Exam
from vanthu.standards.vxp.conformance.client.player import Player

__all__ = ["CHECKS", "Exam", "Player"]

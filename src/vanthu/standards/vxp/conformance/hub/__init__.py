"""Checks against any hub that speaks VXP, played by one or two systems that it knows."""

from vanthu.standards.vxp.conformance.hub.catalogue import CHECKS, EXTENSIONS, PROBES, WITH_EXTENSIONS, examine
from vanthu.standards.vxp.conformance.hub.session import Target

__all__ = ["CHECKS", "EXTENSIONS", "PROBES", "WITH_EXTENSIONS", "Target", "examine"]

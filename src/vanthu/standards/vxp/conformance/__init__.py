"""Whether other software speaks VXP: checks against any hub (`hub`), and a hub that judges any client (`client`).

from vanthu.standards.vxp.conformance import hub
report = hub.examine(hub.Target("https://truc.example.gov.vn/vxp", "H37.QLVB", secret, sender="H37.02"))

For vendors who want to know before they join. Nothing here knows our own hub or office: only what the protocol says.
"""

from vanthu.standards.vxp.conformance.model import Check, Level, Outcome, Paragraph, Report, Verdict

__all__ = ["Check", "Level", "Outcome", "Paragraph", "Report", "Verdict"]

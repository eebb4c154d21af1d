"""E-mails as evidence: read whatever comes (RFC 5322, MIME), and say whether it surely comes from a state agency.

Reading never raises for what a sender wrote; what is wrong is named. Plain Python: DNS is asked through a function.
"""

from vanthu.standards.mail.model import File, Kind, Letter, Noticed
from vanthu.standards.mail.origin import Origin, judge
from vanthu.standards.mail.reading import fingerprint, read

__all__ = ["File", "Kind", "Letter", "Noticed", "Origin", "fingerprint", "judge", "read"]

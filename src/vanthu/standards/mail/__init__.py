"""E-mails: read whatever comes (RFC 5322, MIME), say whether it surely comes from a state agency, write our own.

Reading never raises for what a sender wrote; what is wrong is named. Plain Python: DNS is asked through a function.
"""

from vanthu.standards.mail.model import File, Kind, Letter, Noticed
from vanthu.standards.mail.origin import Origin, judge
from vanthu.standards.mail.reading import fingerprint, read
from vanthu.standards.mail.writing import write

__all__ = ["File", "Kind", "Letter", "Noticed", "Origin", "fingerprint", "judge", "read", "write"]

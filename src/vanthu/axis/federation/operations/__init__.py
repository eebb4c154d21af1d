"""The verbs of federation."""

from vanthu.axis.federation.operations.following import follow_due
from vanthu.axis.federation.operations.forwarding import dismiss, forward_due, retry
from vanthu.axis.federation.operations.pulling import pull_due
from vanthu.axis.federation.operations.synchronising import mirror, push, synchronise_due

__all__ = ["dismiss", "follow_due", "forward_due", "mirror", "pull_due", "push", "retry", "synchronise_due"]

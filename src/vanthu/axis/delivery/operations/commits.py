"""The one queue of commits of this process: whoever writes deliveries on behalf of a caller shares a commit there."""

from vanthu.axis.evidence.operations import one_step
from vanthu.axis.kernel.group import GroupCommit

commits = GroupCommit(around=one_step)

"""The one queue of commits of this process: whoever writes deliveries on behalf of a caller shares a commit there."""

from vanthu.axis.kernel.group import GroupCommit

commits = GroupCommit()

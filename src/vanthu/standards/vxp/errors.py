"""What can go wrong between a client and a hub."""

from vanthu.standards.vxp.codes import TEMPORARY, ErrorCode


class VxpError(Exception):
    """Base of this package's exceptions; `code` names the failure, `sentence` tells it in Vietnamese."""

    code = "vxp.error"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class VxpRefused(VxpError):
    """The hub answered, and the answer was a failure.

    `error_code` and `error_desc` are the hub's own; `temporary` tells whether the same call may succeed later.
    """

    code = "vxp.refused"

    def __init__(self, error_code: str, error_desc: str) -> None:
        super().__init__(f"Trục liên thông từ chối (mã {error_code}): {error_desc or 'không nêu lý do'}")
        self.error_code = error_code
        self.error_desc = error_desc

    @property
    def temporary(self) -> bool:
        """Return True where trying again later makes sense."""
        return self.error_code in TEMPORARY


class VxpUnreachable(VxpError):
    """No usable answer came: the hub is down, too slow, or something else answers at its address. Try again later."""

    code = "vxp.unreachable"


class HeadersRefused(VxpError):
    """The signed headers of a request do not prove who sent it."""

    code = "vxp.headers_refused"


class ParameterRefused(VxpError):
    """A parameter of an operation is missing or cannot be read; `name` is its wire name."""

    code = "vxp.parameter_refused"

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


class HeaderNotAscii(VxpError):
    """A header value holds letters outside ASCII, which do not survive the way to a hub (VXP keeps them ASCII)."""

    code = "vxp.header_not_ascii"


def refused(code: str, description: str) -> VxpRefused:
    """Return the failure a reply stands for; an answer without a code counts as a system error."""
    return VxpRefused(code or ErrorCode.SYSTEM_ERROR, description)

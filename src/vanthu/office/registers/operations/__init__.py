"""Every verb of the registers."""

from vanthu.office.registers.operations.errors import (
    CopyLent,
    NotKept,
    NumberBackdated,
    NumberCancelled,
    NumberExpired,
    NumberInUse,
    NumberOfOtherSeries,
    NumberOutOfPlace,
    NumberTwice,
    PaperSecret,
    RegisterFieldWrong,
    RegisterReasonMissing,
    SeriesClash,
    SeriesInMidYear,
)
from vanthu.office.registers.operations.loans import give_back, lend, sign_loan
from vanthu.office.registers.operations.numbering import take_number
from vanthu.office.registers.operations.paper import PaperFields, enter_paper
from vanthu.office.registers.operations.post import post, sign_post, strike_post
from vanthu.office.registers.operations.reserving import (
    cancel_number,
    cancel_number_of,
    extend,
    reserve,
    use_reserved,
)
from vanthu.office.registers.operations.series import SeriesFields, end_series, open_series

__all__ = [
    "CopyLent",
    "NotKept",
    "NumberBackdated",
    "NumberCancelled",
    "NumberExpired",
    "NumberInUse",
    "NumberOfOtherSeries",
    "NumberOutOfPlace",
    "NumberTwice",
    "PaperFields",
    "PaperSecret",
    "RegisterFieldWrong",
    "RegisterReasonMissing",
    "SeriesClash",
    "SeriesFields",
    "SeriesInMidYear",
    "cancel_number",
    "cancel_number_of",
    "end_series",
    "enter_paper",
    "extend",
    "give_back",
    "lend",
    "open_series",
    "post",
    "reserve",
    "sign_loan",
    "sign_post",
    "strike_post",
    "take_number",
    "use_reserved",
]

"""The fixed words of the kinds that have them: mẫu 1.6–1.10 of ND30 Phụ lục III, and contracts and agreements."""

from dataclasses import dataclass, field

from vanthu.standards.letter.blocks import Block, List, Paragraph, Run, runs
from vanthu.standards.letter.model import (
    Agreement,
    Introduction,
    Invitation,
    Leave,
    Letter,
    Minutes,
)

CONFIRMATION = "Xác nhận của cơ quan (tổ chức) hoặc chính quyền địa phương nơi nghỉ phép"


@dataclass(frozen=True, slots=True)
class Form:
    """The fixed words before and after what the drafter wrote."""

    before: tuple[Block, ...] = field(default=())
    after: tuple[Block, ...] = field(default=())


def form_of(letter: Letter) -> Form:
    """The words that come with the kind of document; none for most."""
    match letter.particulars:
        case Invitation() as invitation:
            return Form(before=_invitation(letter.agency_name, invitation))
        case Introduction() as introduction:
            return Form(before=_introduction(letter.agency_name, introduction))
        case Minutes() as minutes:
            return Form(before=_opening(minutes), after=(_closing(minutes),))
        case Leave() as leave:
            return Form(before=_leave(letter.agency_name, leave))
        case Agreement() as agreement:
            return Form(before=_parties(agreement))
        case _:
            return Form()


def _line(*words: str) -> Paragraph:
    return Paragraph(runs(" ".join(words)))


def _invitation(agency: str, given: Invitation) -> tuple[Block, ...]:
    lead = f"{agency} trân trọng kính mời:"
    invited: tuple[Block, ...] = (_line(lead, *given.invited),)
    if len(given.invited) > 1:
        last = len(given.invited) - 1
        listed = (name + (";" if place < last else ".") for place, name in enumerate(given.invited))
        invited = (_line(lead), List(tuple(map(runs, listed))))
    return (
        *invited,
        _line("Tới dự", _stopped(given.occasion)),
        _line("Chủ trì:", _stopped(given.chair)),
        _line("Thời gian:", _stopped(given.time)),
        _line("Địa điểm:", _stopped(given.venue)),
    )


def _introduction(agency: str, given: Introduction) -> tuple[Block, ...]:
    return (
        Paragraph(runs(f"{agency} trân trọng giới thiệu:")),
        _line("Ông (bà):", _stopped(given.person)),
        _line("Chức vụ:", _stopped(given.position)),
        _line("Được cử đến:", _stopped(given.sent_to)),
        _line("Về việc:", _stopped(given.purpose)),
        _line("Đề nghị Quý cơ quan tạo điều kiện để ông (bà) có tên ở trên hoàn thành nhiệm vụ."),
        _line("Giấy này có giá trị đến hết ngày", given.valid_until),
    )


def _opening(given: Minutes) -> tuple[Block, ...]:
    last = len(given.present) - 1
    present = (name + (";" if place < last else ".") for place, name in enumerate(given.present))
    return (
        _line("Thời gian bắt đầu:", _stopped(given.opened)),
        _line("Địa điểm:", _stopped(given.venue)),
        _line("Thành phần tham dự:"),
        List(tuple(map(runs, present))),
        _line("Chủ trì (chủ tọa):", _stopped(given.chair)),
        _line("Thư ký (người ghi biên bản):", _stopped(given.secretary)),
        _line("Nội dung:"),
    )


def _closing(given: Minutes) -> Paragraph:
    return _line(f"{given.gathering} kết thúc vào", given.closed)


def _leave(agency: str, given: Leave) -> tuple[Block, ...]:
    return (
        _line(f"Xét Đơn đề nghị nghỉ phép ngày {given.applied_on} của ông (bà) {given.person},"),
        _line(f"{agency} cấp cho:"),
        _line("Ông (bà):", _stopped(given.person)),
        _line("Chức vụ:", _stopped(given.position)),
        _line(
            f"Được nghỉ phép trong thời gian {given.duration} kể từ ngày {given.first_day} đến hết ngày "
            f"{given.last_day} tại {_stopped(given.place)}"
        ),
        _line("Số ngày nghỉ phép nêu trên được tính vào thời gian", given.counted_as),
    )


def _parties(given: Agreement) -> tuple[Block, ...]:
    blocks: list[Block] = [_line(given.preamble)]
    for party in given.parties:
        name = Run(f"{party.label.upper()}: {party.name.upper()}", bold=True)
        blocks += [Paragraph((name,)), *(_line(_stopped(detail)) for detail in party.details)]
    return tuple(blocks)


def _stopped(words: str) -> str:
    return words.rstrip(" .;,") + "."

"""Every code a finding or a refusal may carry: how bad, its sentence, and what to do.

The page docs/reference/edxml.md explains the same codes; a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vanthu.standards.edxml.findings import EdxmlRefused, Finding, Severity
from vanthu.standards.edxml.labels import LABELS
from vanthu.standards.edxml.profiles.qcvn_102_2016.fields import DOCUMENT, STATUS

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741


@dataclass(frozen=True)
class Entry:
    """`sentence` is a format string; several severities: the finding says which."""

    code: str
    severities: tuple[Severity, ...]
    sentence: str
    advice: str
    refuses: bool = False


def _refusals(rows: Iterable[tuple[str, str, str]]) -> list[Entry]:
    return [Entry(code, (E,), sentence, advice, refuses=True) for code, sentence, advice in rows]


_ASK = "Báo bên gửi xuất và gửi lại gói tin."
_LIMIT = "Không mở tệp bằng cách khác; báo quản trị hệ thống và hỏi lại bên gửi."

REFUSALS = _refusals(
    [
        ("T.Package.Empty", "Tệp rỗng, không có gói tin edXML.", _ASK),
        ("T.Package.NotXml", "Tệp này không phải gói tin edXML: không tìm thấy phần tử edXML ở đầu tệp.", _ASK),
        ("T.Package.NotEdxml", "Tệp XML này không phải gói tin edXML: phần tử gốc là “{name}”.", _ASK),
        ("T.Package.Malformed", "Gói tin sai cú pháp XML tại dòng {line}, cột {column}: {reason}.", _ASK),
        ("T.Package.Truncated", "Gói tin bị cắt cụt: kết thúc ở dòng {line} khi các thẻ còn mở.", "Tải lại gói tin."),
        (
            "T.Package.Doctype",
            "Gói tin có khai báo DTD hoặc thực thể (entity); loại tệp này bị từ chối vì không an toàn.",
            _LIMIT,
        ),
        ("N.Package.MessageHeader", "Gói tin không có phần MessageHeader nên không biết ai gửi, gửi gì.", _ASK),
        ("R.Package.Size", "Gói tin lớn hơn {most} byte cho phép.", _LIMIT),
        ("R.Package.Depth", "Gói tin lồng thẻ quá {most} cấp.", _LIMIT),
        ("R.Package.Elements", "Gói tin có quá {most} phần tử.", _LIMIT),
        ("R.Package.Attributes", "Một phần tử có quá {most} thuộc tính.", _LIMIT),
        ("R.Package.Token", "Một thẻ hoặc chú thích dài quá {most} byte.", _LIMIT),
        ("R.Package.Text", "Phần thông tin của gói tin dài quá {most} ký tự.", _LIMIT),
        ("R.Package.Attachments", "Gói tin có quá {most} tệp đính kèm.", _LIMIT),
        ("R.Package.AttachmentSize", "Một tệp đính kèm lớn hơn {most} byte cho phép.", _LIMIT),
        ("R.Package.Signature", "Phần Signature lớn hơn {most} byte cho phép.", _LIMIT),
    ]
)

_NOTHING = "Không cần làm gì."
_CHECK = "Mở tệp để kiểm tra; nếu không dùng được, trả lại văn bản và nêu lý do."
_FILE = "AttachmentEncoded.Attachment"

SPECIAL = [
    Entry("M.Package.Bom", (I,), "Tệp bắt đầu bằng dấu BOM; đã bỏ qua.", _NOTHING),
    Entry(
        "M.Package.LeadingBytes",
        (W,),
        "Có {count} byte lạ trước phần đầu của gói tin; đã bỏ qua.",
        "Báo bên gửi sửa phần mềm.",
    ),
    Entry(
        "M.Package.Prefix",
        (W,),
        "Tiền tố “{prefix}” không được khai báo; vẫn đọc theo tên phần tử.",
        "Báo bên gửi sửa phần mềm; hệ thống khác có thể từ chối gói tin này.",
    ),
    Entry(
        "M.Package.Namespace",
        (W,),
        "Không gian tên “{name}” không phải của QCVN 102:2016.",
        "Kiểm tra bên gửi dùng đúng phiên bản quy chuẩn.",
    ),
    Entry("M.Element.Unknown", (I,), "Phần tử “{name}” không có trong quy chuẩn; đã bỏ qua.", _NOTHING),
    Entry(
        "M.Element.Repeated",
        (W,),
        "Phần tử “{name}” xuất hiện nhiều lần; chỉ lấy lần đầu.",
        "Đối chiếu với tệp văn bản đính kèm.",
    ),
    Entry("M.Element.Empty", (I,), "Phần tử “{name}” rỗng; đã bỏ qua.", _NOTHING),
    Entry("R.Package.Findings", (W,), "Còn nhiều điểm khác không liệt kê hết.", "Xem lại gói tin với bên gửi."),
    Entry(
        f"T.{_FILE}.ContentTransferEncoded",
        (E, W),
        "Nội dung tệp “{name}” không đúng mã Base64{detail}.",
        "Báo bên gửi gửi lại; nội dung nhận được giữ nguyên để tra cứu.",
    ),
    Entry(
        f"M.{_FILE}.AttachmentName",
        (W,),
        "Tên tệp đính kèm có phần không an toàn; đổi thành “{name}”.",
        _NOTHING,
    ),
    Entry(
        f"M.{_FILE}.ContentType",
        (I,),
        "Tệp “{name}”: kiểu nội dung ở danh mục ({manifest}) khác ở tệp ({attachment}).",
        _NOTHING,
    ),
    Entry(f"M.{_FILE}.Unzipped", (I,), "Tệp “{name}” được gửi trong ZIP (mục “{entry}”); đã lấy ra.", _NOTHING),
    Entry(
        f"R.{_FILE}.Zip",
        (W,),
        "Tệp “{name}” là ZIP hỏng, có mật khẩu hoặc phình quá mức cho phép; giữ nguyên ZIP.",
        _CHECK,
    ),
    Entry(f"M.{_FILE}.Format", (W,), "Tệp “{name}” có đuôi .pdf nhưng nội dung không phải PDF.", _CHECK),
    Entry(
        f"M.{_FILE}.ContentId",
        (W,),
        "Mã tệp đính kèm “{content_id}” dùng cho nhiều tệp.",
        "Báo bên gửi sửa phần mềm.",
    ),
    Entry(
        "M.Body.Manifest",
        (E, W),
        "Danh mục ghi {references} tệp, gói tin có {attachments} tệp, hoặc mã tệp không khớp.",
        "Kiểm tra đủ tệp đính kèm; thiếu thì yêu cầu gửi lại.",
    ),
    Entry(
        "M.MessageHeader.To.OrganId",
        (E,),
        "Bên nhận “{organ_id}” xuất hiện nhiều lần.",
        "Bỏ bớt bên nhận trùng rồi gửi lại.",
    ),
    Entry(
        "R.MessageHeader.PromulgationInfo.PromulgationDate",
        (E,),
        "Ngày ban hành {day} ở sau ngày hôm nay.",
        "Sửa ngày ban hành, hoặc chỉnh đồng hồ của máy.",
    ),
    Entry(
        "M.MessageHeader.DueDate",
        (W,),
        "Hạn xử lý {due} ở trước ngày ban hành {day}.",
        "Hỏi lại bên gửi về hạn xử lý.",
    ),
    Entry("R.MessageHeader.OtherInfo.Priority", (E,), "Mức độ khẩn {value} không thuộc 0 đến 4.", _ASK),
    Entry(
        "R.MessageHeader.DocumentType.Type",
        (W,),
        "Nhóm loại văn bản {value} không phải 1 (quy phạm pháp luật) hay 2 (hành chính); lấy theo tên loại.",
        _NOTHING,
    ),
    Entry("R.MessageHeader.SteeringType", (W,), "Loại chỉ đạo {value} không thuộc 0 đến 3.", _NOTHING),
    Entry("R.MessageHeader.StatusCode", (W,), "Mã trạng thái “{value}” không có trong bảng mã.", _ASK),
    Entry("R.TraceHeaderList.Bussiness.BussinessDocType", (E,), "Loại nghiệp vụ “{value}” không thuộc 0 đến 3.", _ASK),
    Entry(
        "R.MessageHeader.ToPlaces",
        (W,),
        "Nơi nhận dài {length} ký tự, quá {most} ký tự.",
        "Rút gọn nơi nhận khi gửi.",
    ),
]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _missing(path: str, severities: tuple[Severity, ...]) -> Entry:
    return Entry(f"N.{path}", severities, f"Thiếu {LABELS[path]}.", "Bổ sung rồi gửi lại.")


def _too_long(path: str) -> Entry:
    sentence = f"{_capital(LABELS[path])} dài {{length}} ký tự, quá {{most}} ký tự."
    return Entry(f"R.{path}", (W, E), sentence, "Rút gọn khi gửi; từ bốn lần mức này thì bị từ chối.")


def _unread(path: str) -> Entry:
    sentence = f"{_capital(LABELS[path])} không đọc được: “{{raw}}”; giữ nguyên văn."
    severities = (W, E) if path in MUST_BE_READABLE else (W,)
    return Entry(f"T.{path}", severities, sentence, "Hỏi lại bên gửi giá trị đúng.")


_TRACE = "TraceHeaderList"
TYPED = (
    "MessageHeader.PromulgationInfo.PromulgationDate",
    "MessageHeader.DocumentType.Type",
    "MessageHeader.DocumentType.TypeDetail",
    "MessageHeader.DueDate",
    "MessageHeader.OtherInfo.Priority",
    "MessageHeader.OtherInfo.PromulgationAmount",
    "MessageHeader.OtherInfo.PageAmount",
    "MessageHeader.OtherInfo.Direction",
    "MessageHeader.ResponseFor.PromulgationDate",
    "MessageHeader.SteeringType",
    "MessageHeader.Timestamp",
    f"{_TRACE}.TraceHeader.Timestamp",
    f"{_TRACE}.Paper",
    f"{_TRACE}.Bussiness.Paper",
    f"{_TRACE}.Bussiness.BussinessDocumentInfo.DocumentInfo",
    f"{_TRACE}.Bussiness.BussinessDocumentInfo.DocumentReceiver",
    f"{_TRACE}.Bussiness.BussinessDocumentInfo.ReceiverList.Receiver.ReceiverType",
)
CONDITIONAL: dict[str, tuple[Severity, ...]] = {
    "MessageHeader.To": (E,),
    "MessageHeader.Description": (W,),
    f"{_TRACE}.Bussiness.DocumentId": (E,),
    f"{_TRACE}.Bussiness.BussinessDocReason": (W,),
    f"{_TRACE}.Bussiness.ReplacementInfoList.ReplacementInfo": (E,),
    _FILE: (E, W),
    f"{_FILE}.AttachmentName": (W,),
    f"{_FILE}.ContentTransferEncoded": (W,),
}
MUST_BE_READABLE = frozenset(
    {
        "MessageHeader.PromulgationInfo.PromulgationDate",
        "MessageHeader.OtherInfo.Priority",
        f"{_TRACE}.Bussiness.BussinessDocumentInfo.ReceiverList.Receiver.ReceiverType",
    }
)
"""A reader warns when it cannot read these; a hub refuses the message."""


def _of_elements() -> list[Entry]:
    fields = (*DOCUMENT, *STATUS)
    required = {path: set(severities) for path, severities in CONDITIONAL.items()}
    for field in fields:
        if field.required:
            required.setdefault(field.path, set()).add(field.required)
    return [
        *(_missing(path, tuple(sorted(severities))) for path, severities in required.items()),
        *(_too_long(field.path) for field in fields if field.most),
        *(_unread(path) for path in TYPED),
    ]


CATALOG: dict[str, Entry] = {entry.code: entry for entry in [*_of_elements(), *SPECIAL, *REFUSALS]}


def code_path(path: str) -> str:
    """The path without list positions, as codes use it."""
    return re.sub(r"\[\d+\]", "", path) if "[" in path else path


def finding(code: str, severity: Severity | None = None, /, *, path: str = "", **values: object) -> Finding:
    """Raises KeyError for a code nobody explained."""
    entry = CATALOG[code]
    return Finding(code, severity or entry.severities[0], entry.sentence.format(**_spelled(values)), path)


def _spelled(values: dict[str, object]) -> dict[str, object]:
    """Numbers with the Vietnamese thousands point."""
    return {name: f"{value:,}".replace(",", ".") if type(value) is int else value for name, value in values.items()}


def refusal(code: str, **values: object) -> EdxmlRefused:
    return EdxmlRefused(code, CATALOG[code].sentence.format(**_spelled(values)))

"""The Vietnamese name of every element a finding can speak about, by its path without list positions."""

_ORGANIZATION = {
    "OrganId": "mã định danh {of}",
    "OrganName": "tên {of}",
    "OrganizationInCharge": "cơ quan chủ quản của {of}",
    "OrganAdd": "địa chỉ {of}",
    "Email": "thư điện tử {of}",
    "Telephone": "số điện thoại {of}",
    "Fax": "số fax {of}",
    "Website": "trang thông tin {of}",
}
_STAFF = {
    "Department": "bộ phận của người liên hệ",
    "Staff": "họ tên người liên hệ",
    "Email": "thư điện tử người liên hệ",
    "Mobile": "điện thoại người liên hệ",
}


def _under(path: str, labels: dict[str, str], of: str = "") -> dict[str, str]:
    return {f"{path}.{name}": label.format(of=of) for name, label in labels.items()}


LABELS: dict[str, str] = {
    **_under("MessageHeader.From", _ORGANIZATION, "bên gửi"),
    **_under("MessageHeader.To", _ORGANIZATION, "bên nhận"),
    "MessageHeader.To": "bên nhận",
    "MessageHeader.DocumentId": "mã định danh văn bản",
    "MessageHeader.Code.CodeNumber": "số văn bản",
    "MessageHeader.Code.CodeNotation": "ký hiệu văn bản",
    "MessageHeader.PromulgationInfo.Place": "địa danh",
    "MessageHeader.PromulgationInfo.PromulgationDate": "ngày ban hành",
    "MessageHeader.DocumentType.Type": "nhóm loại văn bản",
    "MessageHeader.DocumentType.TypeDetail": "mã loại văn bản",
    "MessageHeader.DocumentType.TypeName": "tên loại văn bản",
    "MessageHeader.Subject": "trích yếu",
    "MessageHeader.Content": "nội dung tóm tắt",
    "MessageHeader.SignerInfo.Competence": "quyền hạn người ký",
    "MessageHeader.SignerInfo.Position": "chức vụ người ký",
    "MessageHeader.SignerInfo.FullName": "họ tên người ký",
    "MessageHeader.DueDate": "hạn xử lý",
    "MessageHeader.OtherInfo.Priority": "mức độ khẩn",
    "MessageHeader.OtherInfo.SphereOfPromulgation": "phạm vi phổ biến",
    "MessageHeader.OtherInfo.TyperNotation": "ký hiệu người soạn thảo",
    "MessageHeader.OtherInfo.PromulgationAmount": "số lượng bản phát hành",
    "MessageHeader.OtherInfo.PageAmount": "số trang",
    "MessageHeader.OtherInfo.Direction": "dấu hiệu chỉ đạo",
    "MessageHeader.OtherInfo.Appendixes.Appendix": "tên phụ lục",
    "MessageHeader.ResponseFor": "văn bản được phản hồi",
    "MessageHeader.ResponseFor.OrganId": "mã định danh cơ quan của văn bản được phản hồi",
    "MessageHeader.ResponseFor.Code": "số, ký hiệu văn bản được phản hồi",
    "MessageHeader.ResponseFor.DocumentId": "mã định danh văn bản được phản hồi",
    "MessageHeader.ResponseFor.PromulgationDate": "ngày ban hành văn bản được phản hồi",
    "MessageHeader.SteeringType": "loại chỉ đạo",
    "MessageHeader.ToPlaces.Place": "nơi nhận",
    **_under("MessageHeader.StaffInfo", _STAFF),
    "MessageHeader.StatusCode": "mã trạng thái",
    "MessageHeader.Description": "nội dung phản hồi",
    "MessageHeader.Timestamp": "thời điểm phản hồi",
    "TraceHeaderList.Paper": "dấu hiệu gửi kèm bản giấy",
    "TraceHeaderList.TraceHeader": "dấu vết xử lý",
    "TraceHeaderList.TraceHeader.OrganId": "mã định danh đơn vị trong dấu vết xử lý",
    "TraceHeaderList.TraceHeader.Timestamp": "thời điểm trong dấu vết xử lý",
    "TraceHeaderList.Bussiness.DocumentId": "mã định danh văn bản bị thu hồi hoặc cập nhật",
    "TraceHeaderList.Bussiness.BussinessDocReason": "lý do nghiệp vụ",
    "TraceHeaderList.Bussiness.Paper": "dấu hiệu gửi kèm bản giấy",
    "TraceHeaderList.Bussiness.BussinessDocumentInfo.DocumentInfo": "dấu hiệu cập nhật nội dung",
    "TraceHeaderList.Bussiness.BussinessDocumentInfo.DocumentReceiver": "dấu hiệu cập nhật bên nhận",
    "TraceHeaderList.Bussiness.BussinessDocumentInfo.ReceiverList.Receiver.OrganId": (
        "mã định danh bên nhận được cập nhật"
    ),
    "TraceHeaderList.Bussiness.BussinessDocumentInfo.ReceiverList.Receiver.ReceiverType": "cách cập nhật bên nhận",
    "TraceHeaderList.Bussiness.ReplacementInfoList.ReplacementInfo": "văn bản bị thay thế",
    "TraceHeaderList.Bussiness.ReplacementInfoList.ReplacementInfo.DocumentId": "mã định danh văn bản bị thay thế",
    "TraceHeaderList.Bussiness.ReplacementInfoList.ReplacementInfo.OrganIdList.OrganId": (
        "mã định danh bên nhận được thay thế văn bản"
    ),
    **_under("TraceHeaderList.Bussiness.StaffInfo", _STAFF),
    "AttachmentEncoded.Attachment": "tệp đính kèm",
    "AttachmentEncoded.Attachment.AttachmentName": "tên tệp đính kèm",
    "AttachmentEncoded.Attachment.ContentTransferEncoded": "nội dung tệp đính kèm",
}

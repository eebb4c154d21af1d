"""Mail over SMTP, as the settings say; a connection for each message, which is rare and may be large."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

from django.conf import settings

from vanthu.office.dispatch.ports import MailNotSent

if TYPE_CHECKING:
    from vanthu.office.settings import MailSettings

UNREACHABLE = "VT-THU-KHONG-LIEN-LAC"
LOGIN = "VT-THU-DANG-NHAP"
REFUSED = "VT-THU-TU-CHOI"
CERTIFICATE = "VT-THU-CHUNG-THU"
PERMANENT = 500
"""From this reply code on a mail server means: never (RFC 5321, 4.2.1)."""


class Smtp:
    """Speaks to one mail server."""

    def __init__(self, server: MailSettings) -> None:
        self._server = server

    def send(self, message: EmailMessage, *, to: str) -> None:
        """Hand one message over; raises MailNotSent with the server's words."""
        with _told(self._server.host or ""), self._connected() as connection:
            if self._server.username:
                connection.login(self._server.username, self._server.password or "")
            connection.send_message(message, from_addr=self._server.sender, to_addrs=[to])

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server, context = self._server, ssl.create_default_context(cafile=_text(self._server.ca_file))
        place: dict[str, Any] = {"port": server.port, "timeout": server.timeout_seconds}
        host = server.host or ""
        if server.security == "tls":
            with smtplib.SMTP_SSL(host, context=context, **place) as connection:
                yield connection
            return
        with smtplib.SMTP(host, **place) as connection:
            if server.security == "starttls":
                connection.starttls(context=context)
            yield connection


def connect() -> Smtp:
    """Return the mailer of the settings; nothing is sent yet."""
    return Smtp(settings.OFFICE.mail)


@contextmanager
def _told(host: str) -> Iterator[None]:
    """Put what smtplib raises into words, and say whether trying again can help."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        sentence = f"Máy chủ thư {host} không chấp nhận tài khoản gửi. Người quản trị cần sửa cấu hình [mail]. "
        raise MailNotSent(LOGIN, sentence + _said(error.smtp_error)) from error
    except ssl.SSLCertVerificationError as error:
        sentence = (
            f"Chứng thư của máy chủ thư {host} không hợp lệ nên chưa gửi gì: {_why(error)}. Người quản trị cần kiểm "
            "tra tên máy chủ và «ca_file» ở cấu hình [mail], hoặc báo bên vận hành máy chủ thư. Hệ thống tự gửi lại."
        )
        raise MailNotSent(CERTIFICATE, sentence) from error
    except smtplib.SMTPNotSupportedError as error:
        sentence = (
            f"Máy chủ thư {host} không có kết nối mã hóa STARTTLS nên chưa gửi gì. Người quản trị cần sửa «security» ở "
            "cấu hình [mail]. Hệ thống tự gửi lại."
        )
        raise MailNotSent(UNREACHABLE, sentence) from error
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _refused(host, code, words) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(host, error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailNotSent(
            UNREACHABLE, f"Chưa gửi được qua máy chủ thư {host}: {error}. Hệ thống tự gửi lại."
        ) from error


_WHY = {9: "chưa đến ngày có hiệu lực", 10: "đã hết hạn", 18: "tự ký", 19: "không do nơi cấp tin cậy", 62: "sai tên"}
"""Codes of OpenSSL for what is wrong with a certificate (X509_V_ERR_…)."""


def _why(error: ssl.SSLCertVerificationError) -> str:
    return f"{_WHY.get(error.verify_code, 'không xác minh được')} ({error.verify_message})"


def _refused(host: str, code: int, words: bytes | str) -> MailNotSent:
    final = code >= PERMANENT
    advice = "Hãy kiểm tra địa chỉ thư hoặc gửi bản giấy." if final else "Hệ thống tự gửi lại."
    return MailNotSent(REFUSED, f"Máy chủ thư {host} không nhận thư (mã {code}). {_said(words)} {advice}", final=final)


def _said(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"Máy chủ trả lời: {' '.join(text.split())[:300]}."


def _text(path: object) -> str | None:
    return str(path) if path else None

"""The settings of the office: one typed file, and what Django needs derived from it.

The file is TOML, named by VANTHU_OFFICE_CONFIG; every value can be set by the environment too
(VANTHU_OFFICE_DATABASE, VANTHU_OFFICE_AXIS__SECRET …). docs/reference/settings-office.md explains each.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import SettingsConfigDict

from vanthu.runtime.databases import database
from vanthu.runtime.settings import ProgramSettings, load_or_exit


class AxisConnection(BaseModel):
    """How this installation reaches its axis."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    endpoint: str = Field(description="Địa chỉ trục, ví dụ https://truc.tinh.gov.vn/vxp")
    system_id: str = Field(min_length=1, description="systemid do đơn vị vận hành trục cấp")
    secret: str = Field(min_length=8, description="Khóa bí mật do đơn vị vận hành trục cấp")
    poll_seconds: float = Field(default=60, gt=0, description="Bao nhiêu giây hỏi trục một lần")
    long_poll_seconds: int = Field(
        default=25, ge=0, le=30, description="Chờ sẵn ở trục bao nhiêu giây mỗi lần hỏi; 0: không chờ"
    )
    timeout_seconds: float = Field(default=60, gt=0)
    give_up_after_hours: float = Field(default=72, gt=0, description="Sau chừng ấy giờ không gửi được thì báo văn thư")
    late_hours: tuple[float, float, float, float, float] = Field(
        default=(24, 8, 4, 1, 1),
        description="Sau chừng ấy giờ văn bản chưa tới nơi nhận thì báo văn thư, theo độ khẩn từ thường đến hẹn giờ",
    )
    receipts: bool = Field(default=True, description="Xin biên nhận có chữ ký của trục; tắt khi trục không cấp")


class TokenSettings(BaseModel):
    """A signing device that the server reaches through PKCS#11: an HSM, a token plugged into it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    module: Path = Field(description="Thư viện PKCS#11 của thiết bị, ví dụ /usr/lib/libbit4xpki.so")
    label: str | None = Field(default=None, description="Nhãn của thiết bị (token label); chỉ có một thì bỏ trống")
    pin_file: Path | None = Field(default=None, description="Tệp chứa mã PIN; bỏ trống thì người ký nhập mỗi lần")


class CscSettings(BaseModel):
    """A remote signing service that speaks the interface of the Cloud Signature Consortium."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field(min_length=1, description="Địa chỉ dịch vụ, tới hết /csc/v1 hoặc /csc/v2")
    version: Literal["1.0", "2.0"] = Field(default="1.0", description="Phiên bản giao diện CSC")
    client_id: str = Field(min_length=1, description="Mã ứng dụng (OAuth 2.0)")
    client_secret: str = Field(min_length=1, description="Khóa bí mật của ứng dụng")
    timeout_seconds: float = Field(default=20, gt=0)


class SmartCaSettings(BaseModel):
    """VNPT SmartCA: what the provider gives to a service partner."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field(default="https://gwsca.vnpt.vn/sca/sp769", description="Địa chỉ dịch vụ")
    sp_id: str = Field(min_length=1, description="Mã đối tác do VNPT cấp")
    sp_password: str = Field(min_length=1, description="Mật khẩu đối tác do VNPT cấp")
    timeout_seconds: float = Field(default=20, gt=0)


class MySignSettings(BaseModel):
    """Viettel MySign: what the provider gives to a customer's software."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field(default="https://remotesigning.viettel.vn", description="Địa chỉ dịch vụ")
    client_id: str = Field(min_length=1, description="Mã ứng dụng do Viettel cấp")
    client_secret: str = Field(min_length=1, description="Khóa bí mật của ứng dụng do Viettel cấp")
    profile_id: str = Field(min_length=1, description="Hồ sơ dịch vụ do Viettel cấp")
    timeout_seconds: float = Field(default=20, gt=0)


class SigningSettings(BaseModel):
    """Keys, trust and time stamps."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    trust_dir: Path = Field(description="Thư mục tin cậy: stores/, crls/, ocsp/, lists/")
    keys_dir: Path | None = Field(default=None, description="Thư mục khóa PKCS#12 (chỉ dùng khi thử nghiệm)")
    tokens: dict[str, TokenSettings] = Field(default={}, description="Thiết bị ký PKCS#11, mỗi thiết bị một tên")
    csc: CscSettings | None = None
    smartca: SmartCaSettings | None = None
    mysign: MySignSettings | None = None
    vgca_url: str = Field(default="wss://127.0.0.1:8987", description="VGCA Sign Service trên máy của người ký")
    tsa_urls: tuple[str, ...] = Field(
        default=(), description="Các máy chủ cấp dấu thời gian (RFC 3161), hỏi theo thứ tự"
    )
    tsa_timeout_seconds: float = Field(
        default=150, gt=0, description="Chờ mỗi máy chủ dấu thời gian tối đa chừng ấy giây (chỉ xử lý nền chờ)"
    )
    tsa_give_up_after_hours: float = Field(
        default=24, gt=0, description="Sau chừng ấy giờ không có dấu thời gian thì bỏ chữ ký, báo người ký ký lại"
    )
    archive_renew_days: int = Field(
        default=180, ge=1, description="Đóng lại dấu thời gian lưu trữ trước khi dấu cũ hết hạn chừng ấy ngày"
    )
    crl_urls: tuple[str, ...] = Field(default=(), description="Địa chỉ các danh sách thu hồi (CRL)")
    ocsp_urls: tuple[str, ...] = Field(default=(), description="Máy chủ OCSP được phép hỏi")
    trust_list_urls: tuple[str, ...] = Field(default=(), description="Danh sách CA do nơi cấp công bố (.p7b, PEM)")
    private_hosts: tuple[str, ...] = Field(
        default=(), description="Máy chủ CRL, OCSP, danh sách CA ở mạng nội bộ mà xử lý nền được hỏi"
    )
    material_refresh_seconds: float = Field(
        default=3600, gt=0, description="Bao nhiêu giây tải lại dữ liệu thu hồi và danh sách CA một lần"
    )


class MailSettings(BaseModel):
    """The mail server by which documents go to recipients by e-mail; without one nobody can be sent to that way."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str | None = Field(default=None, description="Máy chủ gửi thư (SMTP)")
    port: int = Field(default=587, gt=0, lt=65536)
    security: Literal["starttls", "tls", "none"] = Field(default="starttls", description="Mã hóa kết nối")
    username: str | None = None
    password: str | None = None
    sender: str | None = Field(default=None, description="Địa chỉ gửi, ví dụ vanthu@so.tinh.gov.vn")
    ca_file: Path | None = Field(default=None, description="Chứng thư gốc của máy chủ thư, khi không phải CA công cộng")
    timeout_seconds: float = Field(default=30, gt=0)
    give_up_after_hours: float = Field(default=24, gt=0)


class Mailbox(BaseModel):
    """A mailbox of one agency that the worker reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    agency: str = Field(min_length=1, description="Mã định danh của cơ quan")
    host: str = Field(min_length=1, description="Máy chủ thư (IMAP)")
    port: int = Field(default=993, gt=0, lt=65536)
    security: Literal["tls", "starttls", "none"] = Field(default="tls", description="Mã hóa kết nối")
    username: str = Field(min_length=1)
    password: str = Field(min_length=1)
    inbox: str = Field(default="INBOX", description="Thư mục thư mới")
    kept_in: str = Field(default="Da-nhan", description="Thư đã giữ được chuyển vào thư mục này")
    ca_file: Path | None = Field(default=None, description="Chứng thư gốc của máy chủ thư, khi không phải CA công cộng")
    timeout_seconds: float = Field(default=60, gt=0)
    trusted_servers: tuple[str, ...] = Field(
        default=(), description="Tên máy chủ ghi trong Authentication-Results mà hệ thống tin"
    )


class MailInSettings(BaseModel):
    """E-mail that comes to the agencies; without a mailbox only e-mails uploaded as files come in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mailboxes: tuple[Mailbox, ...] = ()
    poll_seconds: float = Field(default=60, gt=0, description="Bao nhiêu giây đọc hộp thư một lần")
    max_mb: int = Field(default=50, gt=0, description="Thư lớn hơn thì nằm lại hộp thư, văn thư được báo")
    dkim: bool = Field(default=True, description="Kiểm tra chữ ký DKIM; cần hỏi được DNS")


class PushSettings(BaseModel):
    """Notices as pushes to browsers; without a key nobody can turn them on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key_file: Path | None = Field(default=None, description="Khóa VAPID, tạo bằng vanthu office push-key")
    contact: str = Field(
        default="mailto:vanthu@localhost",
        pattern=r"^mailto:[^@\s]+@[^@\s]+$",
        description="Ai vận hành, để dịch vụ đẩy biết",
    )
    hosts: tuple[str, ...] = Field(
        default=(
            "fcm.googleapis.com",
            "updates.push.services.mozilla.com",
            "web.push.apple.com",
            "*.notify.windows.com",
        ),
        description="Máy chủ dịch vụ đẩy được phép gửi tới",
    )
    ca_file: Path | None = Field(default=None, description="Chứng thư gốc, khi đi qua máy chủ trung gian của cơ quan")
    timeout_seconds: float = Field(default=15, gt=0)


class OfficeSettings(ProgramSettings):
    """Everything an operator decides about one office installation."""

    model_config = SettingsConfigDict(env_prefix="VANTHU_OFFICE_")

    name: str = Field(default="Văn Thư", description="Tên hiển thị của hệ thống")
    environment: Literal["development", "production"] = "production"
    secret_key: str = Field(min_length=32, description="Chuỗi bí mật ngẫu nhiên, ít nhất 32 ký tự")
    database: str = Field(description="sqlite:///… hoặc postgresql://…")
    data_dir: Path = Field(description="Thư mục chứa kho tệp của hệ thống")
    public_url: str = Field(default="http://127.0.0.1:8000", description="Địa chỉ người dùng gõ vào trình duyệt")
    lookup_url: str | None = Field(
        default=None, pattern=r"^https?://[^\s?#]+$", description="Địa chỉ công khai in thành mã QR trên bản sao giấy"
    )
    owner: str | None = Field(default=None, description="Cơ quan chủ quản hệ thống, in trên bản sao giấy")
    max_upload_mb: int = Field(default=50, gt=0)
    worker_rest_seconds: float = Field(default=2.0, gt=0)
    axis: AxisConnection
    mail: MailSettings = MailSettings()
    mail_in: MailInSettings = MailInSettings()
    push: PushSettings = PushSettings()
    signing: SigningSettings


OFFICE: OfficeSettings = load_or_exit(OfficeSettings, file_variable="VANTHU_OFFICE_CONFIG")

# --- Django ---------------------------------------------------------------------------------------------------

SECRET_KEY = OFFICE.secret_key
DEBUG = False
_ADDRESSES = [address for address in (OFFICE.public_url, OFFICE.lookup_url) if address]
ALLOWED_HOSTS = (
    ["*"]
    if OFFICE.environment == "development"
    else [address.split("//")[-1].split("/")[0].split(":")[0] for address in _ADDRESSES]
)
DATABASES = {"default": database(OFFICE.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rung when work for the worker was put down; see vanthu.runtime.bell.
BELL = OFFICE.data_dir / "bell"
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
MESSAGE_TAGS = {20: "", 25: "good", 30: "warn", 40: "bad"}
"""The levels of django.contrib.messages (info, success, warning, error) as the classes of a notice."""
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "web" / "locale"]
AUTH_USER_MODEL = "organizations.Account"
AUTHENTICATION_BACKENDS = ["vanthu.office.web.accounts.Accounts"]
ROOT_URLCONF = "vanthu.office.web.urls"
WSGI_APPLICATION = "vanthu.office.web.wsgi.application"
LOGIN_URL = "web:login"
LOGIN_REDIRECT_URL = "web:desk"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton",
    "vanthu.office.audit",
    "vanthu.office.organizations",
    "vanthu.office.access",
    "vanthu.office.notices",
    "vanthu.office.files",
    "vanthu.office.documents",
    "vanthu.office.registers",
    "vanthu.office.signatures",
    "vanthu.office.exchange",
    "vanthu.office.dispatch",
    "vanthu.office.mailbox",
    "vanthu.office.assignments",
    "vanthu.office.schedule",
    "vanthu.office.announcements",
    "vanthu.office.lists",
    "vanthu.office.outgoing",
    "vanthu.office.incoming",
    "vanthu.office.copies",
    "vanthu.office.reports",
    "vanthu.office.web",
    # Behind the pages, whose own widgets come first.
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "vanthu.office.web.middleware.Headers",
    "vanthu.office.web.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "vanthu.office.web.middleware.ActingPerson",
    "vanthu.office.web.middleware.Sentences",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vanthu.office.web.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
STATIC_URL = "/static/"
STATIC_ROOT = OFFICE.data_dir / "static"
# What the pages of both programs share: the collected files, colours, frame and forms.
STATICFILES_DIRS = [Path(__file__).parents[1] / "runtime" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "vanthu.office.web.errors.form_expired"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OFFICE.public_url.startswith("https://")
SESSION_COOKIE_NAME = "vanthu_session"
CSRF_TRUSTED_ORIGINS = [OFFICE.public_url]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "vanthu.office.web.logs.SecretsHidden"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "fontTools": {"level": "ERROR"},
        "pyhanko": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
    },
}

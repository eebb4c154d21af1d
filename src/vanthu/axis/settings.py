"""The settings of the axis: one typed file, and what Django needs derived from it.

The file is TOML, named by VANTHU_AXIS_CONFIG; every value can be set by the environment too (VANTHU_AXIS_DATABASE …).
docs/how-to/van-hanh-truc.md explains each.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_settings import SettingsConfigDict

from vanthu.runtime.databases import MOST_CONNECTIONS, database
from vanthu.runtime.settings import ProgramSettings, load_or_exit


class EvidenceSettings(BaseModel):
    """How this axis signs its evidence; without a key it gives neither receipts nor signed heads."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    signing_key: Path | None = Field(default=None, description="Tệp khóa ký: PKCS#12, hoặc PEM kèm certificate")
    signing_password: str = Field(default="", repr=False, description="Mật khẩu của tệp khóa")
    certificate: Path | None = Field(default=None, description="Tệp PEM: chứng thư của trục, rồi các CA cấp trên")
    tsa_url: str | None = Field(default=None, description="Địa chỉ máy chủ cấp dấu thời gian (RFC 3161)")
    tsa_timeout_seconds: float = Field(default=30, gt=0, description="Số giây chờ máy chủ dấu thời gian")
    seal_seconds: int = Field(default=60, gt=0, description="Số giây giữa hai lần niêm phong sổ chứng cứ")
    exchange_seconds: int = Field(
        default=3600, gt=0, description="Số giây giữa hai lần trao đổi đầu cây với trục cấp trên"
    )


class DeliverySettings(BaseModel):
    """How long a package may wait for its receiver."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    warn_hours: tuple[float, float, float, float, float] = Field(
        default=(24, 8, 4, 1, 1),
        description="Sau bao nhiêu giờ chưa giao xong thì cảnh báo bên gửi, theo độ khẩn 0 đến 4 (Priority)",
    )
    give_up_hours: float = Field(default=240, gt=0, description="Sau bao nhiêu giờ thì trục dừng giao (quá hạn)")

    @model_validator(mode="after")
    def _warned_before_given_up(self) -> Self:
        if not all(0 < hours < self.give_up_hours for hours in self.warn_hours):
            raise ValueError("warn_hours phải lớn hơn 0 và nhỏ hơn give_up_hours")
        return self


class ParentSettings(BaseModel):
    """The axis above this one, of which this one is a client."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = Field(pattern=r"^https?://", description="Địa chỉ gọi của trục cấp trên, kết thúc bằng /vxp")
    system_id: str = Field(min_length=1, description="systemid mà trục cấp trên cấp cho trục này")
    secret: str = Field(min_length=1, repr=False, description="Mã bí mật mà trục cấp trên cấp cho trục này")
    name: str = Field(default="Trục cấp trên", max_length=200, description="Tên hiển thị của trục cấp trên")
    verify: bool | Path = Field(default=True, description="Kiểm tra chứng thư TLS; hoặc tệp PEM của CA riêng")
    poll_seconds: float = Field(default=15, gt=0, description="Số giây giữa hai lần hỏi trục cấp trên có gì mới")
    long_poll_seconds: int = Field(
        default=0, ge=0, le=30, description="Số giây trục cấp trên giữ câu hỏi đến khi có gì mới; 0: không dùng"
    )
    done_when: Literal["fetched", "kept"] = Field(
        default="fetched",
        description='Báo trục cấp trên là xong khi nơi nhận đã lấy ("fetched"), hay ngay khi trục này đã giữ ("kept")',
    )
    registry_seconds: float = Field(default=300, gt=0, description="Số giây giữa hai lần đồng bộ danh mục")
    registry_whole_hours: float = Field(default=24, gt=0, description="Số giờ giữa hai lần đọc lại toàn bộ danh mục")
    timeout_seconds: float = Field(default=60, gt=0, description="Số giây chờ mỗi trả lời của trục cấp trên")


class LimitSettings(BaseModel):
    """What keeps one system from taking everything; a limit of one system is set with `vanthu axis system limit`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    concurrent_calls: int = Field(default=16, gt=0, description="Số yêu cầu cùng lúc của một hệ thống, mỗi tiến trình")
    spare_threads: int = Field(default=4, gt=0, description="Số luồng luôn còn cho các hệ thống khác")
    waiting_calls: int = Field(default=16, ge=0, description="Số yêu cầu được chờ sẵn (tham số wait), mỗi tiến trình")


class ConsoleSettings(BaseModel):
    """The pages of those who run the axis, and what monitoring systems ask."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    public_url: str = Field(
        default="http://127.0.0.1:8100", pattern=r"^https?://", description="Địa chỉ người vận hành gõ vào trình duyệt"
    )
    session_hours: float = Field(default=8, gt=0, description="Sau chừng ấy giờ phải đăng nhập lại")
    idle_minutes: float = Field(default=30, gt=0, description="Không thao tác chừng ấy phút thì phải đăng nhập lại")
    proposal_hours: float = Field(
        default=48, gt=0, description="Đề nghị không ai quyết định sau chừng ấy giờ hết hiệu lực"
    )
    silent_minutes: float = Field(
        default=60, gt=0, description="Hệ thống để gói tin chờ quá chừng ấy phút được coi là im lặng"
    )
    metrics_token: str = Field(default="", repr=False, description="Mã để hệ thống giám sát đọc /metrics từ máy khác")
    min_free_mb: int = Field(
        default=1024, ge=0, description="Ổ đĩa còn ít hơn chừng này MB thì /ready báo chưa sẵn sàng"
    )


class AxisSettings(ProgramSettings):
    """Everything an operator decides about one axis."""

    model_config = SettingsConfigDict(env_prefix="VANTHU_AXIS_")

    name: str = Field(default="Trục liên thông văn bản", description="Tên của trục")
    environment: Literal["development", "production"] = "production"
    organ_id: str = Field(min_length=1, max_length=35, description="Mã của trục, ghi vào TraceHeader của mỗi gói tin")
    secret_key: str = Field(min_length=32, description="Chuỗi bí mật ngẫu nhiên; niêm phong mã bí mật của các hệ thống")
    old_secret_keys: tuple[str, ...] = Field(default=(), description="Các secret_key trước đây, còn dùng để đọc")
    database: str = Field(description="sqlite:///… hoặc postgresql://…")
    data_dir: Path = Field(description="Thư mục chứa kho gói tin")
    max_package_mb: float = Field(default=50, gt=0, description="Gói tin lớn hơn chừng này MB bị từ chối")
    repeated_document_ids: Literal["refuse", "warn"] = Field(
        default="refuse",
        description="Văn bản mới trùng mã với văn bản đã gửi mà khác nội dung: từ chối hay chỉ cảnh báo",
    )
    page_size: int = Field(default=1000, gt=0, le=10_000, description="Số dòng nhiều nhất của một lần lấy danh sách")
    delivery: DeliverySettings = Field(default=DeliverySettings(), description="Thời hạn giao gói tin")
    limits: LimitSettings = Field(default=LimitSettings(), description="Giới hạn để các hệ thống không lấn nhau")
    console: ConsoleSettings = Field(default=ConsoleSettings(), description="Trang quản trị và giám sát")
    log_format: Literal["line", "json"] = Field(default="line", description="Dạng nhật ký: dòng chữ hoặc JSON")
    evidence: EvidenceSettings = Field(default=EvidenceSettings(), description="Khóa ký và niêm phong sổ chứng cứ")
    parent: ParentSettings | None = Field(default=None, description="Trục cấp trên; bỏ trống nếu không có")


AXIS: AxisSettings = load_or_exit(AxisSettings, file_variable="VANTHU_AXIS_CONFIG")

# --- Django ---------------------------------------------------------------------------------------------------

SECRET_KEY = AXIS.secret_key
# Rung when deliveries were put down; the worker of the same machine looks at once.
BELL = AXIS.data_dir / "bell"
# Rung by every worker four times a minute, wherever it runs: whoever looks at the axis sees that one does.
HEARTBEAT = AXIS.data_dir / "worker-alive"
DEBUG = False
# The axis answers whoever signs; it builds no address from the Host header.
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": database(AXIS.database)}
if "pool" in DATABASES["default"].get("OPTIONS", {}):
    # A call holds its connection to its end: with fewer of them than threads, a flood would wait here instead.
    DATABASES["default"]["OPTIONS"]["pool"]["max_size"] = max(
        MOST_CONNECTIONS, AXIS.limits.concurrent_calls + AXIS.limits.spare_threads
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = False
LANGUAGE_CODE = "vi"
ROOT_URLCONF = "vanthu.axis.endpoints.urls"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "vanthu.axis.evidence",
    "vanthu.axis.registry",
    "vanthu.axis.intake",
    "vanthu.axis.delivery",
    "vanthu.axis.federation",
    "vanthu.axis.console",
]
# Each of the console's own passes by what is not under /quan-tri/: VXP has neither sessions nor forms.
MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vanthu.axis.console.middleware.Security",
    "vanthu.axis.console.middleware.Sessions",
    "vanthu.axis.console.middleware.Headers",
    "vanthu.axis.console.middleware.Csrf",
    "vanthu.axis.console.middleware.Authentication",
    "vanthu.axis.console.middleware.Messages",
    "vanthu.axis.console.middleware.Answers",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "vanthu.axis.console.context.frame",
            ],
        },
    },
]
STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).parents[1] / "runtime" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
AUTH_USER_MODEL = "console.Operator"
AUTHENTICATION_BACKENDS = ["vanthu.axis.console.operations.accounts.OperatorsMayEnter"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "console:login"
SESSION_COOKIE_NAME = "vanthu_truc"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/quan-tri/"
CSRF_COOKIE_NAME = "vanthu_truc_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = AXIS.console.public_url.startswith("https://")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = int(AXIS.console.session_hours * 3600)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_TRUSTED_ORIGINS = [AXIS.console.public_url.rstrip("/")]
CSRF_FAILURE_VIEW = "vanthu.axis.console.middleware.form_expired"
X_FRAME_OPTIONS = "DENY"
APPEND_SLASH = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "vanthu.runtime.jsonlog.JsonLines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": AXIS.log_format}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Each failure is logged once, by the endpoint that answers it, under the number its caller sees.
    "loggers": {"django.request": {"level": "CRITICAL"}, "httpx": {"level": "WARNING"}},
}

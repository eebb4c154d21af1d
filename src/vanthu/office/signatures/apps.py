"""Django's entry for this domain."""

from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register


class SignaturesConfig(AppConfig):
    """The domain `signatures`."""

    name = "vanthu.office.signatures"
    label = "signatures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the check on key files."""
        register(software_keys)


def software_keys(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Refuse key files in production, and say plainly that they are in use in development."""
    from django.conf import settings

    if settings.OFFICE.signing.keys_dir is None:
        return []
    if settings.OFFICE.environment == "production":
        return [
            Error(
                "Hệ thống chính thức không được dùng khóa ký dạng tệp: hãy xóa «signing.keys_dir» khỏi tệp cấu hình.",
                id="vanthu.E001",
            )
        ]
    return [Warning("Đang dùng khóa ký dạng tệp để thử nghiệm; chữ ký không có giá trị pháp lý.", id="vanthu.W001")]

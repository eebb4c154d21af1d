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
        """Register the checks on key files and on whom the office trusts."""
        register(software_keys)
        register(development_store)


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


def development_store(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Refuse certificates of the development PKI among the trusted ones in production: anybody can make such keys."""
    from django.conf import settings

    from vanthu.standards.signing.stores import DEVELOPMENT
    from vanthu.standards.signing.trust import STORES

    office = settings.OFFICE
    if office.environment != "production" or not (office.signing.trust_dir / STORES / DEVELOPMENT).exists():
        return []
    return [
        Error(
            "Hệ thống chính thức không được tin chứng thư thử nghiệm: hãy xóa thư mục «stores/development» khỏi "
            "«signing.trust_dir».",
            id="vanthu.E002",
        )
    ]

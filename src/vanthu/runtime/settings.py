"""One typed settings file per program, read once at the start.

A wrong or missing value stops the start with a Vietnamese sentence that says which value and how to mend it.
"""

from __future__ import annotations

import os
import sys
import tomllib
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

S = TypeVar("S", bound="ProgramSettings")


def _network(text: str) -> str:
    try:
        return str(ip_network(text, strict=False))
    except ValueError as error:
        raise ValueError(f"«{text}» không phải địa chỉ IP hoặc mạng con (như 10.0.0.5, 10.0.0.0/24)") from error


Network = Annotated[str, AfterValidator(_network)]


class ProgramSettings(BaseSettings):
    """Base of a program's settings: the environment overrides the TOML file, which overrides the defaults."""

    model_config = SettingsConfigDict(extra="forbid", env_nested_delimiter="__", frozen=True)
    _mask_wrapped: ClassVar[bool] = True
    """Django asks each setting for this whenever it is read; to say that there is none takes pydantic ten times as long
    as everything else."""

    trusted_proxies: tuple[Network, ...] = Field(
        default=("127.0.0.1", "::1"), description="Máy chủ web đứng trước, được tin khi nói yêu cầu đến từ địa chỉ nào"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Leave out .env files and secret folders: one file, and the environment."""
        file = init_settings.init_kwargs.pop("config_file", None)  # type: ignore[attr-defined]
        sources: tuple[PydanticBaseSettingsSource, ...] = (init_settings, env_settings)
        return (*sources, TomlConfigSettingsSource(settings_cls, file)) if file else sources


class SettingsError(Exception):
    """The settings cannot be used; the message is for the operator, in Vietnamese."""


def load(cls: type[S], *, file_variable: str) -> S:
    """Read `cls` from the file named by the environment variable `file_variable`, and from the environment.

    Raises SettingsError with one sentence a wrong value.
    """
    path = os.environ.get(file_variable)
    file = _checked(Path(path), file_variable) if path else None
    try:
        return cls(config_file=file)  # type: ignore[call-arg]
    except ValidationError as error:
        raise SettingsError(_sentences(error, file, file_variable, cls)) from error


def load_or_exit(cls: type[S], *, file_variable: str) -> S:
    """Like `load`, but a wrong setting ends the process with the sentences on standard error and exit code 2."""
    try:
        return load(cls, file_variable=file_variable)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from error


def _checked(path: Path, variable: str) -> Path:
    if not path.is_file():
        raise SettingsError(f"Không tìm thấy tệp cấu hình {path} (nêu trong {variable}). Hãy kiểm tra lại đường dẫn.")
    try:
        tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"Tệp cấu hình {path} không đúng định dạng TOML: {error}. Hãy sửa dòng đó.") from error
    return path


def _sentences(error: ValidationError, file: Path | None, variable: str, cls: type[ProgramSettings]) -> str:
    where = f"tệp {file}" if file else f"tệp cấu hình (đặt biến {variable})"
    prefix = cls.model_config.get("env_prefix", "")
    return "\n".join(_sentence(dict(item), where, prefix) for item in error.errors())


def _sentence(item: dict[str, Any], where: str, prefix: str) -> str:
    name = ".".join(str(part) for part in item["loc"]) or "(toàn bộ)"
    variable = prefix + name.upper().replace(".", "__")
    if item["type"] == "missing":
        return f"Thiếu giá trị «{name}»: thêm vào {where}, hoặc đặt biến môi trường {variable}."
    if item["type"] == "extra_forbidden":
        return f"Không có cấu hình nào tên «{name}»: xóa khỏi {where} hoặc sửa lại cho đúng tên."
    return f"Giá trị «{name}» không hợp lệ ({item['msg']}): sửa trong {where}, hoặc đặt lại biến môi trường {variable}."

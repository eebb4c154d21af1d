"""Keys in PKCS#12 files of the development PKI. Refused in production."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from vanthu.office.signatures.ports import DeviceFailed, SoftwareKeyForbidden, Way, WrongPin
from vanthu.standards.signing import SigningCertificate, SigningError, SoftwareKey, errors, open_pkcs12


class Pkcs12Files:
    """The port `KeyDevice` over the folder `signing.keys_dir` of the settings. A reference is a file's name in it."""

    def way(self, key_reference: str) -> Way:
        """Each file has its PIN."""
        return Way.PIN

    @contextmanager
    def unlock(self, key_reference: str, certificate: SigningCertificate, *, pin: str) -> Iterator[SoftwareKey]:
        """Open the file once; deriving its key from the PIN takes longer than a signature."""
        key = _opened(_path(key_reference), pin)
        if key.certificate.der != certificate.der:
            raise DeviceFailed(sentence="Khóa trong tệp không phải của chứng thư số đã khai báo.")
        yield key


def _opened(path: Path, pin: str) -> SoftwareKey:
    try:
        return open_pkcs12(path.read_bytes(), pin)
    except errors.WrongPin as error:
        raise WrongPin from error
    except SigningError as error:
        raise DeviceFailed(sentence=error.sentence) from error
    except OSError as error:
        raise DeviceFailed(sentence=f"Không đọc được tệp khóa «{path.name}».") from error


def _path(reference: str) -> Path:
    """Return the key's file, which must lie inside the key folder."""
    if settings.OFFICE.environment == "production":
        raise SoftwareKeyForbidden
    folder = settings.OFFICE.signing.keys_dir
    if folder is None:
        raise DeviceFailed(sentence="Chưa khai báo thư mục khóa «signing.keys_dir» trong tệp cấu hình.")
    path = (folder / reference).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise DeviceFailed(sentence=f"Tệp khóa «{reference}» nằm ngoài thư mục khóa.")
    return path

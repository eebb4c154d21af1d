"""Pictures made fit for PDF/A: no transparency, no CMYK, no more dots than the paper can show."""

import hashlib
import io
import warnings
from functools import lru_cache

from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from vanthu.standards.letter.errors import ImageRefused

MAX_BYTES = 20_000_000
MAX_SIDE = 10_000
MAX_DOTS = 40_000_000
DOTS_PER_INCH = 300
_FORMATS = ("PNG", "JPEG")
_OPAQUE = frozenset(("RGB", "L"))


def fit(content: bytes, *, width_mm: float, name: str) -> tuple[str, bytes]:
    """A file name and the bytes to print: upright, RGB or grey, without alpha, at most 300 dots an inch.

    Raises ImageRefused. The measures are read from the head of the file: what is too large is never decoded.
    """
    if len(content) > MAX_BYTES:
        raise ImageRefused(f"Hình “{name[:60]}” lớn hơn 20 MB; hãy giảm kích thước hình rồi chèn lại.")
    return _fitted(content, round(width_mm / 25.4 * DOTS_PER_INCH), name)


@lru_cache(maxsize=32)
def _fitted(content: bytes, dots: int, name: str) -> tuple[str, bytes]:
    picture = _opened(content, name)
    try:
        kept = content if _usable(picture, dots) else _redrawn(picture, dots)
        # A file cut short is known only when its dots are read.
        picture.load()
    except (OSError, ValueError, SyntaxError) as error:
        raise ImageRefused(f"Hình “{name[:60]}” bị hỏng, không đọc được; hãy chèn lại hình khác.") from error
    suffix = "jpg" if kept.startswith(b"\xff\xd8") else "png"
    return f"{hashlib.sha256(kept).hexdigest()}.{suffix}", kept


def _opened(content: bytes, name: str) -> Pillow.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            picture = Pillow.open(io.BytesIO(content), formats=_FORMATS)
    except Pillow.DecompressionBombError as error:
        raise _too_large(name, "") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ImageRefused(
            f"Hình “{name[:60]}” không phải tệp PNG hoặc JPEG; hãy chuyển sang PNG hoặc JPEG."
        ) from error
    if max(picture.size) > MAX_SIDE or picture.width * picture.height > MAX_DOTS:
        raise _too_large(name, f" {picture.width} × {picture.height} điểm ảnh,")
    return picture


def _too_large(name: str, measures: str) -> ImageRefused:
    return ImageRefused(
        f"Hình “{name[:60]}” quá lớn:{measures} tối đa 40 triệu điểm ảnh và mỗi cạnh {MAX_SIDE}; hãy thu nhỏ hình rồi "
        "chèn lại."
    )


def _usable(picture: Pillow.Image, dots: int) -> bool:
    turned = picture.getexif().get(0x0112, 1) != 1
    plain = picture.mode in _OPAQUE and "transparency" not in picture.info and "icc_profile" not in picture.info
    return plain and not turned and picture.width <= dots


def _redrawn(picture: Pillow.Image, dots: int) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    if upright.width > dots:
        upright = upright.resize(
            (dots, max(1, round(upright.height * dots / upright.width))), Pillow.Resampling.LANCZOS
        )
    if upright.has_transparency_data:
        seen = upright.convert("RGBA")
        upright = Pillow.new("RGBA", seen.size, "white")
        upright.alpha_composite(seen)
    drawn = upright.convert("L" if upright.mode in {"1", "L"} else "RGB")
    drawn.info.clear()
    out = io.BytesIO()
    if picture.format == "JPEG":
        drawn.save(out, "JPEG", quality=90)
    else:
        drawn.save(out, "PNG")
    return out.getvalue()

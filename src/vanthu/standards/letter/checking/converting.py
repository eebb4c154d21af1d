"""DOCX to PDF by LibreOffice: in a process of its own, with time and memory limited, without macros and network.

Times New Roman is laid out with Tinos, whose letters are exactly as wide, so lines break where they do in Word.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from vanthu.standards.letter import fonts
from vanthu.standards.letter.checking.errors import CheckRefused

DEFAULT_SECONDS = 60.0
DEFAULT_MEMORY_MB = 3072
_MAX_OUTPUT = 512 * 1024 * 1024
_PDF_A = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
"""PDF/A-2b: what is made of a DOCX may be signed and kept."""
_PROGRAMS = ("soffice", "libreoffice")
_TIMES = ("Times New Roman", "TimesNewRoman", "Times New Roman PSMT", "TimesNewRomanPSMT")

_SUBSTITUTION = "/org.openoffice.Office.Common/Font/Substitution"

# Macros never run, links are never followed, nothing is asked; written into a profile that lives for one file.
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Common/Save/Document", "CreateBackup", "false"),
)


def to_pdf(docx: bytes, *, seconds: float = DEFAULT_SECONDS, memory_mb: int = DEFAULT_MEMORY_MB) -> bytes:
    """The PDF LibreOffice makes of a DOCX that was looked into before.

    Raises CheckRefused when LibreOffice is absent, or gives nothing within the limits.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise CheckRefused("letter.check.converter_missing")
    with tempfile.TemporaryDirectory(prefix="vanthu-docx-") as name:
        folder = Path(name)
        source = folder / "van-ban.docx"
        source.write_bytes(docx)
        _write_profile(folder)
        _write_fonts(folder)
        _run([*_limits(seconds, memory_mb), program, *_arguments(folder, source)], folder, seconds)
        made = folder / "van-ban.pdf"
        if not made.is_file() or made.stat().st_size == 0:
            raise CheckRefused("letter.check.not_converted")
        return made.read_bytes()


def _arguments(folder: Path, source: Path) -> list[str]:
    profile = (folder / "profile").as_uri()
    quiet = (
        "--headless",
        "--invisible",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--nologo",
        "--nofirststartwizard",
    )
    into = ("--convert-to", _PDF_A, "--outdir", str(folder), str(source))
    return [f"-env:UserInstallation={profile}", *quiet, *into]


def _limits(seconds: float, memory_mb: int) -> list[str]:
    """Wrappers that limit memory and time and take the network away, as far as the machine has them."""
    limits = []
    if shutil.which("prlimit"):
        limits = [
            "prlimit",
            f"--as={memory_mb * 1024 * 1024}",
            f"--cpu={int(seconds) + 5}",
            f"--fsize={_MAX_OUTPUT}",
            "--core=0",
        ]
    return [*limits, *(("unshare", "--user", "--map-current-user", "--net") if _can_unshare() else ())]


@cache
def _can_unshare() -> bool:
    """Whether this machine lets a process have a network of its own, that is none."""
    if not shutil.which("unshare"):
        return False
    tried = subprocess.run(
        ["unshare", "--user", "--map-current-user", "--net", "true"], capture_output=True, timeout=10, check=False
    )
    return tried.returncode == 0


def _run(command: list[str], folder: Path, seconds: float) -> None:
    """Run to the end or to the limit; nothing it started outlives this call."""
    process = subprocess.Popen(
        command,
        env=_environment(folder),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise CheckRefused("letter.check.not_converted") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """The launcher starts the program proper: all of its group is ended."""
    with suppress(ProcessLookupError):  # all of it has ended by itself
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(folder: Path) -> dict[str, str]:
    nowhere = "http://127.0.0.1:9"
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "http_proxy": nowhere,
        "https_proxy": nowhere,
    }


def _write_profile(folder: Path) -> None:
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    items += (
        f'<item oor:path="{_SUBSTITUTION}"><prop oor:name="Replacement" oor:op="fuse"><value>true</value></prop></item>'
    )
    items += "".join(_substituted(index, name) for index, name in enumerate(_TIMES))
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>'
    )
    (user / "registrymodifications.xcu").write_text(text, encoding="utf-8")


def _substituted(index: int, name: str) -> str:
    """An entry of the program's own table of substitutes, which it asks before the machine's."""
    values = (("ReplaceFont", name), ("SubstituteFont", fonts.FAMILY), ("Always", "true"), ("OnScreenOnly", "false"))
    properties = "".join(f'<prop oor:name="{key}" oor:op="fuse"><value>{value}</value></prop>' for key, value in values)
    node = f'<node oor:name="_{index}" oor:op="replace">{properties}</node>'
    return f'<item oor:path="{_SUBSTITUTION}/FontPairs">{node}</item>'


def _write_fonts(folder: Path) -> None:
    """The faces of the machine and ours, with ours in the place of Times New Roman."""
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{fonts.FAMILY}</string></edit></match>'
        for name in _TIMES
    )
    text = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(fonts.FOLDER))}</dir>{aliases}"
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<cachedir>{escape(str(folder / 'fontcache'))}</cachedir></fontconfig>"
    )
    (folder / "fonts.conf").write_text(text, encoding="utf-8")

"""Let a process that reads foreign files do no harm: little memory, little time, no network, no other program.

The limits of memory and time are POSIX; network and programs are closed with seccomp where the kernel has it (Linux on
x86-64 and ARM64), with nothing to install and without privileges. They cannot be taken back by the process.
"""

import ctypes
import errno
import platform
import resource

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
_OTHER_NUMBERING = 0x40000000

# socket, connect, execve, execveat, ptrace, io_uring_setup
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 117, 425)),
}


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def confine(*, memory: int, cpu_seconds: int) -> bool:
    """Limit this process for good; `memory` in bytes of address space. False: this system cannot close the network."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return _close_network()


def _close_network() -> bool:
    known = _CALLS.get(platform.machine())
    if known is None or platform.system() != "Linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    steps = _steps(*known)
    program = _Program(len(steps), (_Step * len(steps))(*steps))
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _steps(architecture: int, refused: tuple[int, ...]) -> list[_Step]:
    """Refuse the calls named, and every call in another numbering of the same processor."""
    last = len(refused) + 1
    return [
        _Step(_LOAD, 0, 0, _ARCHITECTURE),
        _Step(_EQUAL, 0, last + 2, architecture),
        _Step(_LOAD, 0, 0, _NUMBER),
        _Step(_AT_LEAST, last, 0, _OTHER_NUMBERING),
        *(_Step(_EQUAL, last - 1 - index, 0, number) for index, number in enumerate(refused)),
        _Step(_RETURN, 0, 0, _ALLOW),
        _Step(_RETURN, 0, 0, _REFUSE),
    ]

"""What the kernel lets a process give up for good: files, the network, other processes, memory.

On Linux alone, by four of its system calls. Nothing has to be installed and nobody has to be root;
where a part is refused, as in some containers, `confine` says so.
"""

import ctypes
import os
import resource
import signal
from pathlib import Path

LIBC = ctypes.CDLL(None, use_errno=True)
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # Landlock; the same on every machine
READ = 1 << 0 | 1 << 2 | 1 << 3  # run, read a file, list a folder
OF_FILES = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15
ALL_BY_VERSION = {1: 1 << 13, 2: 1 << 14, 3: 1 << 15, 4: 1 << 15, 5: 1 << 16}  # one above the last
NO_TCP = 3  # bind and connect, of version 4 and later
NO_SIGNALS_NOR_SOCKETS = 3  # to processes outside, of version 6 and later
NEW_USER, NEW_NET, NEW_IPC, NEW_PID = 0x10000000, 0x40000000, 0x08000000, 0x20000000
DIE_WITH_PARENT, NO_NEW_PRIVILEGES = 1, 38
NOBODY = 65534


class Ruleset(ctypes.Structure):
    """What a ruleset forbids unless a rule allows it."""

    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class Beneath(ctypes.Structure):
    """A rule: what is allowed in a folder and below."""

    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


class Capabilities(ctypes.Structure):
    """What a process may do beyond an ordinary one: nothing, if all is 0."""

    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int), ("none", ctypes.c_uint32 * 6))


def checked(result):
    """Return what a call of the C library gave, or raise the OSError that it ended in."""
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def version():
    """Return which version of Landlock this kernel has; 0 if none."""
    return max(0, LIBC.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1)))


def die_with_parent():
    """Let this process be killed when the one that started it is gone."""
    LIBC.prctl(DIE_WITH_PARENT, signal.SIGKILL)


def leave():
    """Leave the namespaces of users, network and processes: the next child is alone.

    Raises
    ------
    OSError
        If this machine does not allow it.
    """
    user, group = os.geteuid(), os.getegid()
    checked(LIBC.unshare(NEW_USER | NEW_NET | NEW_IPC | NEW_PID))
    for name, text in (
        ("setgroups", "deny"), ("uid_map", f"{NOBODY} {user} 1"), ("gid_map", f"{NOBODY} {group} 1")
    ):  # fmt: skip
        Path("/proc/self", name).write_text(text, encoding="ascii")


def drop_privileges():
    """Give up what root, or whoever left the namespaces, may do more than others."""
    checked(LIBC.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    nothing = Capabilities(version=0x20080522)
    checked(LIBC.capset(ctypes.byref(nothing), ctypes.byref(nothing, 8)))


def only(read, write):
    """Let this process and its children see no files but those in `read` and `write`, and below.

    Raises
    ------
    OSError
        If this machine does not allow it.
    """
    abi = version()
    every = ALL_BY_VERSION.get(min(abi, 5), 1) - 1
    net, scoped = NO_TCP * (abi >= 4), NO_SIGNALS_NOR_SOCKETS * (abi >= 6)
    rules = Ruleset(every, net, scoped)
    size = ctypes.c_size_t(24 if abi >= 6 else 16 if abi >= 4 else 8)
    rules_fd = checked(LIBC.syscall(CREATE_RULESET, ctypes.byref(rules), size, ctypes.c_uint32(0)))
    for paths, allowed in ((read, READ), (write, every)):
        for path in paths:
            rights = allowed if os.path.isdir(path) else allowed & OF_FILES & every
            try:
                folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
            except FileNotFoundError:
                continue
            rule = ctypes.byref(Beneath(rights, folder))
            checked(LIBC.syscall(ADD_RULE, rules_fd, ctypes.c_int(1), rule, ctypes.c_uint32(0)))
            os.close(folder)
    checked(LIBC.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    checked(LIBC.syscall(RESTRICT_SELF, rules_fd, ctypes.c_uint32(0)))
    os.close(rules_fd)


def limit(memory, processes=256, file=50_000_000):
    """Limit what this process and each of its children may use."""
    for kind, most in (
        (resource.RLIMIT_DATA, memory), (resource.RLIMIT_NPROC, processes),
        (resource.RLIMIT_FSIZE, file), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most, most) if hard < 0 else (min(most, hard),) * 2)
    # Where memory runs out, this goes before the process that marks.
    Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")

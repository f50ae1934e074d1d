"""A Python that has imported what a notebook needs, and splits off a kernel when asked.

    python -P tools/mark_nursery.py SOCKET CHAPTER

Each kernel is a process of its own, as one that was started would be, and saves the second that
imports take. It runs learners' code, so it first gives up all that it can: see mark_confine.py.
`mark_kernels.py` asks, over a socket: one line of JSON, and gets the process back.
"""

import contextlib
import gc
import importlib.util
import json
import os
import random
import signal
import site
import socket
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
MEMORY = 1 << 30  # bytes of its own that a process may use: far more than an exercise needs
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
UNSEEN = {"solution.py", "start.py", "other_answers.py"}


def load(name):
    """Import a module that stands beside this one, without a way to the others there."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


confine = load("mark_confine") if sys.platform == "linux" else None


def warm(chapter):
    """Import what a kernel and the exercises of a chapter need; return the folders of exercises."""
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    import matplotlib.pyplot  # noqa: F401, PLC0415
    import numpy as np  # noqa: F401, PLC0415
    from ipykernel import debugger, ipkernel, kernelapp, zmqshell  # noqa: F401, PLC0415

    import nnlib.viz  # noqa: F401, PLC0415
    from nnlib.checks import EXERCISES, folders  # noqa: PLC0415

    for name in EXERCISES:
        if name.startswith(f"{chapter}."):
            EXERCISES[name]  # each is imported when it is asked for
    return [folder.path for folder in folders.present()]


def readable(exercises):
    """Return what a kernel may read: the system's programs, Python's, nnlib, and no solution."""
    import nnlib  # noqa: PLC0415

    packages = [p for p in sys.path if Path(p).name in {"site-packages", "dist-packages"}]
    system = ("/bin", "/lib", "/lib64", "/usr", "/etc/ld.so.cache", "/etc/fonts", "/etc/localtime")
    found = [*system, sys.prefix, sys.base_prefix, *packages, *site.getsitepackages()]
    found += [Path(nnlib.__file__).parent]
    for folder in exercises:
        found += [p for p in folder.rglob("*.py") if p.name not in UNSEEN]
        found += [*folder.rglob("statement.md"), folder / "order.toml"]
    return [*map(str, found)]


def confined(folder, read, memory, *, namespaces, files):
    """Give up all but what a kernel needs; go on in a child that is alone, if that can be."""
    confine.die_with_parent()
    os.setsid()
    if namespaces:
        confine.leave()
        child = os.fork()
        if child:
            signal.signal(signal.SIGINT, lambda *_: os.kill(child, signal.SIGINT))
            signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGKILL))
            _, status = os.waitpid(child, 0)
            os._exit(os.waitstatus_to_exitcode(status) & 255)
        confine.die_with_parent()
        confine.drop_privileges()
    confine.limit(memory)
    if files:
        confine.only(read, (*DEVICES, folder))


def possible(read):
    """Return what this machine lets a process give up: tried in a child."""
    found = {}
    for name in ("namespaces", "files"):
        child = os.fork()
        if not child:
            with contextlib.suppress(OSError):
                wanted = {"namespaces": False, "files": False, name: True}
                confined("/", [*read, "/proc"], MEMORY, **wanted)
                os._exit(0)
            os._exit(1)
        found[name] = os.waitpid(child, 0)[1] == 0
    return found


def kernel(connection, folder):
    """Be the kernel of one notebook."""
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.chdir(Path(folder, "work"))
    os.environ |= {"HOME": folder, "TMPDIR": folder, "IPYTHONDIR": folder, "JPY_PARENT_PID": ""}
    random.seed()
    sys.modules["numpy"].random.seed()
    app = IPKernelApp.instance()
    app.initialize(["-f", connection, "--HistoryManager.hist_file=:memory:"])
    app.start()


def serve(where, chapter):
    """Split off a kernel for each line that comes; end when nobody is there to ask."""
    asking = socket.socket(fileno=where)
    read = readable(warm(chapter))
    memory = int(os.environ.get("BOX_MEMORY", MEMORY))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for those who ask
    can = {"namespaces": False, "files": False}
    if confine:
        confine.die_with_parent()
        if os.environ.get("NNLIB_BOX", "1") != "0":
            can = possible(read)
    asking.sendall(json.dumps(can).encode() + b"\n")
    gc.freeze()
    for line in asking.makefile("rb"):
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:  # those that have ended
                pass
        wanted = json.loads(line)
        child = os.fork()
        if not child:
            status = 1
            try:
                asking.close()
                time.tzset()
                if confine:
                    confined(wanted["folder"], read, memory, **can)
                kernel(wanted["connection"], wanted["folder"])
                status = 0
            finally:
                os._exit(status)
        process = os.pidfd_open(child)
        socket.send_fds(asking, [b"%d\n" % child], [process])
        os.close(process)


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])

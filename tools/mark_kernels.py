"""Kernels that are split off from a warm Python, for nbgrader to run notebooks in.

Jupyter asks a *provisioner* for a process; `Seedling` gets it from the nursery.
"""

import asyncio
import contextlib
import json
import os
import queue
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.provisioning import LocalProvisioner
from patient_run import PatientRun
from traitlets import Any

NURSERY = Path(__file__).with_name("mark_nursery.py")


class Nursery:
    """The warm Python, and what it can take from the kernels that it splits off."""

    def __init__(self, chapter):
        ours, theirs = socket.socketpair()
        with theirs:
            python = [sys.executable, "-X", "frozen_modules=off", "-P"]  # as Jupyter starts kernels
            command = [*python, NURSERY, str(theirs.fileno()), chapter]
            self.process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
                env={**os.environ, "NBGRADER_EXECUTION": "autograde", "NNLIB_JUDGE": "elsewhere"},
            )  # fmt: skip
        self.asked = ours
        first = ours.makefile("rb").readline()
        if not first:
            raise RuntimeError(f"{NURSERY.name} did not start; what it wrote stands above")
        self.can = json.loads(first)

    def kernel(self, connection, folder):
        """Return number and handle of a new process that is the kernel of this connection file."""
        line = json.dumps({"connection": str(connection), "folder": str(folder)})
        self.asked.sendall(line.encode() + b"\n")
        number, handles, _, _ = socket.recv_fds(self.asked, 100, 1)
        if not handles:
            raise RuntimeError("the process that splits off kernels has ended")
        return int(number), handles[0]

    def close(self):
        """End it, and with it every kernel that is left."""
        self.asked.close()
        self.process.wait()


class Seedling(LocalProvisioner):
    """Jupyter's way to one kernel from the nursery."""

    nursery, folder = Any(), Any()
    handle = None

    @property
    def has_process(self):
        """Whether there is a kernel."""
        return self.handle is not None

    async def launch_kernel(self, cmd, **_):
        """Have a kernel split off."""
        connection = next(cmd[n + 1] for n, word in enumerate(cmd) if word == "-f")
        self.pid, self.handle = self.nursery.kernel(connection, self.folder)
        return self.connection_info

    async def poll(self):
        """Return None while it runs."""
        if self.handle is None or select.select([self.handle], [], [], 0)[0]:
            return 0
        return None

    async def wait(self):
        """Wait until it has ended."""
        while await self.poll() is None:
            await asyncio.sleep(0.01)
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None
        return 0

    async def send_signal(self, signum):
        """Send a signal; what has ended gets none."""
        if self.handle is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.handle, signum)

    async def kill(self, restart=False):  # noqa: ARG002 (Jupyter's signature)
        """Kill it, and what it has started."""
        if self.nursery.can["namespaces"]:
            await self.send_signal(signal.SIGTERM)  # to the process that holds it, all of it
        else:
            await self.send_signal(signal.SIGKILL)
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)  # its session at least
        for _ in range(100):  # the manager would look again after a tenth of a second
            if await self.poll() is not None:
                break
            await asyncio.sleep(0.002)

    async def terminate(self, restart=False):
        """Kill it: a learner's code need not agree."""
        await self.kill(restart)


class PromptClient(AsyncKernelClient):
    """A client that begins as soon as its kernel is heard, and not a fifth of a second later."""

    async def wait_for_ready(self, timeout=None):
        """Ask until the answer comes on both channels; raise RuntimeError if none does."""
        end = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < end and await self.is_alive():
            asked = self.kernel_info()
            with contextlib.suppress(queue.Empty):
                self._handle_kernel_info_reply(await self.get_shell_msg(timeout=1))
                heard = {}
                while heard.get("execution_state") != "idle":
                    message = await self.get_iopub_msg(timeout=0.2)
                    theirs = message["parent_header"].get("msg_id") == asked
                    heard = message["content"] if theirs else {}
                return
        raise RuntimeError("the kernel did not answer")


class QuickRun(PatientRun):
    """`PatientRun` with kernels from a nursery."""

    nursery = Any()

    def create_kernel_manager(self):
        """Return a manager whose kernels are split off."""
        manager = super().create_kernel_manager()
        if self.nursery is not None:
            self.apart(manager)
            manager.client_factory = PromptClient
            manager.provisioner = Seedling(
                kernel_id="marked", kernel_spec=manager.kernel_spec, parent=manager,
                nursery=self.nursery, folder=self.folder,
            )  # fmt: skip
        return manager


def planted(chapter, config):
    """Return the nursery to use here and how well it confines; None where a box is better.

    A nursery whose kernels see no others' files and no network is as good as the box. Otherwise the
    box goes first, where the settings ask for one and there is one.
    """
    nothing = {"namespaces": False, "files": False}
    if sys.platform != "linux":
        return None, nothing
    nursery = Nursery(chapter)
    if config.PatientRun.box and not all(nursery.can.values()):
        nursery.close()
        return None, nothing
    return nursery, nursery.can

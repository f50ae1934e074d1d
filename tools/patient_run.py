"""Run a submission so that nothing in it holds up the class: no loop, no flood, no crash.

nbgrader alone gives up on a notebook whose kernel dies or cannot be interrupted. Here a new kernel
starts and the cell at fault is passed over, so that it costs its own points and no others.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import v4
from nbgrader.preprocessors import Execute
from traitlets import Bool, Integer

ASIDE = re.compile(r"(?:hint|progress)\([^()]*\)")
BOX = Path(__file__).with_name("box.sh")
# The kernel's socket lies there, whose path may have few characters; Windows has neither.
SHORT = next((folder for folder in ("/tmp",) if os.path.isdir(folder)), None)


def box_works():
    """Tell whether this machine can run a command in the box."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run([BOX, folder, "true"], check=False, capture_output=True)
        except OSError:
            return False
    return done.returncode == 0


class PatientRun(Execute):
    """nbgrader's Execute with limits for a whole notebook, and a box around the kernel."""

    box = Bool(False, help="Run kernels without network, in a read-only file system").tag(
        config=True
    )
    attempts = Integer(4, help="How often a kernel is started for one notebook").tag(config=True)
    total_seconds = Integer(300, help="What one notebook may take").tag(config=True)
    most_output = Integer(1_000_000, help="Characters of output kept from one cell").tag(
        config=True
    )
    shutdown_kernel = "immediate"
    iopub_timeout = Integer(8, help="How long output may come in after a cell").tag(config=True)

    def preprocess(self, nb, resources, km=None):
        """Run the cells, if need be several times, without those that brought the kernel down."""
        self.passed_over, self.current = {}, None
        self.end = time.monotonic() + self.total_seconds
        for _ in range(self.attempts):
            with tempfile.TemporaryDirectory(prefix="nnlib-", dir=SHORT) as self.folder:
                try:
                    return super().preprocess(nb, resources, km)
                except CellTimeoutError:
                    why = (
                        f"was stopped: {self.timeout} seconds were over, or its output never ended"
                    )
                except DeadKernelError:
                    why = "ended Python itself, or used more memory than there is"
            self.passed_over[self.current] = why
            self.log.warning("Cell %s %s; the others run again", self.current, why)
        for cell in nb.cells[self.current :]:
            self.refuse(cell, "not run: too many cells of this notebook had to be stopped")
        return nb, self.resources

    def preprocess_cell(self, cell, resources, index):
        """Run a cell, unless it or the whole notebook has had its time."""
        if cell.cell_type != "code":
            return cell, resources
        self.current, self.room = index, self.most_output
        if ASIDE.fullmatch(re.sub("#.*", "", cell.source).strip()):
            cell.outputs = []  # nobody needs hints among the marks
        elif index in self.passed_over:
            self.refuse(cell, f"This cell {self.passed_over[index]}")
        elif time.monotonic() > self.end:
            self.refuse(cell, f"Not run: the notebook took over {self.total_seconds} seconds")
        else:
            return super().preprocess_cell(cell, resources, index)
        return cell, resources

    def start_new_kernel(self, **options):
        """Start a kernel that does not talk to the teacher's terminal."""
        return super().start_new_kernel(stdout=subprocess.DEVNULL, **options)

    def refuse(self, cell, why):
        """Leave an error in place of a cell's outputs."""
        if cell.cell_type == "code":
            error = {"ename": "Stopped", "evalue": why, "traceback": [f"Stopped: {why}"]}
            cell.outputs = [v4.new_output("error", **error)]

    def process_message(self, msg, cell, cell_index):
        """Pass over what a cell says once it has said too much."""
        if msg["msg_type"] in {"stream", "display_data", "execute_result", "error"}:
            if self.room < 0:
                return None
            self.room -= len(str(msg["content"]))
            if self.room < 0:
                msg["msg_type"] = "stream"
                text = f"\n… more than {self.most_output} characters; the rest was left out\n"
                msg["content"] = {"name": "stdout", "text": text}
        return super().process_message(msg, cell, cell_index)

    def create_kernel_manager(self):
        """Return a manager of this environment's own kernel, whatever else is installed."""
        manager = super().create_kernel_manager()
        manager.kernel_spec_manager = KernelSpecManager(kernel_dirs=[])
        manager.transport_encryption = "auto"  # without it the kernel warns at each start
        if self.box:
            self.apart(manager)
            spec = manager.kernel_spec
            spec.argv = [str(BOX), self.folder, *spec.argv]
        return manager

    def apart(self, manager):
        """Give a kernel a folder of its own, with sockets in it: it answers without a network."""
        manager.transport = "ipc"
        manager.ip = os.path.join(self.folder, "socket")
        manager.connection_file = os.path.join(self.folder, "kernel.json")
        here = self.resources.get("metadata", {}).get("path") or "."
        shutil.copytree(here, os.path.join(self.folder, "work"), dirs_exist_ok=True)

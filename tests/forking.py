"""A pytest that is started once and forks for each run, so that what tests import is imported once.

Each line that it reads is a run as JSON: the folder, a folder to import from, the arguments. It
answers with a line, too: the code that pytest ended with and what it printed.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile

TIME_LIMIT = 300  # s, for a run


class Pytest:
    """The other end of `serve`, in a process of its own with these environment variables."""

    def __init__(self, env):
        command, pipe = [sys.executable, __file__], subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=env, text=True)

    def run(self, folder, imports, *args):
        """Run pytest in a folder; return its exit code and its output."""
        self.process.stdin.write(json.dumps([str(folder), str(imports), args]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        """End the process, which every run has left as it was."""
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def serve():
    """Answer each line of stdin by a line on stdout."""
    import hypothesis  # noqa: F401, PLC0415  (what tests import, and nothing of nnlib)
    import matplotlib.pyplot  # noqa: F401, PLC0415
    import pytest  # noqa: PLC0415

    for line in sys.stdin:
        folder, imports, args = json.loads(line)
        with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
            child = os.fork()
            if not child:
                signal.alarm(TIME_LIMIT)  # ends the child
                os.dup2(output.fileno(), 1)
                os.dup2(output.fileno(), 2)
                os.chdir(folder)
                sys.path.insert(0, imports)
                code = pytest.main(args)
                sys.stdout.flush()
                os._exit(code)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            output.seek(0)
            sys.stdout.write(json.dumps([code, output.read()]) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
    serve()

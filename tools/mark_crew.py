"""Processes that mark side by side: each takes the next submission when it has marked one."""

import json
import os
import queue
import subprocess
import sys
import threading
import traceback
from pathlib import Path

from mark_book import locked
from whole_files import replace

ATTEMPTS = 2  # of a submission that ends the process that marks it
MARK = Path(__file__).with_name("mark.py")
NOTHING = {"grades": {}, "comments": {}, "verdicts": {}, "look": []}


def mark_student(marker, folder, student):
    """Mark one submission, unless it is marked; return what became of it."""
    from mark_one import UnreadableError  # noqa: PLC0415 (slow: those who only ask need no nbgrader)

    with locked(folder.records / f".{student}.lock", wait=False) as ours:
        if not ours:
            return "busy"
        if folder.is_marked(student):
            return "there"
        data = folder.nbgraders("submitted", student).read_bytes()
        place = folder.nbgraders("autograded", student)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            record, notebook, page = marker.mark(data, student)
        except UnreadableError as error:
            record = {**NOTHING, "unreadable": str(error)}
        except Exception as error:  # one strange submission must not stop the class
            traceback.print_exc()
            record = {**NOTHING, "unmarked": f"{type(error).__name__}; see marking.log"}
        else:
            write(place, notebook)
            write(folder.nbgraders("feedback", student, "html"), page)
        folder.keep(student, data, record)
        return "gave up" if "unmarked" in record else "marked"


def write(path, text):
    """Write a text, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, text.encode("utf-8", "surrogatepass"))


def serve(marker, folder, answer):
    """Mark what is asked for on standard input, until there is nobody who asks."""
    answer({"apart": marker.apart})
    for line in sys.stdin:
        student = json.loads(line)
        answer({student: mark_student(marker, folder, student)})


class Worker:
    """A process that marks."""

    def __init__(self, folder, log, options):
        command = [sys.executable, MARK, "--serve", folder.root, "--chapter", folder.chapter]
        self.process = subprocess.Popen(
            [*map(str, command), *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=log, text=True, encoding="utf-8", start_new_session=True,
        )  # fmt: skip
        self.apart = self.heard().get("apart")

    def heard(self):
        """Return what it says next; {} if it has ended."""
        return json.loads(self.process.stdout.readline() or "{}")

    def mark(self, student):
        """Return what became of a submission, or None if the process has ended over it."""
        try:
            self.process.stdin.write(json.dumps(student) + "\n")
            self.process.stdin.flush()
            return self.heard().get(student)
        except BrokenPipeError:
            return None

    def end(self):
        """Let it end."""
        self.process.stdin.close()
        self.process.wait()


def mark_all(folder, students, jobs, tell, options=()):
    """Mark submissions in `jobs` processes; tell whether learners' code ran apart in each.

    Parameters
    ----------
    folder : Folder
        Of the class.
    students : list of str
        Those who are not marked yet.
    jobs : int
        How many processes.
    tell : callable
        ``tell(student, what)`` after each.
    options : list of str
        For each process.
    """
    waiting, apart, errors = queue.SimpleQueue(), [], []
    for student in students:
        waiting.put(student)

    def run():
        with (folder.root / "marking.log").open("a", encoding="utf-8") as log:
            worker = None
            try:
                while True:
                    student = waiting.get_nowait()
                    for attempt in range(1, ATTEMPTS + 1):
                        worker = worker or Worker(folder, log, options)
                        if worker.apart is None:
                            raise RuntimeError(f"nothing can be marked: see {log.name}")
                        apart.append(worker.apart)
                        what = worker.mark(student)
                        if what:
                            break
                        worker.end()
                        worker = None
                        if attempt == ATTEMPTS:
                            data = folder.nbgraders("submitted", student).read_bytes()
                            why = "it ended the process that marks, twice"
                            folder.keep(student, data, {**NOTHING, "unmarked": why})
                            what = "gave up"
                    tell(student, what)
            except queue.Empty:
                pass
            except Exception as error:
                errors.append(error)
            finally:
                if worker:
                    worker.end()

    threads = [threading.Thread(target=run, daemon=True) for _ in range(min(jobs, len(students)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.5)  # so that Ctrl-C is heard
    if errors:
        raise errors[0]
    return all(apart)


def cores():
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

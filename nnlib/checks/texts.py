"""The texts in an exercise's folder: the statement with hints and why, and the solution."""

import ast
import re

from nnlib.checks.folders import FolderError

STATEMENT, SOLUTION, START = "statement.md", "solution.py", "start.py"
REGION = re.compile(
    r"^[ \t]*### BEGIN SOLUTION\n(.*?)^[ \t]*### END SOLUTION[ \t]*\n?", re.M | re.S
)
MARKER = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION[ \t]*\n?", re.M)
SECTIONS = ("Hint 1", "Hint 2", "Hint 3", "Why")
HEADING = re.compile(rf"^## ({'|'.join(SECTIONS)})[ \t]*$", re.M)
FORM = "a title, '# …', the statement, and then the sections " + ", ".join(
    f"'## {section}'" for section in SECTIONS
)


def text(room, name):
    """Return a text from an exercise's folder, or raise FolderError that says which is missing."""
    path = room / name
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError:
        raise FolderError(f"{path} is missing") from None
    except UnicodeDecodeError:
        raise FolderError(f"{path} is not a text in UTF-8") from None


def statement(room):
    """Return title, text, the three hints and the why of an exercise.

    Raises
    ------
    FolderError
        If `statement.md` is missing or lacks one of them.
    """
    beginning, *rest = HEADING.split(text(room, STATEMENT))
    first, _, said = beginning.strip().partition("\n")
    parts = [part.strip() for part in rest[1::2]]
    if (
        not first.startswith("# ")
        or not said.strip()
        or tuple(rest[::2]) != SECTIONS
        or not all(parts)
    ):
        raise FolderError(f"{room / STATEMENT} must hold {FORM}")
    return first[2:].strip(), said.strip(), tuple(parts[:3]), parts[3]


def title(room):
    """Return the title of an exercise."""
    return statement(room)[0]


def marked_solution(room):
    """Return the solution of an exercise with the marks of what the students' copies leave out."""
    source = text(room, SOLUTION).rstrip("\n")
    if not REGION.search(source + "\n"):
        wanted = "'### BEGIN SOLUTION' and '### END SOLUTION' around what learners are to write"
        raise FolderError(f"{room / SOLUTION} must hold the lines {wanted}")
    return source


def solution(room):
    """Return the code of an exercise's solution."""
    return without_marks(marked_solution(room))


def function(room):
    """Return the name of the function that an exercise asks for, "" if it asks for none."""
    path = room / SOLUTION  # where answers are judged in a box there is none
    found = re.findall(r"^def (\w+)\(", text(room, SOLUTION), re.M) if path.is_file() else ()
    return found[-1] if found else ""


def start(room):
    """Return the half-done answer of an exercise, "" if it has none."""
    return text(room, START).rstrip("\n") if (room / START).is_file() else ""


def without_marks(source):
    """Return an answer's cell without the marks, and without the places that the solution fills."""
    region = REGION.search(source + "\n")
    if region and "..." in source[: region.start()]:
        source = source[region.start() :]
    return MARKER.sub("", source + "\n").strip("\n")


def answer_name(solution):
    """Return the name that a solution gives its answer: the last that it binds."""
    names = [name for step in ast.parse(solution).body for name in bound(step)]
    return names[-1] if names else "..."


def bound(step):
    """Return the names that a statement binds."""
    if isinstance(step, (ast.FunctionDef, ast.ClassDef)):
        return [step.name]
    targets = step.targets if isinstance(step, ast.Assign) else []
    return [
        node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)
    ]

"""What a script prints may hold any name of a folder, and a terminal may lack a letter of it."""

import sys


def never_fail():
    """Write an escape for a character that the terminal cannot show, and go on."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")

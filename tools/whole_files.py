"""Write a file whole or not at all. It imports nothing that is slow to import."""

import os


def replace(path, data):
    """Put bytes into a file, whole or not at all; return whether they are others than before."""
    path = path.resolve()
    if path.exists() and path.read_bytes() == data:
        return False
    partial = path.with_name(f".{path.name}.partial")  # a crash leaves the notebook whole
    try:
        partial.write_bytes(data)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return True

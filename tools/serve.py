"""Show a built site in the browser: `python tools/serve.py FOLDER PORT`, until Ctrl-C."""

import contextlib
import functools
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import console


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and does not print a line for each."""

    def log_message(self, format, *args):
        """Stay silent."""


def main(folder, port):
    """Serve `folder` on this machine only."""
    try:
        server = ThreadingHTTPServer(
            ("127.0.0.1", int(port)), functools.partial(Quiet, directory=folder)
        )
    except (OSError, OverflowError, ValueError) as error:
        sys.exit(f"Port {port} cannot be used ({error}). Try another: make serve PORT=8001")
    print(f"The book: http://127.0.0.1:{server.server_port}  (Ctrl-C ends it)")
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    console.never_fail()
    main(*sys.argv[1:])

"""Measure every page as a phone on a slow line and a desk get it: `python tools/page_speed.py`.

Serves the built book compressed, as hosts do, and asks Lighthouse, which simulates line and
processor. Its figures move with what else the machine does: a page's row is the median of three
runs. Names of pages after the command measure these alone.
"""

import functools
import gzip
import http.server
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
HOME = ROOT / "_build" / "page-speed"
LIGHTHOUSE = "lighthouse@12.8.2"
RUNS = 3
TEXT = ("text/", "application/javascript", "application/json", "image/svg+xml")
AUDITS = {
    "first paint, s": ("first-contentful-paint", 1000),
    "largest, s": ("largest-contentful-paint", 1000),
    "blocked, ms": ("total-blocking-time", 1),
    "shift": ("cumulative-layout-shift", 1),
    "kB": ("total-byte-weight", 1000),
}
CATEGORIES = ("performance", "accessibility", "best-practices")
DEVICES = {"phone": [], "desk": ["--preset=desktop"]}


class Compressed(http.server.SimpleHTTPRequestHandler):
    """Serves files as hosts of static pages do: text compressed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """Send one file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        kind, data = self.guess_type(str(path)), path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if kind.startswith(TEXT):
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format, *args):
        """Stay silent."""


def pages():
    """Return every page of the table of contents, and the search."""
    named = re.findall(r"(?:root|file):\s*(\S+)", (ROOT / "_toc.yml").read_text("utf-8"))
    return [f"{name}.html" for name in (*named, "search")]


class BrokenOffError(Exception):
    """Lighthouse's audit broke off: what it looked at was replaced meanwhile."""


def measure(address, options):
    """Run Lighthouse once; return its scores and figures."""
    report = HOME / "report.json"
    report.unlink(missing_ok=True)
    program = HOME / "node_modules" / ".bin" / "lighthouse"
    chromium = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    )
    done = subprocess.run(
        [
            program,
            address,
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            "--chrome-flags=--headless --no-sandbox",
            f"--only-categories={','.join(CATEGORIES)}",
            *options,
        ],
        env=os.environ | {"CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        check=False,
    )
    if not report.is_file():
        sys.exit(f"Lighthouse gave no report of {address}:\n{done.stderr}")
    said = json.loads(report.read_text("utf-8"))
    scores = [said["categories"][name]["score"] for name in CATEGORIES]
    if None in scores:
        broken = {a["errorMessage"] for a in said["audits"].values() if a.get("errorMessage")}
        raise BrokenOffError(f"{address}: {'; '.join(sorted(broken))}")
    return [100 * score for score in scores] + [
        said["audits"][audit]["numericValue"] / unit for audit, unit in AUDITS.values()
    ]


def medians(address, options):
    """Measure until `RUNS` runs are whole, and say which were not."""
    runs = []
    for _ in range(3 * RUNS):
        try:
            runs.append(measure(address, options))
        except BrokenOffError as broken:
            print(f"Measured again: {broken}", file=sys.stderr)
        if len(runs) == RUNS:
            return [statistics.median(column) for column in zip(*runs, strict=True)]
    sys.exit(f"Lighthouse breaks off at {address} each time.")


def main(*names):
    """Print a table of the pages, or of those named."""
    if not (HOME / "node_modules" / ".bin" / "lighthouse").exists():
        HOME.mkdir(parents=True, exist_ok=True)
        npm = [
            "npm",
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--prefix",
            HOME,
            LIGHTHOUSE,
        ]
        subprocess.run(npm, check=True)
    handler = functools.partial(Compressed, directory=SITE)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"{'page':<24}{'':<7}" + "".join(f"{name:>16}" for name in (*CATEGORIES, *AUDITS)))
    for name in names or pages():
        for device, options in DEVICES.items():
            address = f"http://127.0.0.1:{server.server_port}/{name}"
            cells = "".join(f"{value:>16.4g}" for value in medians(address, options))
            print(f"{name.removesuffix('.html'):<24}{device:<7}{cells}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

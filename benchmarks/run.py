"""Measure everything, or the workloads that are named, and store it in results.json.

`make bench` calls it; `make bench ONLY=or,neuron` measures these alone and keeps the others.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from benchmarks import machine, picture, row, table

ROOT = Path(__file__).resolve().parents[1]
# What results.json holds beside the rows, and the module that measures it.
PARTS = {
    "step": ["step"],
    "growth": ["growth", "growth"],
    "memory": ["growth", "memory"],
    "first_call": ["first_call"],
    "crossing": ["crossing"],
}


def child(module, *arguments):
    """Run a module in a new process of one thread; return the JSON it prints."""
    result = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *arguments],
        cwd=ROOT,
        env=os.environ | machine.ONE_THREAD,
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    if result.returncode:
        raise SystemExit(f"benchmarks.{module} {' '.join(arguments)} failed: see above")
    return json.loads(result.stdout)


def chosen(only):
    """Split 'or,neuron' into names, or name everything; an unknown one is an error."""
    names = [*row.MODULES, *PARTS]
    wanted = [name.strip() for name in only.split(",")] if only else names
    if unknown := set(wanted) - set(names):
        raise SystemExit(f"ONLY has {sorted(unknown)}; it takes some of: {', '.join(names)}")
    return wanted


def merge(old, new):
    """Put newly measured rows and parts into stored results, in the order of the table."""
    rows = {table.key(r): r for r in [*old["rows"], *new["rows"]]}
    order = [r.key for name in row.MODULES for r in row.rows(name)]
    merged = {"machine": new["machine"], "date": new["date"]}
    merged["rows"] = [rows[key] for key in order if key in rows]
    return merged | {part: new.get(part) or old.get(part, []) for part in PARTS}


def measure(wanted):
    """Measure rows and parts, each in a process of its own, and say how it goes."""
    new = {"machine": machine.describe(), "date": date.today().isoformat(), "rows": []}
    for this in (this for name in wanted if name in row.MODULES for this in row.rows(name)):
        print(f"{this.workload}, {this.engine}, {this.label} …", end=" ", flush=True)
        result = child("measure", *this.key)
        if "skipped" in result:
            print(f"skipped: {result['skipped']}")
        else:
            new["rows"].append(result)
            print(table.factor(result["ratio"]), table.MET[result["met"]])
    for part in (part for part in wanted if part in PARTS):
        print(f"{part} …", flush=True)
        new[part] = child(*PARTS[part])
    return new


def main():
    """Measure, store, print the table, draw the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="workloads or parts, with commas between")
    only = parser.parse_args().only
    started, old = time.perf_counter(), table.read()
    new = measure(chosen(only))
    print(f"\n{time.perf_counter() - started:.0f} s\n")
    if not only:
        results = merge(table.NOTHING, new)
    elif old["machine"] in ({}, new["machine"]):
        results = merge(old, new)
    else:
        print("\n".join(table.lines(new["rows"])))
        print("Not stored: results.json has another machine or other versions. Run `make bench`.")
        return
    table.RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    table.main()
    print(f"The picture is in {picture.main(ROOT / '_build' / 'speed.svg').relative_to(ROOT)}.")


if __name__ == "__main__":
    main()

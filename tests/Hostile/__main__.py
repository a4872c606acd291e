"""Attacks a running proxy over loopback: `python3 tests/Hostile --help`."""

import argparse
import os
import sys
import time

import cases
from case import CASES
from runner import Runner
from site_under_attack import Site
from table import Table

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def parse():
    parser = argparse.ArgumentParser(prog="tools/hostile", description="Attacks a real proxy, case by case, and looks whether it minds.")
    parser.add_argument("--assembly", default=os.path.join(ROOT, "src/Proxy/bin/Release/net10.0/sluice.dll"), help="the built proxy")
    parser.add_argument("--only", help="cases whose group or name contains this")
    parser.add_argument("--at-once", type=int, default=8, help="cases that run at the same time; 1 tells which of them broke something")
    parser.add_argument("--repeat", type=int, default=1, metavar="TIMES", help="runs the cases again: a leak grows, a heap does not")
    parser.add_argument("--quiet", action="store_true", help="prints only what is broken, and the summary")
    parser.add_argument("--list", action="store_true", help="prints the cases and ends")
    parser.add_argument("--timing", type=int, nargs="?", const=400, metavar="ROUNDS",
                        help="measures whether answers to users and keys differ in time, instead of the cases")
    return parser.parse_args()


def main():
    options = parse()
    chosen = [case for case in CASES if options.only is None or options.only in case.group or options.only in case.name]
    if options.list:
        for case in chosen:
            print(f"{case.group}: {case.name} ({case.right})")
        return 0
    if not chosen:
        print(f"No case has `{options.only}` in its group or name: see --list.", file=sys.stderr)
        return 1
    if not os.path.exists(options.assembly):
        print(f"{options.assembly} is not there: build it with `dotnet build src/Proxy -c Release`.", file=sys.stderr)
        return 1

    started = time.monotonic()
    site = Site(options.assembly)
    try:
        if options.timing:
            import timing
            return timing.measure(site, options.timing)
        table = Table(options.quiet)
        runner = Runner(site, table, options.at_once)
        runner.run(chosen, options.repeat)
        table.summary(runner.results, runner.faults, time.monotonic() - started)
        return 1 if runner.faults or any(not result.right for result in runner.results) else 0
    finally:
        site.stop()


if __name__ == "__main__":
    sys.exit(main())

"""`make bench`: every measurement, one after the other; `make bench-short` only shows that they run.

`python -m benchmarks start keys` makes only those two. Those that fill large databases first (growing, importing,
swapping) are asked for by name only: docs/benchmarks.md.
"""

import sys

from benchmarks import (
    assisted,
    at_once,
    followed,
    growing,
    help_time,
    importing,
    keys,
    kiosk_restart,
    memory,
    start,
    swapping,
    web_sessions,
)
from benchmarks.signups import __main__ as signups

USUAL = (help_time, start, keys, followed, assisted, kiosk_restart, web_sessions, signups, at_once, memory)
LARGE = (growing, importing, swapping, memory)
NAMED = {module.__name__.removeprefix("benchmarks.").partition(".")[0]: module for module in (*USUAL, *LARGE)}


def main(names: list[str]) -> None:
    """Those of ``names``; all but the large ones without any; ``--short``: one round of what is slow."""
    if names == ["--short"]:
        signups.main(rounds=1, count=8)
        at_once.main(rounds=1, parents=16)
        for large in LARGE:
            large.main(["--short"])
        return
    if unknown := [name for name in names if name not in NAMED]:
        sys.exit(f"no measurement is called {unknown[0]}; there are {', '.join(NAMED)}")
    for measure in [NAMED[name] for name in names] or USUAL:
        if measure in LARGE:
            measure.main([])
        else:
            measure.main()


if __name__ == "__main__":
    main(sys.argv[1:])

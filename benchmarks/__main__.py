"""`make bench`: every measurement, one after the other; `make bench-short` only shows that they run.

Those that fill large databases first (growing, importing, swapping) are asked for by name: docs/benchmarks.md.
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

if sys.argv[1:] == ["--short"]:
    signups.main(rounds=1, count=8)
    at_once.main(rounds=1, parents=16)
    for large in (growing, importing, swapping, memory):
        large.main(["--short"])
else:
    for measure in (
        help_time,
        start,
        keys,
        followed,
        assisted,
        kiosk_restart,
        web_sessions,
        signups,
        at_once,
        memory,
    ):
        measure.main()

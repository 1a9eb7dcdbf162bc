"""`make bench`: every measurement, one after the other; `make bench-short` only shows that they run."""

import sys

from benchmarks import help_time, keys, kiosk_restart, start, web_sessions
from benchmarks.signups import __main__ as signups

if sys.argv[1:] == ["--short"]:
    signups.main(rounds=1, count=8)
else:
    for measure in (help_time, start, keys, kiosk_restart, web_sessions, signups):
        measure.main()

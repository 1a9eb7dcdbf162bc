"""`make bench`: every measurement, one after the other."""

from benchmarks import help_time, keys, start

for measure in (help_time, start, keys):
    measure.main()

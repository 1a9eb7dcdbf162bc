"""`make bench`: every measurement, one after the other."""

from benchmarks import help_time, keys, kiosk_restart, start, web_sessions

for measure in (help_time, start, keys, kiosk_restart, web_sessions):
    measure.main()

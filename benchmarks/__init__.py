"""What is measured, against whom: one command each (`python -m benchmarks.start`), all of them with `make bench`.

Every figure is a median of interleaved runs with its ratio to a floor in the same run; single times are not quoted.
"""

"""The companion for the real portal: the same screens and rules, no account service, nothing sent, nothing kept.

``procedure.py`` is the data, ``reading.py`` reads it, ``run_of_guide.py`` knows where the reader is, ``plain.py`` and
``ui/`` show it, ``sheet/`` makes the page to take home.
"""

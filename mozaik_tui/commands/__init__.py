"""The commands of ``mozaik-tui``: ``table.py`` lists them, one file a subject does them, imported only when
it runs.
"""

"""The catalogues and the table of languages; installed as ``mozaik_tui.locales``."""

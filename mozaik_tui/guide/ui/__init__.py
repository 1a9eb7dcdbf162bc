"""The guide on the full screen: Textual only, with the widgets of :mod:`mozaik_tui.ui`."""

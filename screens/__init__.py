"""The screens of the journey, one file each; installed as ``mozaik_tui.screens`` and imported when first shown."""

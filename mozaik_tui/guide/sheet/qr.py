"""The portal's address as a square of characters, for the camera of a phone."""

from __future__ import annotations

QUIET = 2
"""Light modules around the code: phones read it with two, and four would not fit 40×12 half as often."""

_HALVES = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
"""Two rows in one character; light modules are drawn, so that light text on a dark ground gives dark on light."""


def qr_lines(address: str) -> list[str]:
    """The code, two rows of modules a line. To be shown light on dark: the drawn part is the light one."""
    import segno

    code = segno.make(address, error="m", micro=False)
    rows = [[bool(module) for module in row] for row in code.matrix_iter(scale=1, border=QUIET)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    return [
        "".join(_HALVES[pair] for pair in zip(top, low, strict=True))
        for top, low in zip(rows[::2], rows[1::2], strict=True)
    ]

"""The one place where lines are put in the order in which they are seen, for terminals that do not do it.

Textual wraps a text in the order in which it is read, and draws each line by ``_FormattedLine.to_strip``: that is
where a line is ordered, shaped and aligned (terminal-text.md, 1.3). Names that begin with ``_`` may change with
any version of Textual: it is pinned, and :func:`works` draws one known line before a right-to-left language is
shown. Widgets that draw by themselves use :func:`ordered`. French pages load none of what orders and shapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import content as textual_content
from textual.content import Content
from textual.style import Style

from ..language.isolates import SOFT_BREAK
from ..language.ordering import needs_order
from ..language.terminals.profiles import PROFILES, Profile

if TYPE_CHECKING:
    from ..language.lines import Paragraph

_Line = textual_content._FormattedLine
_wrap_and_format = Content._wrap_and_format
_render_segments = Content.render_segments
_to_strip = _Line.to_strip

CLASS = "-rtl"
"""On every screen that runs from right to left."""


class Drawing:
    """How this program draws now. One for the process, as the hook is."""

    def __init__(self) -> None:
        self.base = 0
        """0: the screen runs from left to right; 1: from right to left."""
        self.profile: Profile = PROFILES["visual"]

    @property
    def orders(self) -> bool:
        """Whether lines are ordered here; a terminal that cannot be stopped from it does it alone."""
        return self.profile.order != "own"

    @property
    def takes_forms(self) -> bool:
        """Whether a name among words that run from left to right is sent letter by letter, in its forms."""
        return self.base == 0 and self.profile.forms and self.profile.order in ("visual", "unsure")

    def concerns(self, text: str) -> bool:
        """Whether ``text`` is to be drawn otherwise than Textual does."""
        return self.orders and (self.base == 1 or needs_order(text))


DRAWING = Drawing()


def install(profile: Profile) -> None:
    """Draw for ``profile`` from here on; once is enough for the process."""
    DRAWING.profile = profile
    Content._wrap_and_format = _wrapped  # type: ignore[method-assign]
    Content.render_segments = _title_segments  # type: ignore[method-assign]
    _Line.to_strip = _strip_of  # type: ignore[method-assign]


def run_from(right_to_left: bool) -> None:
    """Which way the screens run from the next one on."""
    DRAWING.base = int(right_to_left)


# -- whole paragraphs, for the levels ------------------------------------------------------------------------------
def _paragraphs(rows: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """For each row of a text: where it begins in its paragraph, where it ends there, and the whole paragraph."""
    first = 0
    while first < len(rows):
        last = first
        while rows[last].endswith(SOFT_BREAK) and last + 1 < len(rows):
            last += 1
        whole, start = "".join(rows[first : last + 1]), 0
        for row in rows[first : last + 1]:
            yield start, start + len(row), whole
            start += len(row)
        first = last + 1


def _wrapped(self: Content, width: int, *arguments: Any, **options: Any) -> list[Any]:
    """Textual's lines, each with the paragraph that it is of."""
    lines: list[Any] = _wrap_and_format(self, width, *arguments, **options)
    if not DRAWING.concerns(self.plain):
        return lines
    rows = list(_paragraphs(self.plain.expandtabs(8).split("\n")))
    for line in lines:
        start, end, whole = rows[line.y]
        start += line.x
        text = line.content.plain
        if whole[start : start + len(text)] == text and start + len(text) <= end:
            line.paragraph = (whole, start)
        else:  # Textual cut it short or padded it
            line.paragraph = (text, 0)
    return lines


# -- one line --------------------------------------------------------------------------------------------------------
def _strip_of(self: Any, style: Style) -> tuple[list[Segment], int]:
    """One line as segments; Textual's own for a line that is not concerned."""
    where = getattr(self, "paragraph", None)
    if where is None:
        segments, size = _to_strip(self, style)
        return segments, size
    whole, start = where
    parts = [
        (text, (style + own).rich_style)
        for text, own in self.content.render(style, end="", parse_style=self.get_style)
    ]
    pieces, size = ordered(parts, whole=whole, start=start)
    ground = style.background_style.rich_style
    room = max(0, self.width - size)
    at_right = (self.align in ("end", "right")) != bool(DRAWING.base)
    left = room // 2 if self.align == "center" else room * at_right
    return _padded(pieces, left, room - left, ground), size + room


def _title_segments(self: Content, base_style: Style | None = None, end: str = "") -> list[Segment]:
    """The title of a border."""
    segments = _render_segments(self, Style.null() if base_style is None else base_style, end)
    if not DRAWING.concerns(self.plain):
        return segments
    return ordered([(segment.text, segment.style) for segment in segments])[0]


def ordered(
    parts: Iterable[tuple[str, RichStyle | None]], *, whole: str | None = None, start: int = 0
) -> tuple[list[Segment], int]:
    """The ``parts`` of one line, each with its style, as they are seen from left to right; and their cells.

    ``whole`` is the paragraph, of which the line begins at ``start``; without it the line is one by itself.
    """
    from ..language.lines import line_cells, paragraph

    kept = [(text, style) for text, style in parts if text]
    text = "".join(text for text, _ in kept)
    styles = [style for text, style in kept for _ in text]
    of: Paragraph = paragraph(text if whole is None else whole, DRAWING.base)
    profile = DRAWING.profile
    words = profile.order == "words"
    cells = line_cells(of, start, start + len(text), forms=profile.forms, words=words)
    drawn = _in_step([cell.drawn for cell in cells], cell_len(text))
    segments: list[Segment] = []
    for cell, piece in zip(cells, drawn, strict=True):
        style = styles[cell.start - start]
        if segments and segments[-1].style is style:
            segments[-1] = Segment(segments[-1].text + piece, style)
        elif piece:
            segments.append(Segment(piece, style))
    return segments, sum(cell_len(segment.text) for segment in segments)


def _in_step(drawn: list[str], wanted: int) -> list[str]:
    """``drawn`` with the cells that ligatures saved put into its widest gap: columns and frames were measured
    without ligatures. A sentence, which has no gap, gets shorter.
    """
    saved = wanted - sum(map(cell_len, drawn))
    if saved <= 0:
        return drawn
    widest, since, at = 1, 0, None
    for place, piece in enumerate(drawn):
        since = since + 1 if piece == " " else 0
        if since > widest:
            widest, at = since, place
    return drawn if at is None else [*drawn[:at], " " * (1 + saved), *drawn[at + 1 :]]


def _padded(segments: list[Segment], left: int, right: int, ground: RichStyle) -> list[Segment]:
    before = [Segment(" " * left, ground)] if left else []
    after = [Segment(" " * right, ground)] if right else []
    return [*before, *segments, *after]


# -- whether all of this still fits Textual ----------------------------------------------------------------------
KNOWN = "رقم 12 (لا) abc"
SEEN = "abc (\ufefb) 12 \ufee2\ufed7\ufead"
"""A line with all that can go wrong, and how it is seen on a screen that runs from right to left."""


def works() -> bool:
    """Whether one known line comes out right; when not, only the plain lines can show such a language."""
    before = DRAWING.base, DRAWING.profile
    DRAWING.base, DRAWING.profile = 1, PROFILES["visual"]
    try:
        return _drawn(KNOWN) == f"{SEEN:>20}"
    except Exception:  # whatever a changed Textual raises
        return False
    finally:
        DRAWING.base, DRAWING.profile = before


def _drawn(text: str) -> str:
    from textual.css.styles import RulesMap
    from textual.visual import RenderOptions

    options = RenderOptions(lambda _style: Style.null(), RulesMap())
    strips = Content(text).render_strips(20, 1, Style.null(), options)
    return "".join(strip.text for strip in strips)

"""The sheet as one HTML page: nothing is loaded from elsewhere, no script, fonts of the machine only.

HTML is the master, because a browser is what shapes every script (Arabic, Bengali, Tamil …) and finds a font for it; the
PDF is printed from this page by a browser (docs/decisions/0019).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from html import escape
from importlib.resources import files

from ...language.pair import Both
from ..run_of_guide import Child
from .content import Sheet

BLANK = "_" * 24
"""A line to write on by hand."""

_LABEL = re.compile("«[^»]*»")
_DOCUMENT = """<!doctype html>
<html lang="{tag}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def qr_svg(address: str) -> str:
    """The address as a QR code, as inline SVG; black on white whatever the colours around it."""
    import segno

    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", xmldecl=False, scale=4, border=4, light="#fff", dark="#000")
    return out.getvalue().decode("ascii").strip()


class _Page:
    """Makes HTML in the two languages of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        lead = sheet.words.lead
        self.tag, self.direction = lead.tag, lead.direction

    def lead(self, text: str) -> str:
        """Text in the reader's language; French labels in it say so to those who hear the page."""
        return _LABEL.sub(
            lambda label: f'<span class="label" lang="fr" dir="ltr">{label[0]}</span>', plain(text)
        )

    def both(self, text: Both, element: str) -> str:
        """The two languages, one after the other, each with its language and direction."""
        lead = f'<{element} lang="{self.tag}" dir="{self.direction}">{self.lead(text.lead)}</{element}>'
        if text.french is None:
            return lead
        return lead + f'<{element} lang="fr" dir="ltr" class="french">{plain(text.french)}</{element}>'

    def key(self, key: str, element: str) -> str:
        """A text of the catalogue in both languages."""
        return self.both(self.sheet.words.both(key), element)

    def line(self, key: str, element: str = "p", value: str = "") -> str:
        """A text in both languages on one line, and what belongs to it."""
        return f'<div class="line">{self.key(key, element)}{value}</div>'

    def head(self) -> str:
        """Title, address and QR code."""
        typed = escape(self.sheet.typed_address)
        return (
            f"<header><div>{self.key('sheet.title', 'h1')}{self.line('sheet.portal')}"
            f'<p class="address" dir="ltr">{typed}</p>{self.key("sheet.secret", "p")}</div>'
            f'<figure aria-hidden="true">{qr_svg(self.sheet.address)}'
            f"<figcaption>{self.key('sheet.scan', 'span')}</figcaption></figure></header>"
        )

    def checklist(self) -> str:
        """What to have before one begins, with boxes to tick."""
        items = "".join(
            f'<li><span class="box" aria-hidden="true"></span><div>{self.both(item, "p")}</div></li>'
            for item in self.sheet.checklist
        )
        return f'<section>{self.key("sheet.checklist", "h2")}<ul class="ticks">{items}</ul></section>'

    def steps(self) -> str:
        """The steps, the two languages side by side, each with the number that is read out on the phone."""
        rows = "".join(
            f"<tr><th scope=row>G{number}</th>{self._cells(line.title, line.do)}</tr>"
            for number, line in enumerate(self.sheet.lines, 1)
        )
        return f"<section>{self.key('sheet.steps', 'h2')}<table>{rows}</table></section>"

    def _cells(self, title: Both, do: Both) -> str:
        lead = f'<td lang="{self.tag}" dir="{self.direction}"><b>{self.lead(title.lead)}</b><br>{self.lead(do.lead)}</td>'
        if do.french is None:
            return lead
        french = f"<b>{plain(title.french or title.lead)}</b><br>{plain(do.french)}"
        return f'{lead}<td lang="fr" dir="ltr">{french}</td>'

    def school(self) -> str:
        """The family's school body and whom to ask; lines to write on for what is not known."""
        body = escape(self.sheet.school_body) or BLANK
        parts = [self.line("sheet.school", "h2"), self.line("sheet.school_body", value=french(body))]
        if self.sheet.contact:
            parts += [french(escape(line)) for line in self.sheet.contact]
        else:
            parts.append(self.line("sheet.contact", value=french(BLANK)))
        return f'<section class="school">{"".join(parts)}</section>'

    def children(self) -> str:
        """The children that were asked for; else a line to write a name on, and none for a number."""
        asked = self.sheet.children
        warning = self.line("sheet.keep") if asked else ""
        rows = "".join(self._child(child) for child in asked or (Child(BLANK, ""),))
        return f'<section class="children">{rows}{warning}</section>'

    def _child(self, child: Child) -> str:
        name = self.line("sheet.child", value=f'<p class="value" dir="auto">{escape(child.name)}</p>')
        number = f'<p class="value" dir="ltr">{escape(child.number)}</p>'
        return f'<div class="child">{name}{self.line("sheet.number", value=number) if child.number else ""}</div>'

    def foot(self) -> str:
        """Which steps these are, and how sure the translation is."""
        draft = self.line("sheet.draft") if self.sheet.draft else ""
        version = self.both(self.sheet.words.both("sheet.version", version=self.sheet.version), "p")
        return f'<footer>{draft}{self.line("screen.secretariat")}<div class="line">{version}</div></footer>'


def plain(text: str) -> str:
    """Text, escaped; « and » stay beside their words."""
    return escape(text).replace("\n", "<br>").replace("« ", "«\u00a0").replace(" »", "\u00a0»")


def french(escaped: str) -> str:
    """A value in French."""
    return f'<p class="value" lang="fr" dir="ltr">{escaped}</p>'


def sheet_page(sheet: Sheet) -> str:
    """The whole page."""
    page = _Page(sheet)
    parts: Iterable[str] = (
        page.head(), page.checklist(), page.steps(), page.school(), page.children(), page.foot()
    )  # fmt: skip
    return _DOCUMENT.format(
        tag=page.tag,
        direction=page.direction,
        title=escape(sheet.words.text("sheet.title")),
        style=(files(__package__) / "style.css").read_text("utf-8"),
        body="\n".join(parts),
    )

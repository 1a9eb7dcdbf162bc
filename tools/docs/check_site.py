"""``python -m tools.docs.check_site FOLDER``: every link of the built site leads somewhere, and nothing is loaded from
elsewhere (a parent's address would go to a third party).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADING = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("object", "data")}
"""What a browser fetches without being asked; of ``link`` all but those that only name a relation."""

NAMING = {"canonical", "alternate", "next", "prev", "author"}
_IN_STYLE = re.compile(r"url\(\s*[\"']?(?:https?:)?//|@import\s+[\"']?(?:https?:)?//")


class _Links(HTMLParser):
    """The links of one page, what it loads, and the places that can be linked to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag links to, loads and is called."""
        given = {name: value or "" for name, value in attrs}
        self.places |= {given[name] for name in ("id", "name") if name in given}
        loads = tag == "link" and given.get("rel") not in NAMING
        for name, value in given.items():
            if (tag, name) in LOADING or (loads and name == "href"):
                self.loaded.append(value)
            elif name == "href" and tag in ("a", "link"):
                self.links.append(value)


def _missing(page: Path, link: str, known: dict[Path, _Links]) -> bool:
    """Whether a link inside the site leads nowhere. Links to other sites are not followed."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return False
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    target = target / "index.html" if target.is_dir() else target
    if not target.exists():
        return True
    return bool(parts.fragment) and target in known and unquote(parts.fragment) not in known[target].places


def faults(folder: Path) -> Iterator[str]:
    """A line for each link that leads nowhere and for each thing that is loaded from elsewhere."""
    pages = {file.resolve(): _Links(file.read_text("utf-8")) for file in sorted(folder.rglob("*.html"))}
    if not pages:
        yield f"{folder}: no page"
    for page, found in pages.items():
        name = page.relative_to(folder.resolve())
        if (
            page.name == "404.html"
        ):  # its links count from the top of a site whose place only the server knows
            continue
        for link in found.loaded:
            if urlsplit(link).netloc:
                yield f"{name}: loads {link}"
        for link in found.links + found.loaded:
            if _missing(page, link, pages):
                yield f"{name}: {link} leads nowhere"
    for sheet in sorted(folder.rglob("*.css")):
        if _IN_STYLE.search(sheet.read_text("utf-8")):
            yield f"{sheet.relative_to(folder)}: loads something from elsewhere"


def main(arguments: list[str]) -> int:
    """Print the faults; 1 when there is one."""
    found = [fault for folder in arguments for fault in faults(Path(folder))]
    print("\n".join([*found, f"{len(found)} to mend"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

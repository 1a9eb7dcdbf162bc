"""Finds in our own source the keys of texts, and texts that stand outside of the catalogues."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def sources(*folders: str) -> list[Path]:
    """The Python files of the product (all of them, or of some folders or files)."""
    found: list[Path] = []
    for name in folders or ("mozaik_tui", "screens"):
        place = ROOT / name
        found += [place] if place.is_file() else sorted(place.rglob("*.py"))
    return found


def tree_of(file: Path) -> ast.Module:
    """The syntax tree of ``file`` without its docstrings."""
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [one for one in body if not _is_bare_text(one)] or [ast.Pass()]
    return tree


def _is_bare_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


KEY_PART = re.compile(r"[A-Za-z0-9_.-]*")


def key_patterns(file: Path, domains: set[str]) -> Iterator[tuple[int, str, bool]]:
    """Line, regular expression and whether it is one whole key: constants, f-strings, beginnings of keys."""
    start = re.compile(rf"({'|'.join(sorted(domains))})\.")
    tree = tree_of(file)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            if start.match(node.value) and KEY_PART.fullmatch(node.value):
                beginning = node.value.endswith(".")
                yield node.lineno, re.escape(node.value) + (".+" if beginning else ""), not beginning
        elif isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            first = parts[0] or ""
            if start.match(first) and all(KEY_PART.fullmatch(part or "") for part in parts):
                yield node.lineno, "".join(".+" if part is None else re.escape(part) for part in parts), False


PROSE = re.compile(r"[A-Za-zÀ-ÿ]{2,}[,;:’']? [A-Za-zÀ-ÿ]{2,}")


def prose(file: Path) -> Iterator[tuple[int, str]]:
    """Literals that read like a sentence: two words with a blank between, not in an error for developers."""
    tree = tree_of(file)
    quiet: set[int] = set()
    for node in ast.walk(tree):
        developers = isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
        styles = isinstance(node, ast.Assign | ast.AnnAssign) and "CSS" in ast.dump(
            node.targets[0] if isinstance(node, ast.Assign) else node.target
        )
        if developers or styles or isinstance(node, ast.Assert):
            quiet |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quiet
        if literal and PROSE.search(node.value):
            yield node.lineno, node.value

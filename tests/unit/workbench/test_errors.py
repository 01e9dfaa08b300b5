"""The drawn tree of exceptions is the one in the code; every other exception says why it is none."""

from __future__ import annotations

import ast
import builtins
import re
from dataclasses import dataclass
from pathlib import Path

from workbench import errors

ROOT = Path(__file__).parents[3]
PACKAGES = ("stackwright", "graph", "nodes", "prompts", "workbench")
DRAWN = set(re.findall(r"\w+", (errors.__doc__ or "").partition("::")[2]))
EXCEPTIONS = {
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}


@dataclass(frozen=True)
class Class:
    """A class as it stands in the code."""

    name: str
    bases: frozenset[str]
    says: str


def classes() -> list[Class]:
    """Every class of the product."""
    return [
        Class(
            node.name,
            frozenset(ast.unparse(base).rpartition(".")[2] for base in node.bases),
            ast.get_docstring(node) or "",
        )
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]


def below(root: str, known: list[Class]) -> set[str]:
    """The class and all that are made of it."""
    found = {root}
    while more := {one.name for one in known if one.bases & found} - found:
        found |= more
    return found


def test_every_exception_of_the_tree_is_drawn() -> None:
    tree = below("StackwrightError", classes())
    assert len(tree) > 30
    assert tree - DRAWN == set()


def test_what_is_drawn_as_an_exception_is_one_of_the_tree() -> None:
    tree = below("StackwrightError", classes())
    known = {one.name for one in classes()}
    assert (DRAWN & known) - tree == set()


def test_an_exception_that_is_not_of_the_tree_says_why() -> None:
    known = classes()
    tree = below("StackwrightError", known)
    outside = [one for one in known if one.bases & EXCEPTIONS and one.name not in tree]
    assert outside
    assert [one.name for one in outside if "Outside the tree: " not in one.says] == []

"""One Markdown template per role, rendered strictly."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from workbench.llm.blocks import Block, write_blocks
from workbench.rendering.templates import render

FOLDER = Path(__file__).parent


def example(stage: str) -> str:
    """The worked example of a planning stage: the JSON of an answer. Blocks."""
    return (FOLDER / "examples" / f"{stage}.json").read_text().strip()


def prompt(role: str, blocks: Iterable[Block], nonce: str, **values: object) -> str:
    """The prose of `role`.md followed by the material.

    Raises `jinja2.UndefinedError` when the template names a variable that was not given.
    """
    prose = render(FOLDER, f"{role}.md", nonce=nonce, **values)
    return prose.rstrip() + "\n\n# Material\n\n" + write_blocks(blocks, nonce) + "\n"

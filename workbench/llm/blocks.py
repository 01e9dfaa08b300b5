"""The block grammar of prompts and answers.

::

    <<<begin NONCE file path="backend/go.mod">>>
    module notes/backend
    <<<end NONCE>>>

The nonce is new for every call, and a line of material that looks like a delimiter is escaped, so
that no request and no source file can open or close a block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workbench.errors import StackwrightError

_DELIMITER_LIKE = re.compile(r"^(\\*)<<<(begin|end)\b")
_BEGIN = re.compile(
    r'^<<<begin (?P<nonce>\w+) (?P<kind>[a-z]+)(?P<attributes>( [a-z]+="[^"\n]*")*)>>>\s*$'
)
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"\n]*)"')
_THINKING = re.compile(r"<think>.*?(</think>|\Z)", re.S)
MAX_DELIMITER = 2_000
_FENCE = re.compile(r"^\s*(```|~~~)[\w.+-]*\s*$")


@dataclass(frozen=True)
class Block:
    """A piece of material: its kind, its attributes and its text."""

    kind: str
    text: str
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The attribute `path`; empty when there is none."""
        return self.attributes.get("path", "")


class UnreadableAnswer(StackwrightError):
    """An answer has no usable block; `reason` is sent to the model, which is asked again."""

    def __init__(self, reason: str, answer: str) -> None:
        self.reason = reason
        self.answer = answer
        super().__init__(reason)


def write_blocks(blocks: Iterable[Block], nonce: str) -> str:
    """Blocks as prompt or answer text."""
    return "\n\n".join(_write(block, nonce) for block in blocks)


def read_blocks(text: str, nonce: str) -> list[Block]:
    """The blocks of a text, in order.

    Tolerates prose around them, ``<think>`` passages, Windows line ends, and code fences around a
    block or its content. Raises `UnreadableAnswer` when there is none, or when one is cut off.
    """
    blocks: list[Block] = []
    current: Block | None = None
    lines: list[str] = []
    for line in _THINKING.sub("", text).replace("\r\n", "\n").split("\n"):
        if current is None:
            current, lines = _started(line, nonce), []
        elif line.rstrip() == f"<<<end {nonce}>>>":
            blocks.append(Block(current.kind, _content(lines), current.attributes))
            current = None
        else:
            lines.append(_unescape(line))
    if current is not None:
        raise UnreadableAnswer(f"the block {current.kind} {current.attributes} has no end", text)
    if not blocks:
        raise UnreadableAnswer("there is no block in the answer", text)
    return blocks


def join_cut_off(parts: list[str], nonce: str) -> str:
    """The parts of one answer as one text; a part that starts the cut-off block again replaces it."""
    text = ""
    for part in parts:
        opened = _unfinished(text, nonce)
        if opened is not None:
            line = text[opened:].split("\n", 1)[0].rstrip()
            again = part.lstrip()
            if again.split("\n", 1)[0].rstrip() == line:
                text, part = text[:opened], again
        text += part
    return text


class BlockWatcher:
    """Detects the blocks that start while an answer is streamed."""

    def __init__(self, nonce: str) -> None:
        self._nonce = nonce
        self._line = ""

    def feed(self, piece: str) -> list[Block]:
        """The blocks, without text, that start in this piece."""
        *lines, self._line = (self._line + piece).split("\n")
        if len(self._line) > MAX_DELIMITER:  # no delimiter; a long line comes in many pieces
            self._line = self._line[:MAX_DELIMITER] + "\0"
        started = [_started(line.rstrip("\r"), self._nonce) for line in lines]
        return [block for block in started if block is not None]


def _started(line: str, nonce: str) -> Block | None:
    """The block, without text, that starts in this line; None if none does."""
    begin = _BEGIN.match(line)
    if begin is None or begin["nonce"] != nonce:
        return None
    return Block(begin["kind"], "", dict(_ATTRIBUTE.findall(begin["attributes"])))


def _unfinished(text: str, nonce: str) -> int | None:
    """The offset of a block that has no end; None if every block has one."""
    start: int | None = None
    position = 0
    for line in text.split("\n"):
        if start is None and _started(line, nonce) is not None:
            start = position
        elif line.rstrip() == f"<<<end {nonce}>>>":
            start = None
        position += len(line) + 1
    return start


def _write(block: Block, nonce: str) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in block.attributes.items())
    content = "\n".join(_escape(line) for line in block.text.split("\n"))
    if not content.endswith("\n"):
        content += "\n"
    return f"<<<begin {nonce} {block.kind}{attributes}>>>\n{content}<<<end {nonce}>>>"


def _escape(line: str) -> str:
    return "\\" + line if _DELIMITER_LIKE.match(line) else line


def _unescape(line: str) -> str:
    return line[1:] if line.startswith("\\") and _DELIMITER_LIKE.match(line) else line


def _content(lines: list[str]) -> str:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    kept = lines[:end]
    if len(kept) >= 2 and _FENCE.match(kept[0]) and kept[-1].strip() in ("```", "~~~"):
        kept = kept[1:-1]
    return "\n".join(kept) + "\n" if kept else ""

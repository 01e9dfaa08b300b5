"""A model that spoils the offline model's answers: the only faked piece in these tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import PrivateAttr

from workbench.llm.blocks import Block, write_blocks
from workbench.offline.chat import OfflineChat
from workbench.offline.skills import answer

Spoil = Callable[[list[Block]], list[Block] | str]


@dataclass(frozen=True)
class Fault:
    """What is done to the answers of one task; `times` says to how many of them."""

    task: str
    spoil: Spoil
    times: int = 1


class SpoiledChat(OfflineChat):
    """The offline model with some of its answers spoiled."""

    _faults: tuple[Fault, ...] = PrivateAttr(default=())
    _asked: dict[str, int] = PrivateAttr(default_factory=dict)

    def reply(self, blocks: list[Block], nonce: str) -> str:
        task = next(block.text.strip() for block in blocks if block.kind == "task")
        given: list[Block] | str = answer(blocks)
        self._asked[task] = self._asked.get(task, 0) + 1
        for fault in self._faults:
            if fault.task == task and self._asked[task] <= fault.times:
                assert not isinstance(given, str)
                given = fault.spoil(given)
        return given if isinstance(given, str) else write_blocks(given, nonce)


def spoiled_model(*faults: Fault) -> SpoiledChat:
    """One model that remembers, over a whole run, what it was asked."""
    chat = SpoiledChat()
    chat._faults = faults
    return chat


def replacing(path: str, before: str, after: str) -> Spoil:
    """Replaces one piece of one file, which must be there."""

    def spoil(blocks: list[Block]) -> list[Block]:
        spoiled = []
        for block in blocks:
            if block.path == path:
                assert before in block.text, f"{path} has no {before!r}"
                block = Block(block.kind, block.text.replace(before, after), block.attributes)
            spoiled.append(block)
        assert any(block.path == path for block in blocks), f"there is no {path}"
        return spoiled

    return spoil


def adding(block: Block) -> Spoil:
    """Adds one more block to the answer."""
    return lambda blocks: [*blocks, block]


def every_second_file(blocks: list[Block]) -> list[Block]:
    """An answer with only half of the files."""
    return blocks[::2]


def chatter(blocks: list[Block]) -> str:
    """An answer that holds no block at all."""
    return "Certainly! Here is the code that you asked for:\n\n" + blocks[0].text

"""A request as the grammar divides it: entries of words, separators and groups in parentheses."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.offline.catalogue.foreign import Names, Noun
from workbench.offline.reading.languages.translating import Language, language_of, translated
from workbench.offline.reading.layout import laid_out
from workbench.offline.reading.structure.spelling import finished, spelled
from workbench.offline.reading.structure.structured import structured
from workbench.offline.reading.structure.writing import Writing

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

GRAMMAR = Path(__file__).parent / "request.lark"
_FOREIGN_AND = frozenset({"y", "e"})
SEPARATORS = ("COMMA",)
AND = frozenset({"and", "&", "plus", "und", "et", "sowie"})


@dataclass(frozen=True)
class Word:
    """One token of the request: `start` and `end` are its place, `index` its number.

    `noun` is what the catalogue calls a noun of another language.
    """

    text: str
    kind: str
    start: int
    end: int
    index: int
    noun: Noun | None = None

    @property
    def lower(self) -> str:
        """As words are looked up."""
        return self.text.lower()

    @property
    def is_many(self) -> bool:
        """True for the plural of a noun of another language."""
        return self.noun is not None and (
            self.lower != self.noun.one.lower() or self.noun.one == self.noun.many
        )

    @property
    def is_mark(self) -> bool:
        """True for punctuation, which means nothing by itself."""
        return not any(letter.isalnum() for letter in self.text)


@dataclass(frozen=True)
class Group:
    """What stands in parentheses: items between commas, each a list of its tokens."""

    items: tuple[tuple[Word, ...], ...]


@dataclass
class Entry:
    """A sentence, or an item of a bulleted list."""

    parts: list[Word | Group] = field(default_factory=list)
    bulleted: bool = False


@dataclass(frozen=True)
class Parsed:
    """A whole request; `text` is laid out.

    `language` is another one than English, whose nouns are left as they are. `writing` says where
    the text comes from.
    """

    text: str
    entries: list[Entry]
    words: list[Word]
    writing: Writing
    language: Language | None = None

    @property
    def is_foreign(self) -> bool:
        """True for another language than English."""
        return self.language is not None

    @property
    def names(self) -> Names:
        """What things and fields are called in its language."""
        return self.language.names if self.language is not None else Names()

    def in_request(self, first: Word, last: Word) -> tuple[int, int]:
        """Where the words from the first to the last stand in the request."""
        return self.writing.starts[first.start], self.writing.ends[last.end - 1]


def parsed(request: str) -> Parsed:
    """The request as the grammar divides it; every text can be."""
    writing = finished(structured(Writing.of(request)))
    language = language_of(writing.text)
    if language is None:
        writing = spelled(writing)
    if language is not None:
        writing = translated(writing, language)
    text = laid_out(writing.text)
    tree = grammar("request").parse(text)
    words: list[Word] = []
    entries = []
    for child in tree.children:
        bulleted = _is(child, "bullet")
        inner = _tree(child).children[0] if bulleted else child
        entries.append(Entry(_parts(_tree(inner), words, language), bulleted))
    return Parsed(text, entries, words, writing, language)


@lru_cache(maxsize=2)
def grammar(start: str) -> Lark:
    """The parser for `request` or `field`; loaded at the first request."""
    from lark import Lark

    return Lark(
        GRAMMAR.read_text(),
        start=start,
        parser="lalr",
        lexer="contextual",
        maybe_placeholders=False,
    )


def _is(child: object, name: str) -> bool:
    return getattr(child, "data", None) == name


def _tree(child: object) -> Tree[Token]:
    from lark import Tree

    assert isinstance(child, Tree)
    return child


def _parts(entry: Tree[Token], words: list[Word], language: Language | None) -> list[Word | Group]:
    parts: list[Word | Group] = []
    for child in entry.children:
        is_group = _is(child, "group")
        parts.append(
            _group(_tree(child), words, language) if is_group else _word(child, words, language)
        )
    return parts


def _word(token: object, words: list[Word], language: Language | None) -> Word:
    from lark import Token

    assert isinstance(token, Token)
    assert token.start_pos is not None
    assert token.end_pos is not None
    joins = bool(words) and words[-1].kind not in ("COMMA", "COLON", "LPAR")
    joins = joins and language is not None and token.lower() in _FOREIGN_AND
    kind = "COMMA" if joins else token.type
    noun = language.names.nouns.get(token.lower()) if language is not None else None
    words.append(Word(str(token), kind, token.start_pos, token.end_pos, len(words), noun))
    return words[-1]


def _group(tree: Tree[Token], words: list[Word], language: Language | None) -> Group:
    items: list[list[Word]] = [[]]
    depth = 0
    for token in tree.scan_values(lambda _value: True):
        word = _word(token, words, language)
        depth += {"LPAR": 1, "RPAR": -1}.get(word.kind, 0)
        outermost = depth == 1
        if outermost and (word.kind in (*SEPARATORS, "LPAR") or word.lower in AND):
            items.append([])
        elif depth > 0:
            items[-1].append(word)
    return Group(tuple(tuple(item) for item in items if item))

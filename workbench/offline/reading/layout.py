"""Marks where sentences and list items begin, so that the grammar need not know of lines.

The text keeps its length: a place in what is returned is the same place in the request.
"""

from __future__ import annotations

import re

STOP, BULLET = "\x1e", "\x1f"
DEEPEST = 2  # parentheses within parentheses: a field's note; what is deeper is read as plain words
_OPENING = {"(": ")", "[": "]", "{": "}"}
_QUOTES = '"“”„«»`*‘‚‹›「」『』\x1e\x1f'
_APOSTROPHES = "'’"
# The wide punctuation of East Asian texts, by what it stands for.
_WIDE = str.maketrans("（）［］｛｝、，：；。．｜！？", "()[]{},,:;;.|!?") | {
    ord("−"): "-",
    ord("\u00a0"): " ",
}
_MOST_CAPITALS = 4  # so many words without a small letter are shouted, and are no abbreviations
_BULLETED = re.compile(r"[^\S\n]*(?:[-*•–+]|\d{1,2}[.)])[^\S\n]+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$|\x1e)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:min|max|e\.g|i\.e|etc|approx|no|vs|incl|z\.B|bzw|usw)\.)$", re.I
)
_GOES_ON = re.compile(
    r"(?:[,:(/|–]|\b(?:and|or|with|of|for|to|each|every|per|a|an|the|has|have|in|on|by|my|our|und|mit))$",
    re.I,
)


def laid_out(text: str) -> str:
    """The text with STOP and BULLET for line ends and sentence ends that separate; linear in time.

    Parentheses in it are balanced, at most `DEEPEST` deep, all of one kind.
    """
    text = _quiet(text.translate(_WIDE))
    characters = [
        " " if _is_quote(text, place) and letter != "*" else letter
        for place, letter in enumerate(text)
    ]
    depths = _parentheses(characters)
    _lines(characters, depths)
    _sentences(characters, depths)
    return "".join(" " if letter in "*\n" else letter for letter in characters)


def _quiet(text: str) -> str:
    """A text that is all in capitals, in small letters."""
    shouted = len(re.findall(r"[^\W\d_]{2,}", text)) >= _MOST_CAPITALS and text.isupper()
    if not shouted:
        return text
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _is_quote(text: str, place: int) -> bool:
    """True for a quotation mark; an apostrophe within a word is none."""
    if text[place] in _APOSTROPHES:
        return not (text[place - 1 : place].isalnum() and text[place + 1 : place + 2].isalnum())
    return text[place] in _QUOTES


def _parentheses(characters: list[str]) -> list[int]:
    """Blanks what is not paired or too deep; the depth at each place."""
    open_at: list[int] = []
    partner: dict[int, int] = {}
    for place, letter in enumerate(characters):
        if letter in _OPENING:
            open_at.append(place)
        elif letter in _OPENING.values() and open_at:
            if _OPENING[characters[open_at[-1]]] == letter:
                partner[place] = open_at.pop()
    pairs = {start: end for end, start in partner.items()}
    depths, depth, real = [], 0, 0
    for place, letter in enumerate(characters):
        if place in pairs:
            depth += 1
            real = min(depth, DEEPEST)
            characters[place] = "(" if depth <= DEEPEST else " "
        elif place in partner:
            characters[place] = ")" if depth <= DEEPEST else " "
            depth -= 1
            real = min(depth, DEEPEST)
        elif letter in "()[]{}":
            characters[place] = " "
        depths.append(real)
    return depths


def _lines(characters: list[str], depths: list[int]) -> None:
    """Turns each line end into a space, or into a mark if the next line stands alone."""
    text = "".join(characters)
    _lines_in_parentheses(characters, text, depths)
    first = _BULLETED.match(text)
    if first is not None:
        _bullet(characters, first)
    begin, listing = 0, False
    for line in text.split("\n")[:-1]:
        end = begin + len(line)
        following = _line_after(text, end)
        before, begin = line.strip(), end + 1
        if depths[end] > 0:
            continue
        listing = before.endswith(":") or (listing and bool(before))
        bulleted = _BULLETED.match(text, end + 1)
        if bulleted is not None:
            _bullet(characters, bulleted)
        elif not following:
            characters[end] = STOP
        elif listing and before:
            characters[end] = BULLET
        elif not before or _stands_alone(before, following):
            characters[end] = STOP


def _line_after(text: str, end: int) -> str:
    close = text.find("\n", end + 1)
    return text[end + 1 : close if close >= 0 else len(text)].strip()


def _lines_in_parentheses(characters: list[str], text: str, depths: list[int]) -> None:
    """A line end separates items if nothing else does; else it is a space."""
    start = 0
    while start < len(depths):
        if depths[start] == 0:
            start += 1
            continue
        close = start
        while close < len(depths) and depths[close] > 0:
            close += 1
        by_line = "," not in text[start:close] and "\n" in text[start:close].strip("( \n\t")
        for place in range(start, close):
            if characters[place] == "\n":
                characters[place] = "," if by_line else " "
        start = close


def _bullet(characters: list[str], match: re.Match[str]) -> None:
    for place in range(match.start(), match.end()):
        if characters[place] != "\n":
            characters[place] = " "
    characters[match.start()] = BULLET


def _stands_alone(before: str, after: str) -> bool:
    return not _GOES_ON.search(before[-20:]) and (after[0].isupper() or after[0] in "#")


def _sentences(characters: list[str], depths: list[int]) -> None:
    for place, letter in enumerate(characters):
        if letter == ";":
            characters[place] = "," if depths[place] > 0 else STOP
    text = "".join(characters)
    for match in _SENTENCE_END.finditer(text):
        place = match.start()
        if depths[place] > 0:
            continue
        if match[0] != "." or not _ABBREVIATED.search(text[max(0, place - 8) : place + 1]):
            for position in range(match.start(), match.end()):
                characters[position] = " "
            characters[place] = STOP

"""Reads the words that name a thing: what opens the sentence, the thing, and what it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from workbench.offline.catalogue.entries import system, systems, things
from workbench.offline.english import is_plural, plural, singular
from workbench.offline.reading.calling import does_something, is_thing
from workbench.offline.reading.dividing.wishes_named import is_doing
from workbench.offline.reading.fields.numbers import number_word
from workbench.offline.reading.tokens import Word
from workbench.offline.reading.vocabulary import vocabulary

LONGEST_NAME = 4
LONGEST_COUNT = 3
# Stand between the container and the thing: `a list of books`, `une application pour gérer`.
_INTRODUCES = frozenset(
    {"of", "for", "to", "about", "für", "von", "pour", "para", "per", "de", "di", "van"}
)


@dataclass
class Relation:
    """`for each plant`: the words, and the noun in them."""

    words: list[Word]
    noun: list[Word]

    @property
    def target(self) -> str:
        """The noun as entities are known: lower case, singular."""
        return key_of(self.noun)


@dataclass
class NounPhrase:
    """`opening` says nothing; `container` is what the thing is kept in; the noun may be empty.

    `quantifier` is the word for each of many, if there is one, `quantity` says that there are many.
    `count` is how many, which no plan holds. `rest` has no place in it.
    """

    opening: list[Word] = field(default_factory=list)
    container: list[Word] = field(default_factory=list)
    quantifier: list[Word] = field(default_factory=list)
    quantity: list[Word] = field(default_factory=list)
    count: list[Word] = field(default_factory=list)
    noun: list[Word] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    rest: list[Word] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The noun as entities are known."""
        return key_of(self.noun)

    @property
    def text(self) -> str:
        """The noun as the request has it."""
        return " ".join(word.text for word in self.noun)

    @property
    def is_plural(self) -> bool:
        """True if the noun is in the plural."""
        if self.noun and self.noun[-1].noun is not None:
            return self.noun[-1].is_many
        return bool(self.noun) and is_plural(self.noun[-1].lower)

    @property
    def english(self) -> str:
        """The noun as the catalogue calls it, in one or in many; else as the request has it."""
        if not self.noun or self.noun[-1].noun is None:
            return self.text
        return plural(self.key) if self.noun[-1].is_many else self.key

    @property
    def is_begun(self) -> bool:
        """True if a verb of requests opens it: `track …`."""
        return any(word.lower in vocabulary().opening for word in self.opening)

    @property
    def is_name(self) -> bool:
        """True if the noun is short enough to be one, and no word of it belongs to the grammar."""
        words = [word.lower for word in self.noun]
        return 0 < len(words) <= LONGEST_NAME and is_thing(words)


def key_of(noun: list[Word]) -> str:
    """`Journal entries` as ``journal entry``."""
    if not noun:
        return ""
    words = [part for word in noun for part in word.lower.split("_")]
    known = noun[-1].noun
    return " ".join([*words[:-1], known.key if known is not None else singular(words[-1])])


def noun_phrase(words: list[Word]) -> NounPhrase:
    """Divides the words; each is in exactly one part of what is returned, but for the platform."""
    known = vocabulary()
    phrase = NounPhrase()
    rest = about_records([word for word in words if not word.is_mark])
    rest = _opened(_counted(rest, phrase), phrase)
    while (skipped := _container_of(rest)) > 0:
        phrase.container += rest[:skipped]
        rest = _opened(rest[skipped:], phrase)
        if phrase.container[-1].lower == "to" and does_something([word.lower for word in rest]):
            rest = rest[1:]  # `split` of `a tool to split bills` is reported
    end = next(
        (n for n, word in enumerate(rest) if n and word.lower in known.preposition), len(rest)
    )
    head, tail = rest[:end], rest[end:]
    begin = max((n + 1 for n, word in enumerate(head) if word.lower in known.determiner), default=0)
    if begin < len(head):
        phrase.rest += head[:begin]
        head = head[begin:]
    while len(head) > 1 and head[-1].lower in known.container and not _are_records(head[-1]):
        phrase.container.insert(0, head.pop())
    if len(head) > 1 and phrase.container and is_doing([head[-1].lower]):
        if key_of(head[:-1]) in things():
            phrase.container.insert(0, head.pop())  # `an event planning app`
    if len(head) > 1 and _is_count(head[0]) and is_plural(head[-1].lower):
        phrase.count, head = head[:1], head[1:]
    single = len(head) == 1 and head[0].lower in known.container and not _are_records(head[0])
    if single and (phrase.container or not tail):
        phrase.container.insert(0, head.pop())
    phrase.noun = head
    phrase.relations = list(_relations(tail))
    return phrase


def about_records(words: list[Word]) -> list[Word]:
    """The words but for `mobile` of `a mobile app`, and `shared` of `a shared notes app`.

    They say how the whole should be, and name nothing: so they are reported.
    """
    known = vocabulary()
    whole = [n for n, word in enumerate(words) if word.lower in known.container]
    last = max(whole, default=0)
    return [
        word
        for n, word in enumerate(words)
        if n >= last or word.lower not in known.platform or _is_of_system(words, n)
    ]


def _is_of_system(words: list[Word], place: int) -> bool:
    """True for a word of `ride sharing` and `phone book`, which are known by both words."""
    pairs = (words[max(place - 1, 0) : place + 1], words[place : place + 2])
    return any(" ".join(word.lower for word in pair) in systems() for pair in pairs)


def _counted(words: list[Word], phrase: NounPhrase) -> list[Word]:
    """Takes off `many` or `any number of`."""
    for length in (3, 1, 2):
        if " ".join(word.lower for word in words[:length]) in vocabulary().quantity:
            phrase.quantity = words[:length]
            return words[length:]
    return words


def _is_count(word: Word) -> bool:
    """True for `3` and `two`; a year is a part of a name."""
    return number_word(word.lower) and not (
        word.lower.isdecimal() and len(word.lower) > LONGEST_COUNT
    )


def _are_records(word: Word) -> bool:
    """True for `job applications` and `mailing lists`: several containers are what is kept."""
    return is_plural(word.lower) and singular(word.lower) in vocabulary().container


def named_by_container(phrase: NounPhrase) -> NounPhrase:
    """The phrase of `a diary (title, text)`: without a noun, the container names the records."""
    if phrase.noun or not phrase.container:
        return phrase
    named = next((word for word in phrase.container if word.lower in systems()), None)
    last = named or phrase.container[-1]
    if last.lower in vocabulary().software:
        return phrase
    return replace(phrase, container=[w for w in phrase.container if w is not last], noun=[last])


def _opened(words: list[Word], phrase: NounPhrase) -> list[Word]:
    """Takes off the words that open a phrase: verbs of building, articles, `each`."""
    known = vocabulary()
    place = 0
    while place < len(words):
        lower = words[place].lower
        if lower in known.quantifier:
            phrase.quantifier.append(words[place])
        elif lower in known.preposition and lower not in ("for", "to"):
            break
        elif lower in known.container and place and words[place - 1].lower in known.determiner:
            break  # `a list of books`: here it is not a verb
        elif _begins_system(words, place):
            break  # `a store`, `a help desk`: here it is no verb
        elif lower in known.ability and place and words[place - 1].lower == "to":
            phrase.opening.append(words[place])  # `I want to add expenses`
        elif lower in known.opening or (
            lower in known.filler and lower not in known.container and lower not in known.person
        ):
            if place == len(words) - 1 and place and lower not in known.filler:
                break
            phrase.opening.append(words[place])
        else:
            break
        place += 1
    return words[place:]


def _begins_system(words: list[Word], place: int) -> bool:
    before = words[place - 1].lower if place else ""
    if before not in vocabulary().determiner or words[place].lower not in vocabulary().opening:
        return False
    pair = " ".join(word.lower for word in words[place : place + 2])
    return words[place].lower in systems() or pair in systems()


def _container_of(words: list[Word]) -> int:
    """How many words of `a list of books` or `an app to manage books` stand before the thing."""
    known = vocabulary()
    for place, word in enumerate(words[:LONGEST_NAME]):
        if word.lower in _INTRODUCES:
            return place + 1 if place and place + 1 < len(words) else 0
        records = word.lower in known.kind and "of" in (w.lower for w in words[place + 1 :][:1])
        if word.lower not in known.container and not records:
            return 0
    return 0


def _relations(tail: list[Word]) -> list[Relation]:
    known = vocabulary()
    relations: list[Relation] = []
    for word in tail:
        if word.lower in known.preposition:
            relations.append(Relation([word], []))
            continue
        relations[-1].words.append(word)
        neutral = word.lower in known.determiner or word.lower in known.quantifier
        if not neutral:
            relations[-1].noun.append(word)
    return relations


def with_container(phrase: NounPhrase) -> str:
    """The noun, and as many of the containers after it as make it the name of a system."""
    if not phrase.noun:
        return ""
    after = [word.text for word in phrase.container if word.index > phrase.noun[-1].index]
    for length in range(len(after), 0, -1):
        whole = " ".join([phrase.text, *after[:length]])
        if whole.lower() in systems():
            return whole
    return phrase.text


def known_as(phrase: NounPhrase) -> str:
    """What a system is known by: a help desk by both words. Many hotels are records, and no system."""
    whole = with_container(phrase).lower()
    if whole in systems() or not phrase.noun:
        return whole
    last = phrase.noun[-1]
    if last.noun is not None:
        return whole if last.is_many and phrase.key in things() else phrase.key
    return whole if singular(last.lower) != last.lower else phrase.key


def usual_things(phrase: NounPhrase) -> list[str] | None:
    """What a system called so keeps; None for an app that keeps the thing of its name: a restaurant app."""
    name = known_as(phrase)
    usual = system(name)
    names_thing = bool(phrase.container) and name == phrase.key and name in things()
    return None if usual is None or (names_thing and name not in usual) else usual

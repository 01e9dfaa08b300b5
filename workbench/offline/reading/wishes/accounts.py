"""Accounts, ownership and roles: what is read of the phrases that name no records.

A phrase is read only if every word of it belongs to one of the forms below; any other stays
unread, and is reported.
"""

from __future__ import annotations

from itertools import pairwise

from workbench.offline.english import singular
from workbench.offline.reading.ideas import EntityIdea
from workbench.offline.reading.mentions import Owning, find
from workbench.offline.reading.nouns import key_of
from workbench.offline.reading.sentences import Reader
from workbench.offline.reading.tokens import Word
from workbench.offline.reading.vocabulary import Feature, is_own, vocabulary
from workbench.offline.reading.wishes.restrictions import Restriction, restriction

# Words of `Users must sign in with an e-mail address and a password before they see anything`.
_ABOUT_ACCOUNTS = frozenset(
    [
        "log",
        "logged",
        "logging",
        "sign",
        "signed",
        "signing",
        "in",
        "up",
        "out",
        "must",
        "can",
        "may",
        "should",
        "need",
        "needs",
        "able",
        "only",
        "nothing",
        "anything",
        "everything",
        "see",
        "use",
        "using",
        "address",
        "mail",
        "e-mail",
        "email",
        "password-protected",
        "protected",
        "before",
        "first",
        "after",
        "required",
        "own",
        "their",
        "user-accounts",
        "user",
        "new",
    ]
)
# What a form of sign-in names that is not built: such a phrase stays unread.
_OTHER_ACCOUNTS = frozenset({"google-login", "oauth", "sso", "session", "sessions"})
_PAIRS = (
    ("sign", "in"),
    ("sign", "up"),
    ("signing", "in"),
    ("signing", "up"),
    ("log", "in"),
    ("logging", "in"),
    ("signed", "in"),
    ("logged", "in"),
)
_PRIVATE = frozenset({"private", "personal"})
_ONLY = frozenset({"only", "just"})
_SEES = frozenset(
    [
        "can",
        "may",
        "should",
        "must",
        "see",
        "sees",
        "view",
        "views",
        "read",
        "reads",
        "edit",
        "edits",
        "access",
        "change",
        "manage",
        "manages",
    ]
)
_THEM = frozenset(
    {
        "them",
        "it",
        "everything",
        "anything",
        "these",
        "those",
        "records",
        "the",
        "a",
        "an",
        "any",
        "all",
        "new",
    }
)


def read_accounts(reader: Reader) -> None:
    """Notes accounts, owners and roles, and marks the words that say so as read."""
    result = reader.result
    for run in reader.ledger.unread():
        if is_about_accounts(run) and not _is_denied(reader, run):
            result.has_accounts = True
            reader.ledger.read(run)
    for owning in reader.owning:
        _owned(reader, owning)
    for run in reader.ledger.unread():
        _private(reader, run)
        _sees_own(reader, run)
    for entry in reader.parsed.entries:
        found = restriction(entry)
        if found is not None:
            _restricted(reader, found)
    for run in reader.ledger.unread():
        if denies_accounts(run) and not _is_denied(reader, run) and not result.has_accounts:
            result.left_out.append(reader.ledger.quoted(run))
            reader.ledger.read(run)
    if result.has_accounts:
        _tell(reader)


def _is_denied(reader: Reader, run: list[Word]) -> bool:
    """True for what `denials` reads: `without login`."""
    words = {word.index for segment in reader.denied for word in segment.words}
    return any(word.index in words for word in run)


def is_about_accounts(run: list[Word]) -> bool:
    """True for a phrase that asks for accounts and nothing else."""
    known = vocabulary()
    words = [word.lower for word in run]
    if known.denial.intersection(words) and not known.condition.intersection(words):
        return False
    return _says_accounts(words)


def denies_accounts(run: list[Word]) -> bool:
    """True for `users do not need to sign in`; `not everyone needs a password` says less."""
    known = vocabulary()
    words = [word.lower for word in run]
    denies = known.denial.intersection(words) and not known.condition.intersection(words)
    if not denies or words[0] == "not":
        return False
    return _says_accounts(
        [word for word in words if word not in known.denial | {"anybody", "have"}]
    )


def _says_accounts(words: list[str]) -> bool:
    known = vocabulary()
    if any(word in _OTHER_ACCOUNTS for word in words):
        return False
    features = [word for word in words if known.features.get(word) is Feature.ACCOUNTS]
    named = any(word not in ("sign", "register") for word in features)
    paired = any(pair in pairwise(words) for pair in _PAIRS)
    stated = "register" in words and any(word in known.person for word in words)
    return (named or paired or stated) and all(
        word in features
        or word in _ABOUT_ACCOUNTS
        or known.is_neutral(word)
        or word in known.person
        or word in known.preposition
        for word in words
    )


def _owned(reader: Reader, owning: Owning) -> None:
    """`Each user has their own plants.`"""
    words = [*owning.subject, *(word for item in owning.items for word in item.by)]
    for item in owning.items[:1]:
        words += [word for word in item.words if is_own(word.lower)]
    owned = [entity for entity in owning.entities if entity is not None]
    known = vocabulary()
    is_whole = len(owned) == len(owning.entities) and all(
        word.is_mark
        or known.is_neutral(word.lower)
        or word.lower in known.person
        or word.lower in known.quantifier
        for word in owning.subject
    )
    if not is_whole or not (owning.sure or reader.result.has_accounts):
        last = owning.items[0].words[-1]
        reader.ledger.reported_whole(owning.subject[0], last)
        return
    reader.result.has_accounts = True
    for entity in owned:
        entity.owned = True
    reader.ledger.read(words)
    reader.ledger.read(
        word
        for item in owning.items
        for word in item.words
        if is_own(word.lower) and word.lower not in _PRIVATE
    )


def _private(reader: Reader, run: list[Word]) -> None:
    """`Plants are private.`"""
    words = [word for word in run if not vocabulary().is_neutral(word.lower)]
    if len(words) < 2 or words[-1].lower not in _PRIVATE:
        return
    entity = _entity(reader, words[:-1])
    if entity is not None:
        entity.owned = True
        reader.result.has_accounts = True
        reader.ledger.read(run)


def _sees_own(reader: Reader, run: list[Word]) -> None:
    """`Everyone sees only their own notes.`"""
    known = vocabulary()
    words = [word.lower for word in run]
    only = any(word in _ONLY for word in words) and "their" in words
    end = max((n + 1 for n, word in enumerate(words) if word == "their" or is_own(word)), default=0)
    entity = _entity(reader, run[end:])
    persons = any(word in known.person for word in words[:end])
    said = all(
        word in _SEES | _ONLY or word in known.person or known.is_neutral(word) or is_own(word)
        for word in words[:end]
    )
    if entity is not None and persons and said and (only or any(map(is_own, words))):
        entity.owned = True
        reader.result.has_accounts = True
        reader.ledger.read(run)


def _restricted(reader: Reader, said: Restriction) -> None:
    """`Only admins can delete plants.`"""
    nouns = [[word for word in words if word.lower not in _THEM] for words in said.objects if words]
    named = [words for words in nouns if words]
    entities = [_entity(reader, words) for words in named] or list(reader.result.entities)
    found = [entity for entity in entities if entity is not None and not entity.owned]
    if len(found) < max(len(entities), 1):
        reader.ledger.reported_whole(said.words[0], said.words[-1])
        return
    role = singular(said.role.lower)
    for entity in found:
        for action in said.actions:
            entity.restricted[action] = role
    reader.result.has_accounts = True
    if role not in reader.result.roles:
        reader.result.roles.append(role)
    reader.ledger.read(said.words)


def _entity(reader: Reader, words: list[Word]) -> EntityIdea | None:
    return find(reader.result.entities, key_of(words))


def _tell(reader: Reader) -> None:
    """Says what the request leaves open of its accounts."""
    result = reader.result
    result.assumptions.append(
        "Everybody may register, with an e-mail address and a password of at least 8 characters; "
        "nothing is to be seen without signing in."
    )
    for entity in result.entities:
        if entity.owned:
            result.assumptions.append(
                f"Each account sees and changes its own {entity.many.lower()} only."
            )
    shared = [entity.many.lower() for entity in result.entities if not entity.owned]
    if shared:
        result.assumptions.append(f"All accounts see the same {', '.join(shared)}.")

"""Accounts, ownership and roles: what is read of the phrases that name no records.

A phrase is read only if every word of it belongs to one of the forms below; any other stays
unread, and is reported.
"""

from __future__ import annotations

from itertools import pairwise

from workbench.offline.english import singular
from workbench.offline.reading.ideas import EntityIdea
from workbench.offline.reading.mentions import Owning
from workbench.offline.reading.nouns import key_of
from workbench.offline.reading.sentences import Reader
from workbench.offline.reading.tokens import Entry, Group, Word
from workbench.offline.reading.vocabulary import Feature, vocabulary

# Words of `Users must sign in with an e-mail address and a password before they see anything`.
_ABOUT_ACCOUNTS = frozenset(
    ["log", "logged", "logging", "sign", "signed", "signing", "in", "up", "out", "must", "can", "may", "should", "need", "needs", "able", "only", "not", "nothing", "anything", "everything", "see", "use", "using", "address", "mail", "e-mail", "email", "password-protected", "protected", "before", "first", "after", "required", "own", "their", "user-accounts", "user", "new"]
)  # fmt: skip
# What a form of sign-in names that is not built: such a phrase stays unread.
_OTHER_ACCOUNTS = frozenset({"google-login", "oauth", "sso", "session", "sessions"})
_PAIRS = (("sign", "in"), ("sign", "up"), ("log", "in"), ("signed", "in"), ("logged", "in"))
_PRIVATE = frozenset({"private", "personal"})
_CAN = frozenset({"can", "may", "could", "should", "are", "allowed", "able", "to", "be"})
_THEM = frozenset({"them", "it", "everything", "anything", "these", "those", "records", "the", "a",
                   "an", "any", "all", "new"})  # fmt: skip
_ACTIONS = {
    "create": ("add", "create", "post", "write", "enter"),
    "replace": ("edit", "change", "update", "modify"),
    "delete": ("delete", "remove"),
}
_ALL_ACTIONS = frozenset({"manage", "maintain"})


def read_accounts(reader: Reader) -> None:
    """Notes accounts, owners and roles, and marks the words that say so as read."""
    result = reader.result
    for run in reader.ledger.unread():
        if is_about_accounts(run):
            result.has_accounts = True
            reader.ledger.read(run)
    for owning in reader.owning:
        _owned(reader, owning)
    for run in reader.ledger.unread():
        _private(reader, run)
    for entry in reader.parsed.entries:
        _restricted(reader, _clause_of_only(entry))
    if result.has_accounts:
        _tell(reader)


def is_about_accounts(run: list[Word]) -> bool:
    """True for a phrase that asks for accounts and nothing else."""
    known = vocabulary()
    words = [word.lower for word in run]
    if any(word in _OTHER_ACCOUNTS for word in words):
        return False
    features = [word for word in words if known.features.get(word) is Feature.ACCOUNTS]
    named = any(word not in ("sign", "register") for word in features)
    paired = any(pair in pairwise(words) for pair in _PAIRS)
    stated = "register" in words and any(word in known.person for word in words)
    return (named or paired or stated) and all(
        word in features or word in _ABOUT_ACCOUNTS or known.is_neutral(word)
        or word in known.person or word in known.preposition
        for word in words
    )  # fmt: skip


def _owned(reader: Reader, owning: Owning) -> None:
    """`Each user has their own plants.`"""
    words = [*owning.subject, *(word for item in owning.items for word in item.by)]
    for item in owning.items[:1]:
        words += [word for word in item.words if word.lower in ("own", *_PRIVATE)]
    owned = [entity for entity in owning.entities if entity is not None]
    known = vocabulary()
    is_whole = len(owned) == len(owning.entities) and all(
        word.is_mark or known.is_neutral(word.lower)
        or word.lower in known.person or word.lower in known.quantifier
        for word in owning.subject
    )  # fmt: skip
    if not is_whole or not (owning.sure or reader.result.has_accounts):
        last = owning.items[0].words[-1]
        reader.ledger.reported_whole(owning.subject[0], last)
        return
    reader.result.has_accounts = True
    for entity in owned:
        entity.owned = True
    reader.ledger.read(words)
    reader.ledger.read(word for item in owning.items for word in item.words
                       if word.lower == "own")  # fmt: skip


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


def _clause_of_only(entry: Entry) -> list[Word]:
    """The words from the last `only` of a sentence to its end; none where a list follows it."""
    clause: list[Word] = []
    for part in entry.parts:
        if isinstance(part, Group):
            clause = []
        elif clause or part.lower == "only":
            clause = [part] if part.lower == "only" else [*clause, part]
    return [word for word in clause if not word.is_mark]


def _restricted(reader: Reader, run: list[Word]) -> None:
    """`Only admins can delete plants.`"""
    words = [word for word in run if word.lower not in ("and", "or")]
    if len(words) < 3:
        return
    name, rest = words[1], words[2:]
    if rest[0].lower not in _CAN or name.lower in vocabulary().person or not name.text.isalpha():
        return
    rest = [word for word in rest if word.lower not in _CAN]
    actions = [word for word in rest if _actions_of(word)]
    nouns = [word for word in rest if word not in actions and word.lower not in _THEM]
    entities = [_entity(reader, nouns)] if nouns else list(reader.result.entities)
    found = [entity for entity in entities if entity is not None and not entity.owned]
    if not actions or len(found) < max(len(entities), 1):
        return
    role = singular(name.lower)
    for entity in found:
        for word in actions:
            for action in _actions_of(word):
                entity.restricted[action] = role
    reader.result.has_accounts = True
    if role not in reader.result.roles:
        reader.result.roles.append(role)
    reader.ledger.read(run)


def _actions_of(word: Word) -> list[str]:
    if word.lower in _ALL_ACTIONS:
        return list(_ACTIONS)
    return [action for action, verbs in _ACTIONS.items() if word.lower in verbs]


def _entity(reader: Reader, words: list[Word]) -> EntityIdea | None:
    key = key_of(words)
    return next((entity for entity in reader.result.entities if entity.words == key), None)


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

"""Names that generated systems have beside those of the plan, which the plan's must not meet."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from workbench.plan.access import CREDENTIALS

# Types of the generated server's domain and of the page's client, beside those of the entities.
_RESERVED_ENTITIES = """
ApiError Auth ConflictError ErrInUse ErrNotFound ErrUnsigned FieldError Listed
NonNullable Paging Problem Promise Record RoundedSum RuleError Signed Sorting Total ValidationError
"""
RESERVED_ENTITIES = frozenset(_RESERVED_ENTITIES.split()) | {CREDENTIALS}
# Keywords and predeclared names of Go, then what the files of a generated server import, and what they
# declare or call their variables: the variable of a record never has such a name.
_GO_NAMES = """
any append bool break byte cap case chan const continue copy default defer delete else
error fallthrough false float64 for func go goto if import int int64 interface len
make map max min new nil package range return select string struct switch true type
var

able accountKey accountToRegister acting add agrees amounts api application apply
argon2 array arrayOf as asDecimal asEmail asJSON asText at atomic base64 body
bodyError bytes call callerOf checkNumber client cmp conditions config contains
context create created ctx debug decimal decimals decodeBody direct direction domain
drainTimeout driver embed emptyAPI emptyAPIAt environment equal err errRefusedInWords
errors exec expectation falseFirst field filepath fmt formatInstant
formatOptionalInstant freeAddress fs get getList group handler helped hex holds http
httpapi httptest id in index instantFormat io isHeader itemPath items json labels list
listens login lowerCase mail main maps match matching math maxItems memory
methodNotAllowed migrate migrations mime names net newTable newToken nobody number
numberOr numberRule oneChanged optionalID optionalMember optionalOrder order orderOf
os page pageOf pairs parseOptionalInstant passwords path pathID pointer pointerTo
problem query queryError queryer rand record reflect regexp remove repeat repeated
replace requestError requestID requestIDKey result roles row rows run runtime s
sameInstant sameMembers sameNumber searchOf seed seed1 seed2 serial serve signIn
sent serveDocument serverBinary sha256 signal slices slog sql sqlite sqlite3 startServer
statusOfMe statusRecorder step store stranger strconv strings subtle sync syscall
table testing text textRule texts time token tokenDigest total trace tracesJSON
transactionKey translate tryServer typeOf unique update url user utf8 validation
valueOr values waitUntilReady whole withServerBinary without writeJSON writeProblem
"""
GO_NAMES = frozenset(_GO_NAMES.split())
# Types and components that a generated page or form imports or declares, or has from its language.
_PAGE_NAMES = """
Array Button Choices ConfirmDelete Controller Dialog Empty Error ErrorBoundary ErrorNote FormField
Home Layout Link Loading Pagination Props ReactNode Session SessionProvider Set SortHead Values
"""
PAGE_NAMES = frozenset(_PAGE_NAMES.split())
# Types that are generated for every entity, as suffixes of its name.
TYPES_OF_AN_ENTITY = ("Input", "Orders", "Query")


def clashes(entities: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs of the name of an entity and what already has this name, in words."""
    for name in entities:
        if name in RESERVED_ENTITIES:
            yield name, "a type that every generated system has"
        for suffix in TYPES_OF_AN_ENTITY:
            if name.endswith(suffix) and name.removesuffix(suffix) in entities:
                yield name, f"a type that is generated for {name.removesuffix(suffix)}"

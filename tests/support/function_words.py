"""Words of the grammar, which no name may have: written down here, apart from the lists of the reading."""

from __future__ import annotations

FUNCTION = frozenset(
    ["a", "an", "the", "and", "or", "but", "not", "no", "never", "without", "unless", "if", "when", "than", "less", "least", "most", "more", "fewer", "below", "above", "under", "over", "before", "after", "since", "until", "from", "between", "with", "by", "like", "as", "must", "can", "cannot", "may", "should", "will", "are", "be", "have", "belong", "belongs", "who", "which", "that", "where", "them", "it", "we", "our", "your", "their", "only", "each", "every", "all", "any", "both", "several", "many", "zero", "one", "two", "three", "min", "max", "maximum", "minimum", "optional", "optionally", "unique", "maybe", "possibly", "perhaps", "required", "default", "hashed", "read-only", "starting", "rounded", "exceed", "go", "fall", "users", "nobody", "everyone", "people", "print", "lend", "borrow", "follow", "sell", "vote", "send", "edit", "delete", "help"]
)

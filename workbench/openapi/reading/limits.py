"""How large a client's document may be. Each limit is well above every public document tried.

The largest of docs/public-documents.md (GitHub's) has 13 MB, 258,000 values and 22 levels;
the deepest (PagerDuty's) has 31 levels.
"""

from __future__ import annotations

# Bytes of a document, all of its files together: what a reader builds of it fits into memory.
MAX_BYTES = 32 * 1024 * 1024
# Levels of objects and arrays: validators and the YAML writer call themselves once or more a level,
# and Python ends them after 1,000 calls.
MAX_DEPTH = 100
# Objects, arrays and single values, each use of a YAML alias counted as a copy: a few lines of
# nested aliases can stand for billions.
MAX_VALUES = 1_000_000
# Digits of one number: the largest double has 309; Python refuses to read integers over 4,300.
MAX_DIGITS = 310
# Files that one document may be spread over; DigitalOcean's folder has about 2,900.
MAX_FILES = 5_000

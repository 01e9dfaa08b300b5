"""Tables of SQL, types of programming languages and JSON, as things with their fields."""

from __future__ import annotations

import re

from workbench.offline.reading.structure.writing import Writing

_CREATE = re.compile(
    r"\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?[`\"\[]?(\w+)[`\"\]]?\s*\(", re.I
)
_COLUMN = re.compile(
    r"([(,]\s*[`\"]?\w+[`\"]?)\s+(?=(?:int|integer|bigint|smallint|serial|text|varchar|char|decimal"
    r"|numeric|float|double|real|boolean|bool|date|datetime|timestamp|uuid)\b)",
    re.I,
)
_REFERENCED = re.compile(r"(\breferences\s+\w+)\s*\(\s*\w+\s*\)", re.I)
_TYPE = re.compile(
    r"(?:\bexport\s+)?(?:\bpublic\s+)?\b(?:data\s+class|interface|class|model|entity|struct|record|type)"
    r"\s+([A-Z]\w*)\s*(?:struct\s*|=\s*|\([^()]*\)\s*|(?:extends|implements)\s+[\w, ]+)?(?=[{:])"
)
_ATTRIBUTES = (
    (re.compile(r"@unique\b"), " unique"),
    (re.compile(r"@id\b"), " primary key"),
    (re.compile(r"(:\s*\w+)\s*\|\s*(?:null|undefined|None)\b"), r"\1 optional"),
    (re.compile(r"(?<=[;{\n])\s*(?:readonly|private|public|protected)\s+"), " "),
)
_ARRAY = re.compile(
    r"(:\s*)(?:(?:string|str|text)\[\]|(?:Array|List|list)\s*[<\[]\s*(?:string|str)\s*[>\]])", re.I
)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>")
_ADDRESS = re.compile(r"\b(https?):(//[^\s()]+)")
_COMMENT = re.compile(r"(?<=[^\s(,])([ \t]+)(?://|#)([ \t]+\S[^\n]*)(?=\n|$)")
_KEY = re.compile(r"(\"[^\"\n]+\")\s*:\s*(?=[{\[])")
_OUTER = re.compile(r"\A(\s*)\{(.*)\}(\s*)\Z", re.S)
_OBJECTS = re.compile(r"\A\s*\{\s*\"[^\"\n]+\"\s*:\s*[{\[]")


def code_read(writing: Writing) -> Writing:
    """Code in the text as things with their fields; a text without any stays as it is."""
    writing = writing.sub(_ARRAY, r"\1list").sub(_TAG, " ")
    writing = writing.sub(_ADDRESS, r"\1∶\2; ").sub(_COMMENT, "\\1; \\2\n\n")
    if _CREATE.search(writing.text):
        writing = _tables(writing)
    if _TYPE.search(writing.text):
        writing = writing.sub(_TYPE, r"\1 ")
        for pattern, template in _ATTRIBUTES:
            writing = writing.sub(pattern, template)
    if _OBJECTS.match(writing.text):
        writing = writing.sub(_OUTER, r"\1 \2 \3").sub(_KEY, r"\1 ")
    return writing


def _tables(writing: Writing) -> Writing:
    writing = writing.sub(_REFERENCED, r"\1")
    writing = writing.sub(_COLUMN, r"\1:")
    return writing.sub(_CREATE, r"\1 (")

"""The table of public documents: a row for each, accepted or refused in one line."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from bench.public_documents.__main__ import SOURCES
from bench.public_documents.measuring import measure
from tests.support.documents import minimal


def test_a_sound_document_is_accepted_with_its_repairs_by_kind(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(minimal(openapi="3.0.3", servers=[{"url": "https://a.example/v1"}])))
    row = measure("A document", path).row
    assert row.startswith("| A document | 3.0.3 | 1 | accepted | 1 version")
    assert "1 server path" in row


def test_what_is_refused_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text("openapi: 3.1.0\nwebhooks: {}\n")
    measured = measure("Webhooks", path)
    assert measured.refusal.startswith("/paths: there are no paths")
    assert measured.row.startswith("| Webhooks | – | 0 | refused: /paths")


def test_each_source_is_named_once() -> None:
    documents = tomllib.loads(SOURCES.read_text())["document"]
    names = [document["name"] for document in documents]
    assert len({*names}) == len(names) >= 25
    assert all(document["repository"].count("/") == 1 for document in documents)

"""Which paths a template stands for."""

from __future__ import annotations

import pytest

from workbench.plan.path_templates import is_like, is_path_of, values_of


@pytest.mark.parametrize(
    ("template", "path", "is_one"),
    [
        ("/notes/{id}", "/notes/7", True),
        ("/notes/{id}", "/notes/{{note}}", True),
        ("/notes/{id}", "/notes/7/tags", False),
        ("/notes/{id}", "/notes/", False),
        ("/notes/{note_id}/tags/{id}", "/notes/1/tags/2", True),
        ("/files/{name}.json", "/files/a.json", True),
        ("/files/{name}.json", "/files/axjson", False),
        ("/notes", "/notes", True),
    ],
)
def test_a_parameter_stands_for_one_segment_or_a_part_of_it(
    template: str, path: str, is_one: bool
) -> None:
    assert is_path_of(template, path) is is_one


@pytest.mark.parametrize(
    ("pattern", "path", "is_one"),
    [("/notes/*", "/notes/7", True), ("/notes/*", "/notes/7/tags", False), ("/n.*", "/nx1", False)],
)
def test_a_star_stands_for_one_segment(pattern: str, path: str, is_one: bool) -> None:
    assert is_like(pattern, path) is is_one


def test_the_values_of_a_templates_parameters() -> None:
    assert values_of("/notes/{id}/tags/{tag}", "/notes/7/tags/a%20b") == {"id": "7", "tag": "a b"}
    assert values_of("/notes/{id}", "/notes") == {}
    assert values_of("/notes", "/notes") == {}

"""Errors that no test expects are findings of their own: Vitest's report leaves them out."""

from __future__ import annotations

from workbench.gates.frontend_tests import unhandled_errors

OUTPUT = """
 \x1b[32m✓\x1b[39m src/x.test.tsx (1 test) 57ms
\x1b[31m⎯⎯⎯⎯⎯⎯\x1b[39m\x1b[1m\x1b[41m Unhandled Errors \x1b[49m\x1b[22m\x1b[31m⎯⎯⎯⎯⎯⎯\x1b[39m

Vitest caught 2 unhandled errors during the test run.

\x1b[31m⎯⎯⎯⎯⎯\x1b[39m\x1b[1m\x1b[41m Uncaught Exception \x1b[49m\x1b[22m\x1b[31m⎯⎯⎯⎯⎯\x1b[39m
\x1b[31m\x1b[1mTypeError\x1b[22m: Cannot read properties of undefined (reading 'toFixed')\x1b[39m
 ❯ Rating src/pages/Rating.tsx:12:8

⎯⎯⎯⎯⎯ Unhandled Rejection ⎯⎯⎯⎯⎯
Error: the list did not load
 ❯ load src/api/client.ts:3:9
⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯

 Test Files  1 passed (1)
"""


def test_each_error_is_named_with_where_it_came_from() -> None:
    first, second = unhandled_errors(OUTPUT)
    assert first.message == (
        "an error that no test expects: "
        "TypeError: Cannot read properties of undefined (reading 'toFixed')"
    )
    assert "src/pages/Rating.tsx:12:8" in first.evidence
    assert "Rejection" not in first.evidence
    assert second.message == "an error that no test expects: Error: the list did not load"
    assert "Test Files" not in second.evidence


def test_without_such_errors_there_are_none() -> None:
    assert unhandled_errors(" Test Files  1 passed (1)") == []

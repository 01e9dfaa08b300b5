"""What is quoted of a server's log where a request failed."""

from __future__ import annotations

from workbench.harness.servers import LONGEST_LINE, MOST_ERROR_LINES, errors_in


def test_only_lines_that_tell_of_an_error_are_quoted() -> None:
    log = 'level=INFO msg=started\nlevel=ERROR msg="database is locked"\nlevel=INFO msg=request'
    assert errors_in(log) == '\n\nThe server\'s log:\nlevel=ERROR msg="database is locked"'


def test_a_log_without_errors_adds_nothing() -> None:
    assert errors_in("level=INFO msg=started\n") == ""


def test_of_many_errors_the_last_are_quoted_each_cut_to_a_length() -> None:
    log = "\n".join(f"panic {number} " + "x" * LONGEST_LINE for number in range(20))
    lines = errors_in(log).splitlines()[3:]
    assert [line.split()[1] for line in lines] == ["15", "16", "17", "18", "19"]
    assert len(lines) == MOST_ERROR_LINES
    assert {len(line) for line in lines} == {LONGEST_LINE}

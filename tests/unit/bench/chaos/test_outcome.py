"""The table of chaos: sums of trials, and every problem of one is named."""

from __future__ import annotations

from bench.chaos.answers import answers
from bench.chaos.commands import commands
from bench.chaos.documents import documents, plans
from bench.chaos.kills import NODES, SIGNALS, cases
from bench.chaos.left_files import DAMAGE, LEFT
from bench.chaos.outcome import Outcome, rows
from bench.chaos.page import page
from bench.chaos.programs import programs
from bench.chaos.trigger import MOMENTS
from graph.build import graph


def test_a_row_sums_the_trials_of_one_kind_and_one_sandbox() -> None:
    one = Outcome("kills", "a", survived=True)
    other = Outcome("kills", "b", survived=False, processes=2, exit_codes=1, note="it hung")
    without = Outcome("kills", "c", survived=True, sandbox=False)
    first, second = rows([one, other, without])
    assert (first.tried, first.survived, first.left) == (2, 1, (2, 0, 0, 0, 0, 1))
    assert (second.sandbox, second.tried) == (False, 1)
    assert one.problems == []
    assert other.problems == ["it hung", "processes: 2", "exit_codes: 1"]


def test_the_page_names_what_is_not_as_it_must_be() -> None:
    text = page([Outcome("kills", "SIGKILL as judge works", survived=False, note="it hung")])
    assert "| kills | with | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |" in text
    assert "- kills: SIGKILL as judge works: it hung" in text


def test_the_matrix_has_every_node_of_the_graph_in_three_moments_with_five_signals() -> None:
    nodes = {name for name in graph.get_graph().nodes if not name.startswith("__")}
    assert set(NODES) == nodes
    assert len(cases()) == len(NODES) * len(MOMENTS) * len(SIGNALS) == 13 * 3 * 5


def test_the_corpus_has_at_least_seventy_entries_with_names_of_their_own() -> None:
    tables = (programs(), answers(), documents(), plans(), commands())
    names = [entry.name for table in tables for entry in table]
    names += [entry.__name__ for entry in (*LEFT, *DAMAGE)]
    assert len(set(names)) == len(names)
    assert len(names) - len(commands()) >= 70

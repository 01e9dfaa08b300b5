"""Properties of the judge's rule, on random histories and on the cases that it was made for."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from workbench.progress.ledger import Assessment, Ledger
from workbench.progress.rule import Decision, Limits, Outcome, better, decide, missed
from workbench.workspace.repair_scope import RepairScope

names = st.frozensets(st.sampled_from("abcdef"), max_size=4)


@st.composite
def judged_trees(draw: st.DrawFn) -> Assessment:
    red = draw(st.frozensets(st.sampled_from(["g1", "g2", "g3"]), max_size=3))
    fingerprints = draw(names) if red else frozenset()
    return Assessment(
        tree=draw(st.text("0123456789abcdef", min_size=6, max_size=6)),
        stage=draw(st.integers(0, 4)),
        green=draw(st.frozensets(st.sampled_from(["p1", "p2", "g1", "g2"]), max_size=3)) - red,
        red_gates=red,
        red_checks=frozenset(),
        fingerprints=fingerprints or (frozenset({"x"}) if red else frozenset()),
        open=draw(st.frozensets(st.sampled_from(["o1"]), max_size=1)),
    )


def play(trees: list[Assessment], limits: Limits) -> list[Decision]:
    """Feeds trees to the rule until it ends the run."""
    ledger, decisions = Ledger(), []
    for tree in trees:
        again = tree.tree in ledger.seen_trees and not ledger.rechecked
        decision = missed(ledger, limits) if again else decide(ledger, tree, limits)
        decisions.append(decision)
        ledger = decision.ledger
        if decision.outcome not in (Outcome.REPAIR, Outcome.RECHECK):
            break
    return decisions


@given(st.lists(judged_trees(), min_size=1, max_size=20), st.integers(1, 12), st.integers(0, 4))
def test_a_run_always_ends_within_its_limits(
    trees: list[Assessment], attempts: int, stagnation: int
) -> None:
    decisions = play(trees, Limits(attempts, stagnation))
    repairs = [decision for decision in decisions if decision.outcome is Outcome.REPAIR]
    assert len(repairs) < attempts + 1
    assert all(decision.ledger.attempts <= attempts for decision in decisions)


@given(st.lists(judged_trees(), min_size=2, max_size=20))
def test_head_is_always_the_best_tree_so_oscillation_cannot_harm(trees: list[Assessment]) -> None:
    decided = [d for d in play(trees, Limits()) if d.outcome is not Outcome.RECHECK]
    assume(decided)
    for decision in decided:
        assert decision.ledger.best is not None
        assert decision.head == decision.ledger.best.tree


@given(st.lists(judged_trees(), min_size=2, max_size=20))
def test_the_last_progress_is_followed_by_at_most_stagnation_plus_one_tries(
    trees: list[Assessment],
) -> None:
    since = 0
    for decision in play(trees, Limits(max_attempts=100, max_stagnation=2)):
        if decision.outcome is Outcome.RECHECK:
            continue
        since = 0 if decision.improved else since + 1
        assert since <= 3


@given(judged_trees(), judged_trees())
def test_going_back_to_findings_that_were_seen_is_never_progress(
    a: Assessment, b: Assessment
) -> None:
    assume(a.stage == b.stage and a.fingerprints - b.fingerprints)
    assert not better(a, b, a.fingerprints | b.fingerprints)


@given(judged_trees())
def test_verified_needs_nothing_red_and_nothing_open(tree: Assessment) -> None:
    decision = decide(Ledger(), tree, Limits())
    is_verified = decision.outcome is Outcome.VERIFIED
    assert is_verified == (not tree.red_gates and not tree.open)


def judged(tree: str, stage: int, fp: str, **more: frozenset[str]) -> Assessment:
    none: frozenset[str] = frozenset()
    fields = {"green": none, "red_checks": none, "open": none} | more
    return Assessment(
        tree=tree, stage=stage, fingerprints=frozenset(fp), red_gates=frozenset({"g"}), **fields
    )


def test_fewer_findings_are_progress_and_more_are_not() -> None:
    assert better(judged("b", 1, "a"), judged("a", 1, "ab"), frozenset("ab"))
    assert not better(judged("b", 1, "abc"), judged("a", 1, "ab"), frozenset("ab"))


def test_a_swap_counts_only_for_findings_never_seen() -> None:
    assert better(judged("b", 1, "c"), judged("a", 1, "a"), frozenset("a"))
    assert not better(judged("b", 1, "c"), judged("a", 1, "a"), frozenset("ac"))


def test_a_green_check_that_turned_red_is_never_progress() -> None:
    best = judged("a", 1, "ab", green=frozenset({"p"}))
    assert not better(judged("b", 3, "c", red_checks=frozenset({"p"})), best, frozenset("ab"))


def test_some_findings_resolved_and_others_first_seen_is_progress() -> None:
    before = judged("a", 1, "abcdef")
    after = judged("b", 1, "cdefgh")
    assert better(after, before, frozenset("abcdef"))
    assert not better(after, before, frozenset("abcdefg")), "g is known: it was brought back"


def test_what_was_verified_may_not_become_open() -> None:
    assert not better(judged("b", 3, "a", open=frozenset({"o"})), judged("a", 1, "ab"), frozenset())


def test_each_attempt_without_progress_widens_the_scope() -> None:
    decisions = play([judged(str(n), 1, "a") for n in range(9)], Limits())
    assert [decision.scope for decision in decisions] == [
        RepairScope.EDIT,
        RepairScope.FILE,
        RepairScope.COMPONENT,
        None,
    ]
    assert decisions[-1].outcome is Outcome.STAGNATION


def test_something_open_is_run_once_more_and_then_not_verified() -> None:
    none: frozenset[str] = frozenset()
    tree = Assessment(
        tree="t",
        stage=2,
        green=none,
        red_gates=none,
        red_checks=none,
        fingerprints=none,
        open=frozenset({"ui.journey"}),
    )
    first = decide(Ledger(), tree, Limits())
    second = decide(first.ledger, tree, Limits())
    assert (first.outcome, second.outcome) == (Outcome.RECHECK, Outcome.NOT_VERIFIED)
    assert second.ledger.attempts == 1


def test_a_ledger_survives_its_json() -> None:
    ledger = decide(Ledger(), judged("a", 1, "ab", green=frozenset({"p"})), Limits()).ledger
    assert Ledger.model_validate(ledger.to_state()) == ledger

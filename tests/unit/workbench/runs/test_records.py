"""What is known of runs survives them, and says who is still alive."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.runs.records import RECORD_FILE, RunRecord, RunStore, UnknownRun


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


def test_a_run_of_this_process_is_running_and_one_of_a_dead_process_interrupted(
    store: RunStore,
) -> None:
    record = store.open("20260101-a", "A notes app")
    assert record.state_now == "running"
    dead = record.model_copy(update={"process_started": record.process_started - 100})
    assert dead.state_now == "interrupted"
    gone = record.model_copy(update={"pid": 2**22 + 1})
    assert gone.state_now == "interrupted"
    finished = gone.model_copy(update={"state": "finished"})
    assert finished.state_now == "finished"


def test_runs_are_listed_newest_first_and_broken_records_left_out(store: RunStore) -> None:
    for name in ("20260101-a", "20260102-b", "20260103-c"):
        store.open(name, name)
    (store.folder("20260102-b") / RECORD_FILE).write_text("{")
    assert [record.id for record in store.all()] == ["20260103-c", "20260101-a"]


def test_a_name_may_be_cut_short_while_it_says_which(store: RunStore) -> None:
    store.open("20260101-abc", "x")
    store.open("20260101-abd", "x")
    assert store.get("20260101-abd").id == "20260101-abd"
    assert store.get("20260101-abc").id == "20260101-abc"
    for name in ("20260101-ab", "2027", ""):
        with pytest.raises(UnknownRun):
            store.get(name)


def test_an_update_keeps_the_rest_and_makes_nothing_up(store: RunStore) -> None:
    record = store.open("20260101-a", "A notes app", resumable=True)
    store.update("20260101-a", state="finished", verified=True)
    assert store.get("20260101-a") == record.model_copy(
        update={"state": "finished", "verified": True}
    )
    store.update("never", state="finished")
    assert store.find("never") is None


def test_a_forgotten_run_leaves_nothing(store: RunStore) -> None:
    store.open("20260101-a", "x")
    store.forget("20260101-a")
    assert store.all() == []
    assert not store.folder("20260101-a").exists()


def test_a_record_reads_back_as_it_was_written(store: RunStore) -> None:
    record = store.open("20260101-a", "Ünïcode “quoted”", options={"context": {"model": "auto"}})
    assert store.find("20260101-a") == record
    assert RunRecord.model_validate_json(record.model_dump_json()) == record


def test_a_record_with_the_model_that_older_ones_had_is_read() -> None:
    record = RunRecord(id="r1", request="notes", started=1.0, pid=1, process_started=1.0)
    old = {**record.model_dump(mode="json"), "model": ""}
    assert RunRecord.model_validate(old) == record

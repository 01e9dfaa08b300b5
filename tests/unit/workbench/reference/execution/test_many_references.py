"""Arrays of references: stored in order, refused as a whole, filtered by one, emptied by deletes."""

from __future__ import annotations

from tests.support.talking import Talk
from tests.support.workshop import workshop
from workbench.reference.execution.symbols import ABSENT, RecordId

TOOL = {"name": "Saw", "serial": "S1", "shelf": 2}


def talk_with_tags() -> tuple[Talk, list[RecordId]]:
    """A conversation in which there are two new tags beside the seeded one."""
    talk = Talk(workshop())
    return talk, [talk.make("/tags", {"name": name}) for name in ("Sharp", "Heavy")]


def test_the_ids_are_sent_back_in_ascending_order_and_an_empty_array_by_default() -> None:
    talk, (sharp, heavy) = talk_with_tags()
    made = talk.ask("POST", "/tools", TOOL | {"tags": [heavy, sharp]})
    assert made.body["tags"] == [sharp, heavy]
    assert talk.ask("POST", "/tools", TOOL).body["tags"] == []
    assert talk.status("POST", "/tools", TOOL | {"tags": None}) == {201, 400, 422}


def test_a_seeded_record_refers_to_seeded_ones() -> None:
    talk, _ = talk_with_tags()
    [anvil] = talk.ask("GET", "/tools").body
    assert anvil["tags"] == [RecordId("Tag", 1)]


def test_an_unknown_id_refuses_the_whole_and_names_the_field() -> None:
    talk, (sharp, _) = talk_with_tags()
    gone = talk.make("/tags", {"name": "Gone"})
    assert talk.ask("DELETE", f"/tags/{gone}").status == {204}
    refused = talk.ask("POST", "/tools", TOOL | {"tags": [sharp, gone]})
    assert refused.status == {422}
    assert refused.fields == ("tags",)
    assert talk.status("POST", "/tools", TOOL | {"tags": [sharp, sharp]}) == {422}
    assert len(talk.ask("GET", "/tools").body) == 1


def test_a_list_is_narrowed_to_the_records_that_have_one_of_them() -> None:
    talk, (sharp, heavy) = talk_with_tags()
    saw = talk.make("/tools", TOOL | {"tags": [sharp, heavy]})
    axe = talk.make("/tools", TOOL | {"tags": [sharp]})
    found = [
        [one["id"] for one in talk.ask("GET", "/tools", ABSENT, query={"tags": tag}).body]
        for tag in (sharp, heavy, "987654321")
    ]
    assert found == [[axe, saw], [saw], []]
    assert talk.status("GET", "/tools", ABSENT, query={"tags": "abc"}) == {400}


def test_a_deleted_record_goes_from_every_array_and_nothing_else_changes() -> None:
    talk, (sharp, heavy) = talk_with_tags()
    saw = talk.make("/tools", TOOL | {"tags": [sharp, heavy]})
    before = talk.ask("GET", f"/tools/{saw}").body
    assert talk.ask("DELETE", f"/tags/{sharp}").status == {204}
    assert talk.ask("GET", f"/tools/{saw}").body == before | {"tags": [heavy]}
    assert talk.ask("GET", "/tools", ABSENT, query={"tags": sharp}).body == []

"""The page's client has a function for every operation that no entity's conventions make."""

from __future__ import annotations

from bench.recorded.assembling import written_plan
from tests.support.plans import NOTES, planned
from workbench.scaffold.client_views import client_operations
from workbench.scaffold.project import protected_files

STUDIO = written_plan("studio")


def test_operations_beside_crud_are_functions_of_their_own() -> None:
    views = {view.operation.id: view for view in client_operations(STUDIO)}
    assert set(views) == {"closeLesson", "register", "login", "me"}
    assert views["closeLesson"].parts == ("path",)
    assert views["closeLesson"].options == "params: { path }"
    assert (views["login"].parts, views["login"].token, views["login"].record) == (
        ("body",),
        ".token",
        ".account",
    )
    assert not views["me"].keeps_token


def test_the_client_keeps_and_sends_the_token_where_there_are_accounts() -> None:
    files = protected_files(STUDIO, "")
    client, index = files["frontend/src/api/client.ts"], files["frontend/src/api/index.ts"]
    assert "`Bearer ${value}`" in client
    assert "made.use(signing)" in client
    assert "keepToken(answer.token);" in index
    assert "return answer.account;" in index
    assert 'closeLesson(path: operations["closeLesson"]["parameters"]["path"])' in index


def test_without_accounts_the_client_knows_of_no_token() -> None:
    files = protected_files(planned(NOTES), "")
    text = files["frontend/src/api/client.ts"] + files["frontend/src/api/index.ts"]
    assert "token" not in text.lower()

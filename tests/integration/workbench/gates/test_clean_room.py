"""clean_room carries out the README as written, and says which command does not work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.systems import built_context, change
from workbench.gates import clean_room
from workbench.harness.gate_context import GateContext
from workbench.harness.readme.job import sections
from workbench.progress.results import Status

README = """# A system

Some `inline` words.

## Run it

```sh
first
```

and then

```bash
second
third
```

```json
{"not": "a command"}
```

## Empty

### Ship it

```console
fourth
```
"""


def test_the_shell_blocks_of_a_readme_belong_to_their_heading() -> None:
    titles_and_blocks = [(section.title, section.blocks) for section in sections(README)]
    assert titles_and_blocks == [("Run it", ("first", "second\nthird")), ("Ship it", ("fourth",))]


async def test_a_command_that_does_not_work_is_named(sound_notes: Path, tmp_path: Path) -> None:
    context = await built_context(sound_notes, tmp_path)
    change(context.folder, "README.md", ("make build", "make release"), ("make test", "true"))
    result = await clean_room.check(context)
    assert result.status is Status.FAILED
    [finding] = result.findings
    assert finding.message == "README: `make release`: it ended with exit code 2"
    assert "No rule to make target" in finding.evidence
    # What came before it was carried out: both servers answered.
    assert result.passed_checks == (
        "clean:cd backend && go run ./cmd/server",
        "clean:cd frontend && npm ci && npm run dev",
        "clean:true",
    )


@pytest.mark.thorough
async def test_without_a_network_of_its_own_the_port_variables_are_set_and_it_is_said(
    sound_notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none(_context: GateContext, _folder: Path) -> bool:
        return False

    monkeypatch.setattr(clean_room, "_has_own_network", none)
    context = await built_context(sound_notes, tmp_path)
    change(context.folder, "README.md", ("make test", "false"))
    result = await clean_room.check(context)
    assert [finding.check for finding in result.findings] == ["clean:false"]
    assert result.deviations == (
        "the README's commands were run with PORT and PAGE_PORT set, because this host has no "
        "network namespaces",
    )

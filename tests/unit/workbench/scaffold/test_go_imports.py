"""A generated Go file imports what it uses, and nothing else."""

from __future__ import annotations

import re

import pytest

from tests.support.desk import desk
from tests.support.plans import LIBRARY, planned
from workbench.plan.system import BindingRole, SystemPlan
from workbench.scaffold.backend import backend_files
from workbench.scaffold.project import module_name


def only_created() -> SystemPlan:
    """The library, whose books can be created and nothing else."""
    plan = planned(LIBRARY)
    kept = [
        binding
        for binding in plan.bindings
        if binding.entity != "Book" or binding.role is BindingRole.CREATE
    ]
    return plan.model_copy(update={"bindings": kept})


@pytest.mark.parametrize("plan", [planned(LIBRARY), desk(), only_created()])
def test_every_import_is_used(plan: SystemPlan) -> None:
    checked = 0
    for path, text in backend_files(plan, module_name(plan)).items():
        if not path.endswith(".go"):
            continue
        block = re.search(r"^import \(\n(.*?)^\)\n(.*)", text, re.M | re.S)
        if block is None:
            continue
        checked += 1
        imports = re.findall(r'^\t"([^"]+)"$', block[1], re.M)
        unused = [name for name in imports if f"{name.rsplit('/', 1)[-1]}." not in block[2]]
        assert unused == [], path
    assert checked > 10, "files that import are not recognised"

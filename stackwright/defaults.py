"""Defaults of the options: the environment wins over `.env`, and `.env` over `stackwright.toml`."""

from __future__ import annotations

import os
import tomllib
from typing import Any

from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from graph.context import BuildOptions, in_plain_words
from workbench.errors import InputError
from workbench.host.untrusted.files import read_users_file
from workbench.llm.settings import ENV_FILE, check_env_file

FILE = "stackwright.toml"


# Not among the defaults: they belong to one build.
NOT_DEFAULTED = frozenset({"out", "replace", "record", "replay", "openapi", "plan"})


class Defaults(BuildOptions, BaseSettings):
    """STACKWRIGHT_MODEL, STACKWRIGHT_BUDGET_USD, …, or the same names in lower case in the file."""

    model_config = SettingsConfigDict(
        env_prefix="STACKWRIGHT_", env_file=ENV_FILE, env_ignore_empty=True, extra="ignore"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (env_settings, dotenv_settings, InitSettingsSource(settings_cls, _from_file()))


def options_with_defaults(given: dict[str, Any]) -> dict[str, Any]:
    """What was given on the command line over the defaults; None counts as not given.

    Raises `StackwrightError` for a file or a variable that cannot be read.
    """
    check_env_file()
    try:
        defaults = Defaults().model_dump(exclude_unset=True, exclude=set(NOT_DEFAULTED))
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        where = f"{name} in {FILE} or STACKWRIGHT_{name.upper()}"
        raise InputError(f"{where}: {in_plain_words(first)}") from error
    except SettingsError as error:  # only a list is read as JSON
        name = next((name for name in Defaults.model_fields if f'"{name}"' in str(error)), "")
        raise InputError(
            f'STACKWRIGHT_{name.upper()}: write a list as JSON, for example ["zod"]'
        ) from error
    return defaults | {name: value for name, value in given.items() if value is not None}


def _from_file() -> dict[str, Any]:
    if not os.path.lexists(FILE):
        return {}
    try:
        found = tomllib.loads(read_users_file(FILE, "the file").decode())
    except UnicodeDecodeError as error:
        raise InputError(f"{FILE} is not UTF-8 text; convert it, for example with iconv") from error
    except OSError as error:
        raise InputError(f"{FILE} cannot be read: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{FILE} is not TOML: {error}") from error
    allowed = [name for name in Defaults.model_fields if name not in NOT_DEFAULTED]
    unknown = sorted(set(found) - set(allowed))
    if unknown:
        known = ", ".join(allowed)
        raise InputError(f"{FILE}: unknown name {unknown[0]}; known are {known}")
    return found

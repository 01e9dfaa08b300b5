"""The endpoint that the environment, or a `.env` file in the current folder, names."""

from __future__ import annotations

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Endpoint(BaseSettings):
    """OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL; the environment wins over `.env`."""

    model_config = SettingsConfigDict(
        env_prefix="OPENAI_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    api_key: SecretStr | None = None
    base_url: str = ""
    model: str = ""

    @property
    def is_configured(self) -> bool:
        """True if there is a key or a base URL."""
        return self.api_key is not None or bool(self.base_url)

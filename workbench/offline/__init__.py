"""The offline model: a chat model that reads a small request language and fills in templates."""

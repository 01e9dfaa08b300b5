"""The offline model: a chat model that fills in templates and says so."""

"""The offline blueprint model: a chat model that fills in templates and says so."""

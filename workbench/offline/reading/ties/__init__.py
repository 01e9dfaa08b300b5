"""How kinds of records belong together, as the words between them say."""

"""Public OpenAPI documents, and what `--openapi` makes of each: the table of docs/public-documents.md."""

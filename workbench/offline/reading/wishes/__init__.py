"""Reads the phrases that name no records: accounts, roles, charts."""

"""Accounts in the templates: who may do what, and whom tests call as."""

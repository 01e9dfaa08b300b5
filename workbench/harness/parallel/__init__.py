"""Requests that reach a server at the same moment, and the lock of its database meanwhile."""

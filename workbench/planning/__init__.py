"""Turns a planner's answer into an accepted plan: applies conventions and checks the result."""

"""Traces that cover every decision of the executable plan: one file for each kind of decision.

No file writes an expectation. Each says which requests to send; the reference says what they must be
answered (`writing`), and a request whose answer the plan does not decide is left out.
"""

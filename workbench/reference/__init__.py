"""What the plan predicts: the traces that prove it, the test data and accounts that they use."""

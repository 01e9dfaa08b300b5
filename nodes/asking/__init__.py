"""How a node asks a model: which model, what it is shown, what it may spend, how answers are read."""

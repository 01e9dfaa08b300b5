"""What the pages of a plan must show: the rows of a list, and the text of each field."""

"""Plan, evidence, answer, summary: the logic that the command line and the terminal app share."""

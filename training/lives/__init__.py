"""What people say in eight languages, for training.generator: facts about lives, kinds of lines, orders, sentences."""

"""What people say in eight languages, one file a language, for training.generator: facts about lives, kinds of lines, orders."""

"""Messages, questions, sentences and orders in eight languages, never learned from: the reader is measured with them."""

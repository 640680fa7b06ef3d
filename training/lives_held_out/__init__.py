"""Messages, questions, sentences and orders by hand in eight languages that the reader never learns from: it is measured with them."""

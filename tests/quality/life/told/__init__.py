"""What the life tells: the lines, mails and papers that searches and questions are about, and those that mislead."""

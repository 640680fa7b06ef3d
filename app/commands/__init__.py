"""One verb a file: the options, then a `run` that works on a Runtime and prints through app.output.report."""

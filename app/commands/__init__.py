"""One file a verb: each parses nothing, prints through app.report and returns an exit code."""

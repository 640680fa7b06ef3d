"""Conversations labelled by hand, by which summaries are measured."""

"""Answers plain questions from a folder of hand-edited facts, with their sources."""

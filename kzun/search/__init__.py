"""Search over facts: from a question to an answer."""

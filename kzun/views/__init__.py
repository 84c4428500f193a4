"""Views: an answer as text, in each format."""

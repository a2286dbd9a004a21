"""What an edit of a spec means: its changes, and which recorded trials still belong."""

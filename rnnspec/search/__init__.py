"""A study searched: opened, asked, judged, concluded."""

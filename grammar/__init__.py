"""The grammar of the language, and known mistakes with their messages."""

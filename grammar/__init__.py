"""The grammar of the language, known mistakes, and the parser's tables made of both."""

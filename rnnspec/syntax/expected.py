"""What could have stood there, in words.

In: the kinds of tokens that the parser would have taken. Out: a phrase for "expected ...".
"""

VALUE = frozenset({"NUMBER", "STRING", "NAME", "TRUE", "LPAR"})
"""Where all of these may stand, a value may."""

ELEMENTS = (
    ("REPEAT", "a layer"),
    ("REQUIRE", "a setting"),
    ("MODEL", "a block"),
    ("NUMBER", "a number"),
    ("STRING", "a string"),
    ("NAME", "a name"),
)
"""The first of these that may stand names what the place is for."""

SIGNS = {
    "EQUAL": "`=`",
    "TILDE": "`~`",
    "COLON": "`:`",
    "COMMA": "`,`",
    "LPAR": "`(`",
    "LBRACE": "`{`",
    "CHOICE": "`choice`",
    "FROM": "`from`",
    "AS": "`as`",
    "ELSE": "`else`",
    "RPAR": "`)`",
    "RSQB": "`]`",
    "RBRACE": "`}`",
}

OPERATORS = frozenset({"PLUS", "STAR", "COMPARE", "AND"})


def expected(acceptable: set[str]) -> str:
    """The phrase; operators are named only where nothing else could stand."""
    kinds = acceptable - ({"CHOICE"} if "REPEAT" in acceptable else set())
    phrases = []
    if kinds >= VALUE:
        phrases.append("a value")
        kinds -= {"LPAR", "CHOICE"}
    else:
        phrases.extend([phrase for kind, phrase in ELEMENTS if kind in kinds][:1])
    if "COMMA" in kinds:
        kinds -= {"COLON"}
    if kinds & {"COMMA", "RPAR", "RSQB"}:
        kinds -= {"LPAR"}
    signs = [kind for kind in SIGNS if kind in kinds]
    phrases.extend(SIGNS[kind] for kind in signs)
    if not phrases:
        phrases = ["an operator"] if kinds & OPERATORS else ["the end of the file"]
    *most, last = phrases
    return f"{', '.join(most)} or {last}" if most else last

"""What cannot be done, for whoever asked: the errors that are no bugs of rnnspec."""


class Refused(Exception):
    """Something that cannot be done; the message says why, in a line.

    `code` names the kind of problem where it has one, `help` are ways out.
    """

    def __init__(self, message: str, *help: str, code: str | None = None) -> None:
        super().__init__(message)
        self.help = help
        self.code = code


class ArgumentError(Refused):
    """A call that is wrong by itself, whatever a spec, its data or a run hold."""

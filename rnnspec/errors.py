"""What cannot be done, for whoever asked: the errors that are no bugs of rnnspec."""


class Refused(Exception):
    """Something that cannot be done; the message says why, in a line."""


class ArgumentError(Refused):
    """A call that is wrong by itself, whatever a spec, its data or a run hold."""

"""Distributions: one file a family, and nothing else knows the families.

A file of this room holds everything about its members: how they are written and which arguments are
sound, values and masses, what libraries draw for them, Python text for scripts, how two of them
differ. `contract` says what that is, `encoding` what a library may draw, `table` finds the files.
"""

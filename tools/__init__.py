"""What writes the generated files of the tree: `make generate`. No command needs it."""

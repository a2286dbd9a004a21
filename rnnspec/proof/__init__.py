"""What holds over the whole space: ranges, shapes, counts, each with its counter-example."""

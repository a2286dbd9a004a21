"""The plan: the calls of Keras and of the runtime that a study stands for."""

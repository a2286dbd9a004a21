"""Trainings by Keras: the one executor so far."""

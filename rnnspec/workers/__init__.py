"""Where trainings run: processes of this machine."""

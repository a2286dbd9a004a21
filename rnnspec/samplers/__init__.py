"""Samplers: the libraries that propose configurations, behind one ask / tell contract."""

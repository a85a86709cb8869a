"""What every test shares. The database comes from pytest-django and ``tests/settings.py``."""

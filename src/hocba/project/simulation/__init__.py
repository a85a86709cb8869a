"""A city that is made up: as many schools, classes and signed pages as a test of size needs."""

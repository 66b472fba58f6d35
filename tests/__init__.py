"""The tests: a folder for each room of the sources, and what they share.

Python's are started in the repository's root: python3 -m unittest tests.cli.test_inputs
"""

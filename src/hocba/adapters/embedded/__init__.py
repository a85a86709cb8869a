"""PostgreSQL from PyPI, run by the program itself where no server is configured.

``base`` is the name that Django demands for a database backend; the server's life is in
``server``, what is needed to run it without root's rights in ``account``.
"""

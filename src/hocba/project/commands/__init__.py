"""One click command in a file, called ``command``; :mod:`hocba.project.cli` lists them."""

"""``/rut-chu-ky``: signed pages become drafts again, with the head's approval and a reason."""

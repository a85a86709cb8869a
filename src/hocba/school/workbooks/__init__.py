"""``/bang-tong-hop``: the clerk or the head checks a class's workbook and drafts from it."""

"""What the Department does with a packet: check it page by page, keep it, sign a receipt."""

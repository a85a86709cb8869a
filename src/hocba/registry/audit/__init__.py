"""Re-verify everything that the registry holds, from the bytes up, believing no column.

Each part of the work is independent of the others and reads a range of keys, so the parts
can be done by many processes, in any order, and taken up again after a crash.

==========  ==========================================================================
packets     bytes, signatures with the evidence kept, the receipt, and that each page
            of the registry is the very page that its packet brought
entries     leaves against the nodes of the tree, a perfect subtree at a time
heads       every signed head against the tree, its timestamp, its witnesses
whole       locked pages against leaves, both ways; versions only grow
==========  ==========================================================================
"""

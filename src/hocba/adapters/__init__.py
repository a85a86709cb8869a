"""What the program touches of the outer world: database server, clock, key stores, a test PKI."""

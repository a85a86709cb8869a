"""Who is signed in: accounts that the national ID opens, and who may see what."""

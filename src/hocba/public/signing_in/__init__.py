"""Sign in with the national ID (OpenID Connect), and out. There is no other way in."""

"""The register's HTTP API for the software of any vendor: versioned, described by OpenAPI."""

"""The program put together: settings, addresses, command line."""

"""The pure core: records, rules, packets, signatures, ledger.

Nothing here reads a clock, a socket, a database or the environment; whatever a function
needs comes in as an argument, so every verdict can be taken again twenty years from now.
"""

"""Honest late cases: asked for by the school, granted for named pupils, visible for ever."""

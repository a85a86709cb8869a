"""Made-up transcripts that a form could stumble over, to try a form on."""

"""Programs that are not ours, each asked about one signature of a document at a time.

They check digests, values and (xmlsec1, the JDK) chains. They know nothing of roles, places
and coverage, so they may accept what we refuse; never the other way.
"""

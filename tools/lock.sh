#!/bin/sh
# Renews the three lock files from pyproject.toml; needs `uv`. Run it when a dependency changes.
set -eu
cd "$(dirname "$0")/.."
lock() {
    out=$1
    shift
    uv pip compile --quiet --generate-hashes --python-version 3.11 --no-header \
        --no-emit-index-url --output-file "$out" "$@" pyproject.toml tools/build.in
}
lock requirements.lock
lock requirements-test.lock --extra test
lock requirements-bench.lock --extra test --extra bench

#!/usr/bin/env bash
# Placeholder of the first commit: builds and runs every test.
set -euo pipefail
cd "$(dirname "$0")"
(cd tests/npm && npm ci)
dotnet test

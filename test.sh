#!/usr/bin/env bash
# Builds everything and runs every test. The last line is `N passed, N failed, N skipped`.
#   ./test.sh               the tests, each of them short
#   ./test.sh --long NAME   one long form instead; --long alone lists them
# Installs what it can (npm and Debian packages, these only as root) and names plainly what is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

long=
if [ "${1:-}" = --long ]; then
  long=${2:-}
  if [ -z "$long" ]; then
    echo 'Long forms:'
    grep -rhoE 'Trait\("Long", *"[a-z-]+"' tests --include='*.cs' | sed -E 's/.*"([a-z-]+)"$/  \1/' | sort -u
    exit 0
  fi
elif [ $# -gt 0 ]; then
  sed -n '2,5p' "$0"
  exit 2
fi

missing=()
there() { # a command, or a file by its path
  command -v "$1" >/dev/null 2>&1 || [ -e "$1" ]
}
need() { # command or file, Debian package
  there "$1" && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing $2"
    { [ -n "${apt_updated:-}" ] || apt-get update -qq; apt_updated=1
      apt-get install -y -qq --no-install-recommends "$2"; } >/dev/null 2>&1 || true
  fi
  there "$1" || missing+=("$1 (Debian package $2)")
}

if ! command -v dotnet >/dev/null 2>&1; then
  echo 'missing: dotnet. Install the .NET 10 SDK (https://dotnet.microsoft.com/download) and start again.' >&2
  exit 1
fi
need node nodejs
need npm npm
need chromium chromium
need kcat kcat
need /usr/lib/python3/dist-packages/kafka python3-kafka # for Debian's own Python, whichever comes first in the path
need /usr/lib/python3/dist-packages/snappy python3-snappy
need /usr/lib/python3/dist-packages/lz4 python3-lz4
need /usr/lib/python3/dist-packages/zstandard python3-zstandard
[ "$long" != kafka-servers ] || need java default-jre-headless
need python3 python3
need mariadbd mariadb-server
need docker-compose docker-compose
need mmdebstrap mmdebstrap
need buildah buildah
need podman podman
need runc runc
need kubectl kubernetes-client # from 1.27 on; with an older one the tests of the manifests are skipped

if command -v npm >/dev/null 2>&1; then
  (cd tests/npm && npm ci --no-audit --no-fund --loglevel=error)
fi

if [ -z "${INGEST_PINTEREST_DATA:-}" ] && [ -d ../shared/data/pinterest ]; then
  INGEST_PINTEREST_DATA=$(cd ../shared/data/pinterest && pwd)
fi
export INGEST_PINTEREST_DATA=${INGEST_PINTEREST_DATA:-}

# Where Terraform takes the AWS provider from; the tests look into Terraform's own places themselves.
if [ -z "${INGEST_TERRAFORM_MIRROR:-}" ]; then
  for provider in /opt/*/registry.terraform.io/hashicorp/aws /usr/share/*/registry.terraform.io/hashicorp/aws; do
    [ ! -d "$provider" ] || INGEST_TERRAFORM_MIRROR=${provider%/registry.terraform.io/*}
  done
fi
export INGEST_TERRAFORM_MIRROR=${INGEST_TERRAFORM_MIRROR:-}

dotnet build Ingest.sln -c Release -v quiet -nologo

results=$PWD/TestResults
rm -rf "$results"
filter=(--filter-not-trait 'Long=*')
[ -z "$long" ] || filter=(--filter-trait "Long=$long")

status=0
dotnet test --solution Ingest.sln -c Release --no-build --no-ansi --progress off --output Normal \
  --results-directory "$results" --report-xunit-ctrf "${filter[@]}" --ignore-exit-code 8 || status=$?

for item in "${missing[@]}"; do
  echo "missing: $item; the tests that need it were skipped"
done
reports=0 # a long form is in one project, the tests are in all
[ -n "$long" ] || reports=$(ls tests/*/*Tests.csproj | wc -l)
node tests/npm/summarize-results.mjs "$results" tests/allowed-skips.txt "$status" "$reports"

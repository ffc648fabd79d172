#!/usr/bin/env bash
# The Kafka proxy beside its peers and its limits, on the same broker: writes bench/results/<date>-kafka-proxy.md. See bench/README.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${ROUNDS:-3} seconds=${SECONDS_EACH:-5} connections=${CONNECTIONS:-64} many=${MANY:-10000} peers=${PEERS:-../shared/peers}
bench=$PWD/bench/Ingest.Benchmarks/bin/Release/net10.0/Ingest.Benchmarks

for program in wrk curl node npm nginx; do
  command -v "$program" >/dev/null || { echo "missing: $program (Debian package $program)" >&2; exit 1; }
done
dotnet build bench/Ingest.Benchmarks -c Release -v quiet -nologo
dotnet build-server shutdown >/dev/null

work=$(mktemp -d) pids=()
trap 'kill "${nginx:-}" 2>/dev/null; kill -9 "${pids[@]}" 2>/dev/null; rm -rf "$work"' EXIT # a killed nginx would leave its workers
cp -r "$peers/nginx" "$peers/node" "$work" 2>/dev/null || { echo "no peers in $peers: PEERS names the folder with nginx/ and node/" >&2; exit 1; }
chmod -R u+w,a+rX "$work" # the workers of nginx are nobody
(cd "$work/node" && npm install --no-audit --no-fund --loglevel=error)

await() { until grep -q "$1" "$2" 2>/dev/null; do sleep 0.1; done; }
declare -A url feed

# One of ours: name in the report, kind, Kafka. Each line to its input makes it print bytes allocated and resident.
ours() {
  local file="$work/$1.out"
  mkfifo "$work/$1.in"
  "$bench" serve-http "$2" "$3" <"$work/$1.in" >"$file" 2>"$work/$1.err" & pids+=($!)
  exec {descriptor}>"$work/$1.in"
  feed[$1]=$descriptor
  await ready "$file"
  url[$1]=$(sed -n 's/^ready //p' "$file")/topics/posts
}
figures() { # name → "allocated resident"
  [ -n "${feed[$1]:-}" ] || { echo 0 0; return; }
  local file="$work/$1.out" before
  before=$(wc -l <"$file")
  echo >&"${feed[$1]}"
  until [ "$(wc -l <"$file")" -gt "$before" ]; do sleep 0.02; done
  tail -n 1 "$file"
}
kafka() { # name, kind → address
  mkdir "$work/$1"
  "$bench" serve-kafka "$2" "$work/$1" >"$work/$1.out" & pids+=($!)
  await ready "$work/$1.out"
  kafka=$(sed -n 's/^ready //p' "$work/$1.out")
}
fastify() { # name, Kafka, port
  KAFKA_TOPIC=posts NODE_ENV=production node "$work/node/server.mjs" kafkajs "$2" "$3" >"$work/$1.out" 2>&1 & pids+=($!)
  await up "$work/$1.out"
  url[$1]=http://127.0.0.1:$3/topics/posts
}

kafka mock 'mock cluster'
ours discard discard "$kafka"
ours bare-mock bare "$kafka"
ours proxy-mock proxy "$kafka"
fastify fastify-mock "$kafka" 7310
mkdir "$work/tmp"
sed "s#@DIR@#$work/tmp#;s#@HERE@#$work/nginx#;s#@PORT@#7300#" "$work/nginx/nginx.conf.in" | sed "s#@DIR@#$work/tmp#g" >"$work/tmp/nginx.conf"
KAFKA_TOPIC=posts KAFKA_PORT=${kafka##*:} nginx -c "$work/tmp/nginx.conf" 2>"$work/nginx.err" & nginx=$!
until [ -s "$work/tmp/nginx.pid" ]; do sleep 0.1; done
url[nginx-lua]=http://127.0.0.1:7300/sync

kafka embedded 'embedded, every commit flushed'
ours bare-embedded bare "$kafka"
ours proxy-embedded proxy "$kafka"
fastify fastify-embedded "$kafka" 7311

load() { # name, records a request → RESULT line with the bytes allocated a record
  local before after line
  before=$(figures "$1")
  line=$(SURFACE=kafka N=$2 wrk -t1 -c"$connections" -d"${seconds}s" --latency -s bench/load/produce.lua "${url[$1]}" | grep '^RESULT')
  after=$(figures "$1")
  read -r _ _ records _ <<<"$line"
  echo "$line $(((${after% *} - ${before% *}) / (records * seconds + 1)))"
}

candidates=(discard bare-mock proxy-mock nginx-lua fastify-mock bare-embedded proxy-embedded fastify-embedded)
for candidate in "${candidates[@]}"; do # one that refuses is not slow or fast; nginx does without Debian's lua-nginx-kafka
  curl --fail --silent --show-error --output /dev/null --retry 3 --retry-all-errors -H 'Content-Type: application/vnd.kafka.json.v2+json' \
    -d '{"records":[{"value":{"n":1}}]}' "${url[$candidate]}" || { echo "$candidate does not take a record" >&2; exit 1; }
done
for candidate in "${candidates[@]}"; do # not measured: the just-in-time compiler's
  for n in 1 100; do load "$candidate" "$n" >/dev/null; done
done
for round in $(seq "$rounds"); do
  for n in 1 100; do
    for candidate in "${candidates[@]}"; do
      echo "$candidate $n $(load "$candidate" "$n")" | tee -a "$work/results"
    done
  done
done

# Many connections, each posting: fresh processes, and the most that they hold.
ulimit -n "$(ulimit -Hn)"
for round in $(seq "$rounds"); do
  for kind in bare proxy; do
    kafka "mock-$kind-$round" 'mock cluster'
    ours "$kind-many-$round" "$kind" "$kafka"
    most=0
    SURFACE=kafka N=1 wrk -t2 -c"$many" -d"${seconds}s" --timeout 30s --latency -s bench/load/produce.lua "${url[$kind-many-$round]}" >"$work/many" 2>/dev/null & wrk=$!
    while kill -0 "$wrk" 2>/dev/null; do
      held=$(figures "$kind-many-$round")
      [ "${held#* }" -le "$most" ] || most=${held#* }
      sleep 0.2
    done
    echo "$kind $most $(grep '^RESULT' "$work/many")" | tee -a "$work/connections"
  done
done

mkdir -p bench/results
file=bench/results/$(date -u +%Y-%m-%d)-kafka-proxy.md
node bench/load/proxy-report.mjs "$work" "$rounds" "$seconds" "$connections" "$many" >"$file"
echo "written: $file"

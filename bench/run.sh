#!/usr/bin/env bash
# Drives each service of a running suite in turn and writes bench/results/<date>-services.md. See bench/README.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${ROUNDS:-3} seconds=${SECONDS_EACH:-5} connections=${CONNECTIONS:-64}

for program in wrk node curl; do
  command -v "$program" >/dev/null || { echo "missing: $program (Debian package $program)" >&2; exit 1; }
done

work=$(mktemp -d)
./ingest up --ports auto --data-dir "$work/data" --endpoints "$work/endpoints.json" >"$work/log" 2>&1 &
suite=$!
trap 'kill $suite 2>/dev/null; wait $suite 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 600); do [ -f "$work/endpoints.json" ] && break; kill -0 $suite || { cat "$work/log"; exit 1; }; sleep 0.2; done
url() { node -p "JSON.parse(require('fs').readFileSync('$work/endpoints.json')).$1.replace(/\/$/, '')"; }
gateway=$(url gateway) kafka=$(url kafkaProxy) kinesisProxy=$(url kinesisProxy) kinesis=$(url kinesis)

# Made beforehand: the native endpoint creates nothing on first use.
curl -sf -o /dev/null -X PUT "$kinesisProxy/streams/bench/records" -H 'Content-Type: application/json' -d '{"records":[{"data":1,"partition-key":"k"}]}'

# name | surface | records per request | URL
candidates=(
  "limit: gateway answers /healthz/live|get|1|$gateway/healthz/live"
  "Kafka proxy, 1 record|kafka|1|$kafka/topics/bench"
  "Kafka proxy, 100 records|kafka|100|$kafka/topics/bench"
  "gateway → Kafka proxy, 1 record|kafka|1|$gateway/topics/bench"
  "gateway → Kafka proxy, 100 records|kafka|100|$gateway/topics/bench"
  "Kinesis proxy, 1 record|kinesis|1|$kinesisProxy/streams/bench/records"
  "Kinesis proxy, 100 records|kinesis|100|$kinesisProxy/streams/bench/records"
  "gateway → Kinesis proxy, 100 records|kinesis|100|$gateway/streams/bench/records"
  "embedded Kinesis, PutRecords of 100|native|100|$kinesis/"
)

for round in $(seq "$rounds"); do
  for candidate in "${candidates[@]}"; do
    IFS='|' read -r name surface n target <<<"$candidate"
    result=$(SURFACE=$surface N=$n wrk -t1 -c"$connections" -d"${seconds}s" --latency -s bench/load/produce.lua "$target" | grep '^RESULT')
    echo "$name|$result" | tee -a "$work/results"
  done
done

# What lies behind the proxies: how long after the last answer are all records in objects (sink), in answers and tables (worker)?
events=${EVENTS:-5000}
for round in $(seq "$rounds"); do
  user=bench$round
  began=$(date +%s%N)
  ./ingest emulate --url "$gateway" --user-id "$user" --events "$events" --batch 100 >"$work/emulate" || { cat "$work/emulate"; exit 1; }
  sent=$(date +%s%N)
  until [ "$(cat "$work"/data/bucket/topics/"$user".*/partition=*/*.json 2>/dev/null | wc -l)" = $((3 * events)) ]; do sleep 0.05; done
  stored=$(date +%s%N)
  echo "$(((sent - began) / 1000000)) $(((stored - sent) / 1000000))" | tee -a "$work/sink"

  ./ingest demo --ports auto --data-dir "$work/demo$round" --events "$events" --exit --json "$work/out.json" >"$work/demo.log" || { cat "$work/demo.log"; exit 1; }
  grep -oE 'caught up [0-9.]+ s' "$work/demo.log" | grep -oE '[0-9.]+' | tee -a "$work/worker"
done

mkdir -p bench/results
file=bench/results/$(date -u +%Y-%m-%d)-services.md
node bench/load/report.mjs "$work" "$rounds" "$seconds" "$connections" "$events" >"$file"
echo "written: $file"

// node proxy-report.mjs FOLDER ROUNDS SECONDS CONNECTIONS MANY: medians per candidate and the proxy's ratios to them, as Markdown.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import os from 'node:os'

const [folder, rounds, seconds, connections, many] = process.argv.slice(2)
const lines = name => readFileSync(`${folder}/${name}`, 'utf8').trim().split('\n').map(line => line.split(' '))
const median = values => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]
const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim()

const runs = new Map()
for (const [name, n, , requests, records, p50, p99, errors, allocated] of lines('results')) {
  const key = `${name} ${n}`
  runs.set(key, [...(runs.get(key) ?? []), { requests, records, p50, p99, errors, allocated }])
}
const of = (key, field) => median(runs.get(key).map(run => Number(run[field])))

console.log(`# The Kafka proxy beside its peers and its limits

- command: \`ROUNDS=${rounds} SECONDS_EACH=${seconds} CONNECTIONS=${connections} MANY=${many} bench/proxy.sh\`
- machine: ${os.cpus().length} × ${os.cpus()[0].model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}; load program and broker on the same machine
- date: ${new Date().toISOString().slice(0, 10)}, commit ${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain', '--', 'src') ? ' with uncommitted changes' : ''}

Records are about 200 B, acknowledged by the broker (acks=all). Medians of ${rounds} interleaved rounds after one that is not measured;
in brackets the lowest and highest. \`bare\` is a Kestrel endpoint on Confluent.Kafka that checks nothing; \`discard\` parses and stores nothing.

| candidate | records a request | requests/s | records/s | p50 ms | p99 ms | errors | B allocated a record |
|---|---|---|---|---|---|---|---|`)
for (const [key, samples] of runs) {
  const [name, n] = key.split(' ')
  const records = samples.map(sample => Number(sample.records)).toSorted((a, b) => a - b)
  const allocated = of(key, 'allocated')
  console.log(`| ${name} | ${n} | ${of(key, 'requests')} | ${median(records)} (${records[0]}–${records.at(-1)}) | ${of(key, 'p50')} | ${of(key, 'p99')} | ${samples.reduce((sum, sample) => sum + Number(sample.errors), 0)} | ${allocated || ''} |`)
}

console.log(`
## The proxy to each

| to | single records | limit | hundreds | limit |
|---|---|---|---|---|`)
const limits = [
  ['nginx-lua', 'proxy-mock', 2, 8], ['fastify-mock', 'proxy-mock', 5, 5], ['bare-mock', 'proxy-mock', 0.8, 0.8], ['discard', 'proxy-mock', 0.6, 0.25],
  ['fastify-embedded', 'proxy-embedded', '', ''], ['bare-embedded', 'proxy-embedded', '', '']]
for (const [to, proxy, single, hundreds] of limits) {
  const ratio = n => (of(`${proxy} ${n}`, 'records') / of(`${to} ${n}`, 'records')).toFixed(2)
  console.log(`| ${to} | ${ratio(1)} | ${single} | ${ratio(100)} | ${hundreds} |`)
}

const held = kind => lines('connections').filter(line => line[0] === kind).map(line => Number(line[1]) / 1e6)
const rate = kind => median(lines('connections').filter(line => line[0] === kind).map(line => Number(line[3])))
console.log(`
## ${many} connections

The most resident memory while ${many} connections post single records, each process fresh; medians of ${rounds}.

| | MB | requests/s |
|---|---|---|
| bare | ${median(held('bare')).toFixed(0)} | ${rate('bare')} |
| proxy | ${median(held('proxy')).toFixed(0)} (${(median(held('proxy')) / median(held('bare'))).toFixed(2)} times; limit 1.5) | ${rate('proxy')} |`)

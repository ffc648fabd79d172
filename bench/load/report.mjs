// node report.mjs FOLDER ROUNDS SECONDS CONNECTIONS EVENTS: medians per candidate, and their ratio to the first one, as Markdown.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import os from 'node:os'

const [folder, rounds, seconds, connections, events] = process.argv.slice(2)
const lines = name => readFileSync(`${folder}/${name}`, 'utf8').trim().split('\n')
const runs = new Map()
for (const line of lines('results')) {
  const [name, result] = line.split('|')
  const [requests, records, p50, p99, errors] = result.split(' ').slice(1).map(Number)
  runs.set(name, [...(runs.get(name) ?? []), { requests, records, p50, p99, errors }])
}

const median = values => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]
const spread = values => `${median(values)} (${Math.min(...values)}–${Math.max(...values)})`
const of = (samples, field) => median(samples.map(sample => sample[field]))
const limit = of([...runs.values()][0], 'requests')
const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim()

console.log(`# Services under load

- command: \`ROUNDS=${rounds} SECONDS_EACH=${seconds} CONNECTIONS=${connections} bench/run.sh\`
- machine: ${os.cpus().length} × ${os.cpus()[0].model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}; load program on the same machine
- date: ${new Date().toISOString().slice(0, 10)}, commit ${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain', '--', 'src') ? ' with uncommitted changes' : ''}

All services run in one process and share its cores, with each other, with the sink and the worker behind them, and with wrk.
Records are about 200 B. Medians of ${rounds} interleaved rounds; in brackets the lowest and highest records/s.
Errors are other statuses than 2xx and broken sockets; wrk does not read the records' entries.

| | requests/s | records/s | requests to the limit's | p50 ms | p99 ms | errors |
|---|---|---|---|---|---|---|`)
for (const [name, samples] of runs) {
  const records = samples.map(sample => sample.records).toSorted((a, b) => a - b)
  console.log(`| ${name} | ${of(samples, 'requests')} | ${median(records)} (${records[0]}–${records.at(-1)}) | ${(of(samples, 'requests') / limit).toFixed(2)} | ${of(samples, 'p50')} | ${of(samples, 'p99')} | ${samples.reduce((sum, sample) => sum + sample.errors, 0)} |`)
}

const sink = lines('sink').map(line => Number(line.split(' ')[1]) / 1000)
const worker = lines('worker').map(Number)
console.log(`
## Behind the proxies

${events} generated events, three records each, over both paths. In brackets the lowest and highest of ${rounds} runs.

| | seconds after the last answer |
|---|---|
| sink: all ${3 * events} batch records are in objects (events posted 100 a request; objects close after 1 s) | ${spread(sink)} |
| sink and worker: all of them are in the eight answers, and ${3 * events} stream records in Delta tables (events posted singly) | ${spread(worker)} |`)

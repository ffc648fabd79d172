// node kinesis-client.mjs <url> h2|http1: uses a Kinesis endpoint with AWS's own client and prints what it saw as JSON.
import {
  KinesisClient, CreateStreamCommand, DeleteStreamCommand, DescribeStreamSummaryCommand, GetRecordsCommand,
  GetShardIteratorCommand, ListShardsCommand, PutRecordCommand, PutRecordsCommand, waitUntilStreamExists,
} from '@aws-sdk/client-kinesis'
import { NodeHttpHandler } from '@smithy/node-http-handler'

const [, , endpoint, protocol] = process.argv
const client = new KinesisClient({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  ...(protocol === 'http1' ? { requestHandler: new NodeHttpHandler() } : {}),
})
const StreamName = `js-${protocol}`
const errors = []
const expectError = command => client.send(command).then(() => errors.push('none'), error => errors.push(error.name))

await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }))
await waitUntilStreamExists({ client, maxWaitTime: 20 }, { StreamName })
const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }))
await client.send(new PutRecordCommand({ StreamName, PartitionKey: 'ключ', Data: Buffer.from('hello') }))
const Records = Array.from({ length: 500 }, (_, i) => ({ PartitionKey: `key-${i}`, Data: Buffer.from(`record ${i}`) }))
const put = await client.send(new PutRecordsCommand({ StreamName, Records }))
if (put.FailedRecordCount !== 0) throw new Error(JSON.stringify(put))

await expectError(new CreateStreamCommand({ StreamName, ShardCount: 2 }))
await expectError(new PutRecordCommand({ StreamName: 'missing', PartitionKey: 'k', Data: Buffer.from('x') }))
await expectError(new PutRecordCommand({ StreamName, PartitionKey: '', Data: Buffer.from('x') }))
await expectError(new GetRecordsCommand({ ShardIterator: 'none' }))

const read = []
const { Shards } = await client.send(new ListShardsCommand({ StreamName }))
for (const { ShardId } of Shards) {
  let { ShardIterator } = await client.send(new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }))
  for (let behind = 1; behind > 0;) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 100 }))
    read.push(...page.Records)
    ShardIterator = page.NextShardIterator
    behind = page.MillisBehindLatest
  }
}
await client.send(new DeleteStreamCommand({ StreamName }))

const first = read.find(record => record.PartitionKey === 'ключ')
console.log(JSON.stringify({
  status: StreamDescriptionSummary.StreamStatus,
  errors,
  records: new Set(read.map(record => record.SequenceNumber)).size,
  first: `${first.PartitionKey}:${Buffer.from(first.Data).toString()}`,
  arrivalAgeMs: Date.now() - first.ApproximateArrivalTimestamp.getTime(),
}))
client.destroy()

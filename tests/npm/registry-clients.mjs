// node registry-clients.mjs <registry URL> <broker> <topic>: two registry clients read what stands in <topic>-avro and <topic>-json,
// and store in <topic>-avro-back and <topic>-json-back what they write themselves; prints what they read as JSON.
import { Kafka, logLevel } from 'kafkajs'
import kafkajsRegistry from '@kafkajs/confluent-schema-registry'
import confluentRegistry from '@confluentinc/schemaregistry'

const { SchemaRegistry, SchemaType } = kafkajsRegistry
const { SchemaRegistryClient, AvroSerializer, AvroDeserializer, JsonSerializer, JsonDeserializer, SerdeType } = confluentRegistry
const [, , url, broker, topic] = process.argv
const kafka = new Kafka({ brokers: [broker], clientId: 'registry-clients', logLevel: logLevel.ERROR })
const first = new SchemaRegistry({ host: url })
const second = new SchemaRegistryClient({ baseURLs: [url] })
const order = JSON.stringify({
  type: 'record', name: 'Order', namespace: 'shop',
  fields: [{ name: 'id', type: 'long' }, { name: 'note', type: ['null', 'string'], default: null }, { name: 'tags', type: { type: 'array', items: 'string' } }],
})
const click = JSON.stringify({ type: 'object', properties: { page: { type: 'string' }, n: { type: 'integer' } }, required: ['page'] })

async function valuesOf(name, count) {
  const values = []
  const consumer = kafka.consumer({ groupId: `${name}-readers` })
  await consumer.connect()
  await consumer.subscribe({ topic: name, fromBeginning: true })
  await new Promise((done, fail) => consumer.run({ eachMessage: async ({ message }) => { if (values.push(message.value) === count) done() } }).catch(fail))
  await consumer.disconnect()
  return values
}

const [avro] = await valuesOf(`${topic}-avro`, 1)
const [json] = await valuesOf(`${topic}-json`, 1)
const read = {
  kafkajsAvro: await first.decode(avro),
  confluentAvro: await new AvroDeserializer(second, SerdeType.VALUE, {}).deserialize(`${topic}-avro`, avro),
  kafkajsJson: await first.decode(json),
  confluentJson: await new JsonDeserializer(second, SerdeType.VALUE, {}).deserialize(`${topic}-json`, json),
}

const { id } = await first.register({ type: SchemaType.AVRO, schema: order }, { subject: `${topic}-avro-back-value` })
await second.register(`${topic}-json-back-value`, { schemaType: 'JSON', schema: click })
const value = { id: 7, note: 'straße', tags: ['a', 'b'] }
const producer = kafka.producer()
await producer.connect()
await producer.send({
  topic: `${topic}-avro-back`,
  messages: [
    { value: await first.encode(id, value) },
    { value: await new AvroSerializer(second, SerdeType.VALUE, { useLatestVersion: true }).serialize(`${topic}-avro-back`, { ...value, id: 8 }) },
  ],
})
await producer.send({
  topic: `${topic}-json-back`,
  messages: [{ value: await new JsonSerializer(second, SerdeType.VALUE, { useLatestVersion: true }).serialize(`${topic}-json-back`, { page: '/', n: 1 }) }],
})
await producer.disconnect()

const subject = `${topic}-avro-back-value`
read.latest = (await second.getLatestSchemaMetadata(subject)).version
read.versions = await second.getAllVersions(subject)
read.id = (await second.getBySubjectAndId(subject, id)).schema === order
read.goesWith = await second.testSubjectCompatibility(subject, { schemaType: 'AVRO', schema: order })
await second.updateCompatibility(subject, 'NONE').catch(() => second.updateConfig(subject, { compatibility: 'NONE' }))
read.level = await second.getCompatibility(subject)
console.log(JSON.stringify(read, (_, part) => typeof part === 'bigint' ? Number(part) : part))
process.exit(0)

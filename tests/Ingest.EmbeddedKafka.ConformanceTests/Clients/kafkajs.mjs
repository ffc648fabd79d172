// Runs named checks against a broker with kafkajs: <bootstrap> <bootstrap of a broker that creates no topics> <prefix of topics> <settings, unused>
// <records others wrote with gzip, with each other codec> <check>…
// Prints one JSON object a line: { check, outcome: 'pass' | 'refused CODE' | 'fail' | 'no such call', detail }.
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

const require = createRequire(process.env.INGEST_NODE_MODULES + '/');
const { Kafka, logLevel, CompressionTypes, ConfigResourceTypes, Partitioners, AclResourceTypes, AclOperationTypes, AclPermissionTypes, ResourcePatternTypes } = require('kafkajs');
const [, , broker, brokerWithoutAutoCreation, prefix, , written, ...wanted] = process.argv;
const kafka = client(broker);
const admin = kafka.admin();

function client(address) {
  return new Kafka({ clientId: 'kafkajs', brokers: [address], logLevel: logLevel.NOTHING, retry: { retries: 2, initialRetryTime: 100 } });
}

const expect = (expected, actual, what) => {
  if (JSON.stringify(expected) !== JSON.stringify(actual)) throw new Error(`${what}: expected ${JSON.stringify(expected)}, was ${JSON.stringify(actual)}`);
};
const range = (count, from = 0) => Array.from({ length: count }, (_, i) => `${from + i}`);
const text = bytes => (bytes === null || bytes === undefined ? null : bytes.toString());

async function topicOf(name, numPartitions = 1, configEntries = []) {
  await admin.createTopics({ waitForLeaders: false, topics: [{ topic: prefix + name, numPartitions, replicationFactor: 1, configEntries }] });
  return prefix + name;
}

/**
 * An admin client of its own for what needs a topic's partitions: those that share one join a refresh of metadata that is under way,
 * even when it does not ask for their topic.
 */
async function alone(use) {
  const own = kafka.admin();
  await own.connect();
  try {
    return await use(own);
  } finally {
    await own.disconnect();
  }
}

async function produce(topic, messages, options = {}) {
  const { idempotent = false, acks = -1, compression, from = kafka } = options;
  const producer = from.producer({ idempotent, allowAutoTopicCreation: true, createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    return await producer.send({ topic, acks, compression, messages: messages.map(message => (typeof message === 'string' ? { value: message, partition: 0 } : { partition: 0, ...message })) });
  } finally {
    await producer.disconnect();
  }
}

/** Reads `count` records with a consumer of its own; `use` sees the consumer once it runs. */
async function read(topic, count, { group = 'read-' + topic, fromBeginning = true, commit = false, use } = {}) {
  const consumer = kafka.consumer({ groupId: prefix + group, sessionTimeout: 6000, heartbeatInterval: 300, maxWaitTimeInMs: 200 });
  const records = [];
  const joined = new Promise(resolve => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning });
  let enough;
  const all = new Promise(resolve => { enough = resolve; });
  await consumer.run({ autoCommit: false, eachMessage: async ({ message, partition }) => { if (records.length < count) records.push({ ...message, partition }); if (records.length >= count) enough(); } });
  await joined;
  if (use) await use(consumer);
  await Promise.race([all, sleep(15000).then(() => { throw new Error(`only ${records.length} of ${count} records came`); })]);
  if (commit) await consumer.commitOffsets([{ topic, partition: 0, offset: `${Number(records.at(-1).offset) + 1}` }]);
  await consumer.disconnect();
  return records;
}

const values = records => records.map(record => text(record.value));
const offsets = acks => async () => {
  const topic = await topicOf('acks' + acks);
  for (let i = 0; i < 5; i++) expect(`${i}`, (await produce(topic, ['v'], { acks }))[0].baseOffset, 'offset');
};
const refusedTopic = (name, change) => () => admin.createTopics({ waitForLeaders: false, topics: [{ topic: prefix + name, numPartitions: 1, replicationFactor: 1, ...change }] });

async function share(name) {
  const topic = await topicOf(name, 4);
  const owned = [];
  const members = await Promise.all([0, 1].map(async i => {
    const consumer = kafka.consumer({ groupId: prefix + name, sessionTimeout: 6000, heartbeatInterval: 200, rebalanceTimeout: 3000 });
    consumer.on(consumer.events.GROUP_JOIN, event => { owned[i] = event.payload.memberAssignment[topic] ?? []; });
    await consumer.connect();
    await consumer.subscribe({ topics: [topic] });
    await consumer.run({ eachMessage: async () => {} });
    return consumer;
  }));
  for (let i = 0; i < 75 && !(owned[0]?.length === 2 && owned[1]?.length === 2); i++) await sleep(200);
  expect([0, 1, 2, 3], [...owned[0], ...owned[1]].sort(), 'partitions');
  return { topic, members, owned };
}

async function grouped(name, use) {
  const topic = await topicOf(name);
  await produce(topic, ['0']);
  await read(topic, 1, { group: name, commit: true, use });
  return topic;
}

const checks = {
  'produce, acks all: offsets from 0 on': offsets(-1),
  'produce, acks 1: offsets from 0 on': offsets(1),
  'produce, acks 0: the record arrives': async () => {
    const topic = await topicOf('acks-0');
    await produce(topic, ['v'], { acks: 0 });
    expect(['v'], values(await read(topic, 1)), 'values');
  },
  'what was acknowledged is at its offset': async () => {
    const topic = await topicOf('at-offset');
    const first = Number((await produce(topic, range(10)))[0].baseOffset);
    expect(range(10).map(value => [value, `${first + Number(value)}`]), (await read(topic, 10)).map(record => [text(record.value), record.offset]), 'records');
  },
  'idempotent producer: in order, none twice': async () => {
    const topic = await topicOf('idempotent');
    await produce(topic, range(500), { idempotent: true });
    expect(range(500), values(await read(topic, 500)), 'values');
  },
  'null and empty keys and values': async () => {
    const topic = await topicOf('nulls');
    await produce(topic, [{ key: null, value: 'v' }, { key: '', value: 'v' }, { key: 'k', value: null }, { key: 'k', value: '' }]);
    expect([[null, 'v'], ['', 'v'], ['k', null], ['k', '']], (await read(topic, 4)).map(record => [text(record.key), text(record.value)]), 'records');
  },
  'headers: empty, null and of one name twice': async () => {
    const topic = await topicOf('headers');
    await produce(topic, [{ value: 'v', headers: { a: ['1', '2'], empty: '' } }]);
    const [{ headers }] = await read(topic, 1);
    expect([['1', '2'], ''], [headers.a.map(text), text(headers.empty)], 'headers');
    const [{ headers: ofAnother }] = await read('others-headers', 1); // this client cannot write one that is null, and reads it
    expect([['1', '2'], '', null], [ofAnother.a.map(text), text(ofAnother.empty), ofAnother.null], 'headers of another client');
  },
  'timestamps of the producer': async () => {
    const topic = await topicOf('create-time');
    await produce(topic, [{ value: 'v', timestamp: '1500000000123' }]);
    expect('1500000000123', (await read(topic, 1))[0].timestamp, 'timestamp');
  },
  'timestamps of the broker': async () => {
    const topic = await topicOf('append-time', 1, [{ name: 'message.timestamp.type', value: 'LogAppendTime' }]);
    await produce(topic, [{ value: 'v', timestamp: '1500000000123' }]);
    expect(true, Math.abs(Date.now() - Number((await read(topic, 1))[0].batchContext?.maxTimestamp ?? (await read(topic, 1, { group: 'again' }))[0].timestamp)) < 300000, 'the time of now');
  },
  gzip: async () => {
    const topic = await topicOf('gzip');
    await produce(topic, range(100), { compression: CompressionTypes.GZIP });
    expect(range(100), values(await read(topic, 100)), 'values');
  },
  'reads what others wrote with gzip': async () => {
    const count = Number(written.split(',')[0]);
    expect(range(count).map(i => `gzip ${i}`), values(await read('others-gzip', count)), 'values');
  },
  // Not a check of its own: the last 20 records of a topic that all clients are to read.
  'write for others': () => produce('others-gzip', range(20, 60).map(i => `gzip ${i}`), { compression: CompressionTypes.GZIP }),
  'a record of 900 KB': async () => {
    const topic = await topicOf('large');
    await produce(topic, ['y'.repeat(900000)]);
    expect(900000, (await read(topic, 1))[0].value.length, 'bytes');
  },
  '10,000 records in order': async () => {
    const topic = await topicOf('many');
    await produce(topic, range(10000));
    expect(range(10000), values(await read(topic, 10000)), 'values');
  },
  'a topic is created by producing to it': async () => {
    await produce(prefix + 'auto-created', ['v']);
    expect(['v'], values(await read(prefix + 'auto-created', 1)), 'values');
  },
  seek: async () => {
    const topic = await topicOf('seek');
    await produce(topic, range(100));
    const records = await read(topic, 1, { fromBeginning: false, use: async consumer => consumer.seek({ topic, partition: 0, offset: '70' }) });
    expect(['70'], values(records), 'values');
  },
  'offset reset: earliest': async () => {
    const topic = await topicOf('earliest');
    await produce(topic, ['early']);
    expect(['early'], values(await read(topic, 1)), 'values');
  },
  'offset reset: latest': async () => {
    const topic = await topicOf('latest');
    await produce(topic, ['early']);
    const records = await read(topic, 1, { fromBeginning: false, use: async () => { await sleep(500); await produce(topic, ['late']); } });
    expect(['late'], values(records), 'values');
  },
  'earliest and latest offset': async () => {
    const topic = await topicOf('watermarks');
    await produce(topic, range(7));
    const [{ low, high }] = await alone(own => own.fetchTopicOffsets(topic));
    expect(['0', '7'], [low, high], 'offsets');
  },
  'offset of a time': async () => {
    const topic = await topicOf('by-time');
    for (const timestamp of ['1000', '2000', '3000']) await produce(topic, [{ value: 'v', timestamp }]);
    expect('1', (await alone(own => own.fetchTopicOffsetsByTimestamp(topic, 1001)))[0].offset, 'offset');
  },
  'a waiting consumer gets a record at once': async () => {
    const topic = await topicOf('long-poll');
    expect(['now'], values(await read(topic, 1, { use: () => produce(topic, ['now']) })), 'values');
  },
  'a group goes on where it committed': async () => {
    const topic = await topicOf('resume');
    await produce(topic, range(10));
    expect(range(5), values(await read(topic, 5, { group: 'resume', commit: true })), 'values');
    expect(range(5, 5), values(await read(topic, 5, { group: 'resume', commit: true })), 'values');
  },
  'two members share the partitions': async () => { const { members } = await share('share'); await Promise.all(members.map(member => member.disconnect())); },
  'a member that leaves gives its partitions back': async () => {
    const { members, owned } = await share('leave');
    await members[1].disconnect();
    for (let i = 0; i < 75 && owned[0].length !== 4; i++) await sleep(200);
    expect(4, owned[0].length, 'partitions');
    await members[0].disconnect();
  },
  'groups are listed': async () => {
    await grouped('listed');
    expect(true, (await admin.listGroups()).groups.some(group => group.groupId === prefix + 'listed'), 'is listed');
  },
  'a group is described': async () => {
    let described;
    await grouped('described', async () => { described = (await admin.describeGroups([prefix + 'described'])).groups[0]; });
    expect(['Stable', 1], [described.state, described.members.length], 'state and members');
  },
  'a group is deleted': async () => {
    await grouped('deleted');
    await admin.deleteGroups([prefix + 'deleted']);
    expect(false, (await admin.listGroups()).groups.some(group => group.groupId === prefix + 'deleted'), 'is listed');
  },
  'a group in use is not deleted': async () => {
    let refused;
    await grouped('in-use', async () => { refused = await admin.deleteGroups([prefix + 'in-use']).catch(error => error); });
    throw refused.groups[0].error;
  },
  'committed offsets are listed and altered': async () => {
    const topic = await grouped('altered');
    // This client sets offsets by consuming for a moment, and now and then stops before it has committed them.
    await alone(async own => {
      const listed = async () => (await own.fetchOffsets({ groupId: prefix + 'altered', topics: [topic] }))[0].partitions[0].offset;
      for (let i = 0; i < 5 && (await listed()) !== '0'; i++) await own.setOffsets({ groupId: prefix + 'altered', topic, partitions: [{ partition: 0, offset: '0' }] });
      expect('0', await listed(), 'offset');
    });
  },
  'a topic is created': async () => {
    const topic = await topicOf('created', 3);
    expect(3, (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0].partitions.length, 'partitions');
  },
  'a setting that does not hold': refusedTopic('bad-config', { configEntries: [{ name: 'retention.ms', value: 'soon' }] }),
  'a replication factor of 2': refusedTopic('replicated', { replicationFactor: 2 }),
  'a topic name that does not hold': refusedTopic('a/b', {}),
  'topics are listed': async () => {
    const topic = await topicOf('listed-topic');
    expect(true, (await admin.listTopics()).includes(topic), 'is listed');
  },
  'a topic is described': async () => {
    const topic = await topicOf('described-topic', 2);
    const { partitions } = (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0];
    expect([2, 1], [partitions.length, partitions[0].isr.length], 'partitions and replicas in sync');
  },
  'partitions are added': async () => {
    const topic = await topicOf('grown');
    await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
    expect(3, (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0].partitions.length, 'partitions');
  },
  'a topic is deleted, and starts anew': async () => {
    const topic = await topicOf('reborn');
    await produce(topic, range(5));
    await admin.deleteTopics({ topics: [topic] });
    await topicOf('reborn');
    expect('0', (await alone(own => own.fetchTopicOffsets(topic)))[0].high, 'offset');
  },
  'settings of a topic are described': async () => {
    const topic = await topicOf('configured', 1, [{ name: 'retention.ms', value: '12345' }]);
    const { resources: [{ configEntries }] } = await admin.describeConfigs({ includeSynonyms: false, resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }] });
    expect('12345', configEntries.find(entry => entry.configName === 'retention.ms').configValue, 'setting');
  },
  'settings of a topic are altered': async () => {
    const topic = await topicOf('reconfigured');
    await admin.alterConfigs({ validateOnly: false, resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries: [{ name: 'retention.ms', value: '777' }] }] });
    const { resources: [{ configEntries }] } = await admin.describeConfigs({ includeSynonyms: false, resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: ['retention.ms'] }] });
    expect(['777'], configEntries.map(entry => entry.configValue), 'setting');
  },
  'the cluster is described': async () => {
    const cluster = await admin.describeCluster();
    expect([1, true], [cluster.brokers.length, cluster.clusterId.length > 0], 'brokers and id');
  },
  'a topic that is not there, and is not created': () => produce(prefix + 'nobody-made-it', ['v'], { from: client(brokerWithoutAutoCreation) }),
  'a record larger than max.message.bytes': async () => produce(await topicOf('small-records', 1, [{ name: 'max.message.bytes', value: '1000' }]), ['z'.repeat(2000)]),
  'a record without a key in a compacted topic': async () => produce(await topicOf('compacted', 1, [{ name: 'cleanup.policy', value: 'compact' }]), ['v']),
  transactions: async () => {
    const producer = kafka.producer({ transactionalId: prefix + 't', idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    try { await producer.transaction(); } finally { await producer.disconnect(); }
  },
  'access control lists': () => admin.describeAcls({ resourceType: AclResourceTypes.ANY, resourcePatternType: ResourcePatternTypes.ANY, operation: AclOperationTypes.ANY, permissionType: AclPermissionTypes.ANY }),
  'deleting records': async () => {
    const topic = await topicOf('shortened');
    await produce(topic, range(3));
    await alone(async own => {
      await own.fetchTopicOffsets(topic); // it deletes only where it knows the leader already
      await own.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '1' }] });
    });
  },
};

/** The code of an error, wherever this client put it; by the names in Kafka's documentation. */
function codeOf(error) {
  const causes = [error, error.cause, error.originalError, ...(error.errors ?? []), ...(error.cause?.errors ?? []), ...(error.partitions ?? []).map(partition => partition.error ?? partition)].filter(Boolean);
  const type = causes.map(cause => cause.type).find(Boolean);
  if (type) return type === 'INVALID_TOPIC_EXCEPTION' ? 'INVALID_TOPIC' : type;
  if (causes.some(cause => /server does not support/i.test(cause.message))) return 'UNSUPPORTED_VERSION';
  return error.name === 'KafkaJSGroupCoordinatorNotFound' ? 'GROUP_COORDINATOR_NOT_FOUND' : undefined;
}

async function run(check) {
  const say = (outcome, detail = '') => console.log(JSON.stringify({ check, outcome, detail }));
  if (!checks[check]) return say('no such call');
  try {
    await Promise.race([checks[check](), sleep(30000).then(() => { throw new Error('not done in 30 s'); })]);
    say('pass');
  } catch (error) {
    if (codeOf(error)) say('refused ' + codeOf(error), error.message);
    else say('fail', String(error.stack));
  }
}

await admin.connect();
const queue = [...wanted];
await Promise.all(Array.from({ length: 8 }, async () => { while (queue.length > 0) await run(queue.shift()); }));
process.exit(0);

"""Runs named checks against a broker with python3-kafka: <bootstrap> <bootstrap of a broker that creates no topics> <prefix> <settings, unused>
<records others wrote with gzip, with each other codec> <check>...

Prints one JSON object a line: {check, outcome: "pass" | "refused CODE" | "fail" | "no such call", detail}.
"""
import json
import re
import sys
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ACLFilter, ACLOperation, ACLPermissionType, ACLResourcePatternType, ConfigResource, ConfigResourceType, NewPartitions, NewTopic, ResourcePatternFilter, ResourceType
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata

BROKER, WITHOUT_AUTO_CREATION, PREFIX = sys.argv[1:4]
WRITTEN_WITH_GZIP, WRITTEN_WITH_OTHERS = map(int, sys.argv[5].split(","))
CODECS = ("gzip", "snappy", "lz4", "zstd")
printing = threading.Lock()


def expect(expected, actual, what):
    if expected != actual:
        raise AssertionError(f"{what}: expected {expected}, was {actual}")


def admin():
    return KafkaAdminClient(bootstrap_servers=BROKER, request_timeout_ms=10000)


def topic_of(name, partitions=1, replication=1, **configs):
    client = admin()
    try:
        client.create_topics([NewTopic(PREFIX + name, partitions, replication, topic_configs={k.replace("_", "."): v for k, v in configs.items()})])
    finally:
        client.close()
    return PREFIX + name


def produce(topic, values, broker=BROKER, **options):
    producer = KafkaProducer(bootstrap_servers=broker, linger_ms=5, max_block_ms=5000, **{"acks": "all", **options})
    try:
        sent = [producer.send(topic, partition=0, **(value if isinstance(value, dict) else {"value": value.encode()})) for value in values]
        return [future.get(10) for future in sent]
    finally:
        producer.close(5)


def consumer_of(topic=None, group=None, **options):
    return KafkaConsumer(
        *([topic] if topic else []), bootstrap_servers=BROKER, group_id=PREFIX + group if group else None,
        **{"auto_offset_reset": "earliest", "enable_auto_commit": False, "session_timeout_ms": 6000, "heartbeat_interval_ms": 300, **options})


def read(topic, count, start=0):
    consumer = consumer_of()
    partition = TopicPartition(topic, 0)
    consumer.assign([partition])
    consumer.seek(partition, start)
    records = take(consumer, count)
    consumer.close()
    return records


def take(consumer, count):
    records, deadline = [], time.monotonic() + 15
    while len(records) < count:
        if time.monotonic() > deadline:
            raise AssertionError(f"only {len(records)} of {count} records came")
        for batch in consumer.poll(200, max_records=count - len(records)).values():
            records += batch
    return records


def texts(records):
    return [record.value.decode() for record in records]


def numbers(count, start=0):
    return [str(i) for i in range(start, start + count)]


def offsets(acks):
    def check():
        topic = topic_of(f"acks-{acks}")
        expect(list(range(5)), [sent.offset for _ in range(5) for sent in produce(topic, ["v"], acks=acks)][:5], "offsets")
    return check


def acks_none():
    topic = topic_of("acks-0")
    produce(topic, ["v"], acks=0)
    expect(["v"], texts(read(topic, 1)), "values")


def at_its_offset():
    topic = topic_of("at-offset")
    sent = produce(topic, numbers(50))
    expect({report.offset: value for report, value in zip(sent, numbers(50))}, {record.offset: record.value.decode() for record in read(topic, 50)}, "records")


def nulls():
    topic = topic_of("nulls")
    produce(topic, [{"key": None, "value": b"v"}, {"key": b"", "value": b"v"}, {"key": b"k", "value": None}, {"key": b"k", "value": b""}])
    expect([(None, b"v"), (b"", b"v"), (b"k", None), (b"k", b"")], [(record.key, record.value) for record in read(topic, 4)], "records")


def headers():
    topic = topic_of("headers")
    given = [("a", b"1"), ("a", b"2"), ("empty", b"")]
    produce(topic, [{"value": b"v", "headers": given}])
    expect(given, read(topic, 1)[0].headers, "headers")
    # This client cannot write one that is null, and reads it.
    expect([*given, ("null", None)], read("others-headers", 1)[0].headers, "headers of another client")


def create_time():
    topic = topic_of("create-time")
    produce(topic, [{"value": b"v", "timestamp_ms": 1500000000123}])
    expect(1500000000123, read(topic, 1)[0].timestamp, "timestamp")


def append_time():
    topic = topic_of("append-time", message_timestamp_type="LogAppendTime")
    produce(topic, [{"value": b"v", "timestamp_ms": 1500000000123}])
    record = read(topic, 1)[0]
    expect((1, True), (record.timestamp_type, abs(time.time() * 1000 - record.timestamp) < 300000), "type of timestamp, and now")


def codec(name):
    def check():
        topic = topic_of("codec-" + name)
        produce(topic, numbers(100), compression_type=name)
        expect(numbers(100), texts(read(topic, 100)), "values")
    return check


def others(name):
    count = WRITTEN_WITH_GZIP if name == "gzip" else WRITTEN_WITH_OTHERS
    return lambda: expect([f"{name} {i}" for i in range(count)], texts(read("others-" + name, count)), "values")


def write_for_others():
    """Not a check of its own: the third 20 records of each topic that all clients are to read."""
    for name in CODECS:
        produce("others-" + name, [f"{name} {i}" for i in range(40, 60)], compression_type=name)


def large():
    topic = topic_of("large")
    produce(topic, ["y" * 900000])
    expect(900000, len(read(topic, 1)[0].value), "bytes")


def many():
    topic = topic_of("many")
    produce(topic, numbers(10000))
    expect(numbers(10000), texts(read(topic, 10000)), "values")


def auto_create():
    produce(PREFIX + "auto-created", ["v"])
    expect(["v"], texts(read(PREFIX + "auto-created", 1)), "values")


def seek():
    topic = topic_of("seek")
    produce(topic, numbers(100))
    expect(["70"], texts(read(topic, 1, start=70)), "values")


def reset(where):
    def check():
        topic = topic_of("reset-" + where)
        produce(topic, ["early"])
        consumer = consumer_of(topic, "reset-" + where, auto_offset_reset=where)
        deadline = time.monotonic() + 10
        while not consumer.assignment() and time.monotonic() < deadline:
            consumer.poll(100, max_records=1, update_offsets=False)
        consumer.position(TopicPartition(topic, 0))
        produce(topic, ["late"])
        expect("early" if where == "earliest" else "late", texts(take(consumer, 1))[0], "first")
        consumer.close()
    return check


def watermarks():
    topic = topic_of("watermarks")
    produce(topic, numbers(7))
    consumer, partition = consumer_of(), TopicPartition(topic, 0)
    expect((0, 7), (consumer.beginning_offsets([partition])[partition], consumer.end_offsets([partition])[partition]), "offsets")
    consumer.close()


def by_time():
    topic = topic_of("by-time")
    for at in (1000, 2000, 3000):
        produce(topic, [{"value": b"v", "timestamp_ms": at}])
    consumer, partition = consumer_of(), TopicPartition(topic, 0)
    found = [consumer.offsets_for_times({partition: at})[partition] for at in (500, 1001, 3000, 3001)]
    expect([0, 1, 2, None], [entry and entry.offset for entry in found], "offsets")
    consumer.close()


def long_poll():
    topic = topic_of("long-poll")
    consumer = consumer_of(fetch_max_wait_ms=10000)
    consumer.assign([TopicPartition(topic, 0)])
    consumer.seek_to_beginning()
    consumer.poll(300)
    produce(topic, ["now"])
    began = time.monotonic()
    expect(["now"], texts(take(consumer, 1)), "values")
    expect(True, time.monotonic() - began < 5, "at once")
    consumer.close()


def out_of_range():
    topic = topic_of("out-of-range")
    produce(topic, numbers(3))
    consumer = consumer_of(auto_offset_reset="none")
    consumer.assign([TopicPartition(topic, 0)])
    consumer.seek(TopicPartition(topic, 0), 1000)
    take(consumer, 1)


def resume():
    topic = topic_of("resume")
    produce(topic, numbers(10))
    for start in (0, 5):
        consumer = consumer_of(topic, "resume")
        expect(numbers(5, start), texts(take(consumer, 5)), "values")
        consumer.commit({TopicPartition(topic, 0): OffsetAndMetadata(start + 5, "")})
        consumer.close()


def poll_until(consumers, enough, what):
    deadline = time.monotonic() + 20
    while not enough([consumer.assignment() for consumer in consumers]):
        if time.monotonic() > deadline:
            raise AssertionError(what)
        for consumer in consumers:
            consumer.poll(50)


def share(leave=False):
    def check():
        name = "leave" if leave else "share"
        topic = topic_of(name, 4)
        members = [consumer_of(topic, name), consumer_of(topic, name)]
        # A member of this client joins within poll, which waits for the others: each needs a thread of its own.
        stop, assigned = threading.Event(), [set(), set()]

        def run(i):
            while not stop.is_set():
                members[i].poll(50)
                assigned[i] = set(members[i].assignment())
            members[i].close()
        threads = [threading.Thread(target=run, args=(i,)) for i in range(2)]
        for thread in threads:
            thread.start()
        try:
            deadline = time.monotonic() + 20
            while not (len(assigned[0]) == len(assigned[1]) == 2 and len(assigned[0] | assigned[1]) == 4):
                expect(True, time.monotonic() < deadline, f"shared in time {assigned}")
                time.sleep(0.05)
        finally:
            stop.set()
            for thread in threads:
                thread.join(10)
        if leave:
            last = consumer_of(topic, name)
            poll_until([last], lambda owned: len(owned[0]) == 4, "got all partitions in time")
            last.close()
    return check


def committed(name):
    topic = topic_of(name)
    consumer = consumer_of(topic, name)
    poll_until([consumer], lambda owned: len(owned[0]) == 1, "assigned in time")
    consumer.commit({TopicPartition(topic, 0): OffsetAndMetadata(0, "")})
    return topic, consumer


def list_groups():
    committed("listed")[1].close()
    expect(True, PREFIX + "listed" in [group for group, _ in admin().list_consumer_groups()], "is listed")


def describe_group():
    _, consumer = committed("described")
    group = admin().describe_consumer_groups([PREFIX + "described"])[0]
    expect(("Stable", 1), (group.state, len(group.members)), "state and members")
    consumer.close()


def delete_group():
    committed("deleted")[1].close()
    (_, error), = admin().delete_consumer_groups([PREFIX + "deleted"])
    expect(0, error.errno, "error")


def delete_group_in_use():
    _, consumer = committed("in-use")
    (_, error), = admin().delete_consumer_groups([PREFIX + "in-use"])
    consumer.close()
    if error.errno:
        raise error


def list_offsets():
    topic, consumer = committed("offsets")
    expect(0, admin().list_consumer_group_offsets(PREFIX + "offsets")[TopicPartition(topic, 0)].offset, "offset")
    consumer.close()


def created():
    expect(3, len(admin().describe_topics([topic_of("created", 3)])[0]["partitions"]), "partitions")


def twice():
    topic_of("twice")
    topic_of("twice")


def listed():
    expect(True, topic_of("listed-topic") in admin().list_topics(), "is listed")


def described():
    partitions = admin().describe_topics([topic_of("described-topic", 2)])[0]["partitions"]
    expect((2, 1), (len(partitions), len(partitions[0]["isr"])), "partitions and replicas in sync")


def grown():
    topic = topic_of("grown")
    admin().create_partitions({topic: NewPartitions(3)})
    expect(3, len(admin().describe_topics([topic])[0]["partitions"]), "partitions")


def reborn():
    topic = topic_of("reborn")
    produce(topic, numbers(5))
    admin().delete_topics([topic])
    topic_of("reborn")
    consumer, partition = consumer_of(), TopicPartition(topic, 0)
    expect(0, consumer.end_offsets([partition])[partition], "offset")


def settings_of(topic):
    answer, = admin().describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    return {entry[0]: entry[1] for entry in answer.resources[0][4]}


def configured():
    expect("12345", settings_of(topic_of("configured", retention_ms="12345"))["retention.ms"], "setting")


def reconfigured():
    topic = topic_of("reconfigured")
    admin().alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, configs={"retention.ms": "777"})])
    expect("777", settings_of(topic)["retention.ms"], "setting")


def cluster():
    described_cluster = admin().describe_cluster()
    expect((1, True), (len(described_cluster["brokers"]), len(described_cluster["cluster_id"]) > 0), "brokers and id")


def acls():
    admin().describe_acls(ACLFilter(None, "*", ACLOperation.ANY, ACLPermissionType.ANY, ResourcePatternFilter(ResourceType.TOPIC, "t", ACLResourcePatternType.LITERAL)))


CHECKS = {
    "produce, acks all: offsets from 0 on": offsets("all"),
    "produce, acks 1: offsets from 0 on": offsets(1),
    "produce, acks 0: the record arrives": acks_none,
    "what was acknowledged is at its offset": at_its_offset,
    "null and empty keys and values": nulls,
    "headers: empty, null and of one name twice": headers,
    "timestamps of the producer": create_time,
    "timestamps of the broker": append_time,
    **{name: codec(name) for name in CODECS},
    **{f"reads what others wrote with {name}": others(name) for name in CODECS},
    "write for others": write_for_others,
    "a record of 900 KB": large,
    "10,000 records in order": many,
    "a topic is created by producing to it": auto_create,
    "seek": seek,
    "offset reset: earliest": reset("earliest"),
    "offset reset: latest": reset("latest"),
    "earliest and latest offset": watermarks,
    "offset of a time": by_time,
    "a waiting consumer gets a record at once": long_poll,
    "an offset beyond the end": out_of_range,
    "a group goes on where it committed": resume,
    "two members share the partitions": share(),
    "a member that leaves gives its partitions back": share(leave=True),
    "groups are listed": list_groups,
    "a group is described": describe_group,
    "a group is deleted": delete_group,
    "a group in use is not deleted": delete_group_in_use,
    "committed offsets are listed and altered": list_offsets,
    "a topic is created": created,
    "a topic is not created twice": twice,
    "a setting that does not hold": lambda: topic_of("bad-config", retention_ms="soon"),
    "a replication factor of 2": lambda: topic_of("replicated", replication=2),
    "a topic name that does not hold": lambda: topic_of("a/b"),
    "topics are listed": listed,
    "a topic is described": described,
    "partitions are added": grown,
    "a topic is deleted, and starts anew": reborn,
    "settings of a topic are described": configured,
    "settings of a topic are altered": reconfigured,
    "the cluster is described": cluster,
    "a record larger than max.message.bytes": lambda: produce(topic_of("small-records", max_message_bytes="1000"), ["z" * 2000]),
    "a record without a key in a compacted topic": lambda: produce(topic_of("compacted", cleanup_policy="compact"), ["v"]),
    "access control lists": acls,
}


def code_of(error):
    """TopicAlreadyExistsError -> TOPIC_ALREADY_EXISTS."""
    name = re.sub(r"Error$", "", type(error).__name__)
    return {"MessageSizeTooLarge": "MESSAGE_TOO_LARGE", "IncompatibleBrokerVersion": "UNSUPPORTED_VERSION", "InvalidConfiguration": "INVALID_CONFIG"}.get(
        name, re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper())


def run(check):
    try:
        if check in CHECKS:
            CHECKS[check]()
        outcome, detail = ("pass" if check in CHECKS else "no such call"), ""
    except KafkaError as error:
        outcome, detail = "refused " + code_of(error), str(error)
    except Exception:
        outcome, detail = "fail", traceback.format_exc()
    with printing:
        print(json.dumps({"check": check, "outcome": outcome, "detail": detail}), flush=True)


with ThreadPoolExecutor(8) as pool:
    list(pool.map(run, sys.argv[6:]))

#!/usr/bin/env python3
"""A stand-in for spark-submit, and by the name of yarn for that: records its arguments and behaves as Spark's documentation and source say.

It runs no Spark. What it does beyond recording is told by settings.json in its own folder:
  results  folder that is laid down below --output, with a _SUCCESS.json of the run; without it nothing is written
  exit     exit code of the driver, 0 if not given
  hold     path: the driver runs while that file is there
Drivers in cluster mode live in the folder cluster/, one file each, as they would with YARN or Kubernetes; killed, they end.

Printed on stderr as Spark 3.5 does: YARN's client (yarn.Client, YarnClientImpl), Kubernetes' (LoggingPodStatusWatcherImpl),
the standalone master's client (StandaloneSchedulerBackend). spark-submit --status and --kill of a pod end with 0 whether or not there is one.
"""
import json
import os
import shutil
import signal
import sys
import time
import urllib.parse

HERE = os.path.dirname(os.path.abspath(sys.argv[0]))
CLUSTER = os.path.join(HERE, "cluster")


def say(text: str, out=None) -> None:
    """As a JVM prints: a reader that is gone is no failure."""
    try:
        print(text, file=out or sys.stderr, flush=True)
    except BrokenPipeError:
        pass


def record(arguments: list[str]) -> None:
    with open(os.path.join(HERE, "calls.jsonl"), "a", encoding="utf-8") as calls:
        calls.write(json.dumps([os.path.basename(sys.argv[0]), *arguments]) + "\n")


def settings() -> dict:
    path = os.path.join(HERE, "settings.json")
    return json.load(open(path, encoding="utf-8")) if os.path.exists(path) else {}


def driver(name: str) -> str:
    return os.path.join(CLUSTER, name.replace("/", "_"))


def state_of(name: str) -> str | None:
    try:
        return open(driver(name), encoding="utf-8").read()
    except FileNotFoundError:
        return None


def set_state(name: str, state: str) -> None:
    os.makedirs(CLUSTER, exist_ok=True)
    with open(driver(name) + ".new", "w", encoding="utf-8") as file:
        file.write(state)
    os.replace(driver(name) + ".new", driver(name))


def yarn(arguments: list[str]) -> int:
    if arguments[:2] == ["application", "-kill"]:
        say(f"Killing application {arguments[2]}")
        for name in os.listdir(CLUSTER) if os.path.isdir(CLUSTER) else []:
            set_state(name, "KILLED")
        return 0
    tag = arguments[arguments.index("-appTags") + 1]
    state = state_of(tag)
    rows = [] if state is None else [row(state)]
    say(f"Total number of applications (application-types: [], states: [ALL] and tags: [{tag}]):{len(rows)}", sys.stdout)
    say("                Application-Id\t    Application-Name\t    Application-Type\t      User\t     Queue\t             State\t       Final-State\t       Progress\t                       Tracking-URL", sys.stdout)
    for each in rows:
        say(each, sys.stdout)
    return 0


def row(state: str) -> str:
    final = {"RUNNING": "UNDEFINED", "KILLED": "KILLED"}.get(state, state)
    shown = "FINISHED" if state in ("SUCCEEDED", "FAILED") else state
    return f"application_1700000000000_0042\t  ingest\t  SPARK\t  user\t  default\t  {shown}\t  {final}\t  100%\thttp://yarn.example:8088/proxy/application_1700000000000_0042/"


def status(submission: str) -> int:
    state = state_of(submission.partition(":")[2])
    say(f"Submitting a request for the status of submission {submission} in k8s://https://kubernetes.example.")
    if state is None:
        say("Application not found.")
        return 0
    phase = {"RUNNING": "Running", "SUCCEEDED": "Succeeded"}.get(state, "Failed")
    say(f"Application status (driver): \n\t pod name: {submission.partition(':')[2]}\n\t namespace: {submission.partition(':')[0]}\n\t phase: {phase}")
    return 0


def kill(submission: str) -> int:
    say(f"Submitting a request to kill submission {submission} in k8s://https://kubernetes.example. Grace period in secs: not set.")
    if state_of(submission.partition(":")[2]) is None:
        say("Application not found.")
    else:
        set_state(submission.partition(":")[2], "KILLED")
    return 0


def lay_down(results: str, output: str, run: str) -> None:
    target = urllib.parse.unquote(urllib.parse.urlsplit(output).path)
    shutil.copytree(results, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("_SUCCESS.json"))
    marker = json.load(open(os.path.join(results, "results", "_SUCCESS.json"), encoding="utf-8"))
    marker["run"] = run
    with open(os.path.join(target, "results", "_SUCCESS.json"), "x", encoding="utf-8") as file:
        json.dump(marker, file)


def submit(arguments: list[str]) -> int:
    def value(name: str) -> str:
        return arguments[arguments.index(name) + 1]

    conf = dict(arguments[i + 1].split("=", 1) for i, argument in enumerate(arguments) if argument == "--conf")
    chosen, master, cluster = settings(), value("--master"), value("--deploy-mode") == "cluster"
    tag = conf.get("spark.yarn.tags") or conf.get("spark.kubernetes.driver.pod.name") or value("--name")
    begin(master, tag)
    if cluster:
        set_state(tag, "RUNNING")

    while "hold" in chosen and os.path.exists(chosen["hold"]) and not (cluster and state_of(tag) == "KILLED"):
        time.sleep(0.02)

    killed = cluster and state_of(tag) == "KILLED"
    code = 1 if killed else chosen.get("exit", 0)
    if not killed and "results" in chosen:
        lay_down(chosen["results"], value("--output"), value("--run"))
    if cluster and not killed:
        set_state(tag, "SUCCEEDED" if code == 0 else "FAILED")
    say("26/01/02 03:04:09 INFO ShutdownHookManager: Shutdown hook called")
    return code


def begin(master: str, tag: str) -> None:
    say("26/01/02 03:04:05 INFO SparkContext: Running Spark version 3.5.7")
    if master == "yarn":
        say("26/01/02 03:04:06 INFO Client: Submitting application application_1700000000000_0042 to ResourceManager")
        say("26/01/02 03:04:06 INFO YarnClientImpl: Submitted application application_1700000000000_0042")
        say("26/01/02 03:04:07 INFO Client: Application report for application_1700000000000_0042 (state: ACCEPTED)")
        say("\t tracking URL: http://yarn.example:8088/proxy/application_1700000000000_0042/")
    elif master.startswith("k8s://"):
        say(f"26/01/02 03:04:06 INFO LoggingPodStatusWatcherImpl: Waiting for application ingest with application ID spark-1234 and submission ID default:{tag} to finish...")
    elif master.startswith("spark://"):
        say("26/01/02 03:04:06 INFO StandaloneSchedulerBackend: Connected to Spark cluster with app ID app-20260102030406-0000")
    else:
        say("26/01/02 03:04:06 INFO Executor: Starting executor ID driver on host localhost")


def ask_to_end(*_) -> None:
    say("26/01/02 03:04:08 INFO SparkContext: Invoking stop() from shutdown hook")
    os._exit(143)


def main(arguments: list[str]) -> int:
    record(arguments)
    signal.signal(signal.SIGTERM, ask_to_end)
    if os.path.basename(sys.argv[0]) == "yarn":
        return yarn(arguments)
    if "--status" in arguments:
        return status(arguments[arguments.index("--status") + 1])
    if "--kill" in arguments:
        return kill(arguments[arguments.index("--kill") + 1])
    return submit(arguments)


sys.exit(main(sys.argv[1:]))

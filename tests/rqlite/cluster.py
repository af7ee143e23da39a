"""Three nodes of rqlite on loopback load the unchanged extension; reads and writes
with uti_urgency go on while a node is down.

    cluster.py RQLITED FOLDER_OF_THE_EXTENSION
"""
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

RQLITED, EXTENSIONS = sys.argv[1:3]
REPORTS = [("calf", "UTI since Monday. My left calf is swollen, warm and it hurts."), ("kidney", "Burning when I pee, shaking chills and flank pain."),
           ("plain", "It burns a little when I pee, no fever."), ("denied", "No fever, no chills, no pain when I pee."), ("nothing", "")]
number = failed = 0


def ok(right, name, why=""):
    global number, failed
    number += 1
    failed += not right
    print(f"{'ok' if right else 'not ok'} {number} - {name}" + ("" if right else f"\n# {why}"), flush=True)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Node:
    def __init__(self, name, folder, first=None):
        self.name, self.folder, self.first = name, os.path.join(folder, name), first
        self.http, self.raft = free_port(), free_port()

    def start(self):
        command = [RQLITED, "-node-id", self.name, "-http-addr", f"127.0.0.1:{self.http}", "-raft-addr", f"127.0.0.1:{self.raft}",
                   "-extensions-path", EXTENSIONS]
        if self.first is not None:
            command += ["-join", f"127.0.0.1:{self.first.raft}"]
        self.words = open(self.folder + ".log", "ab")
        self.process = subprocess.Popen(command + [self.folder], stdout=self.words, stderr=self.words)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.words.close()

    def ask(self, path, statements):
        request = urllib.request.Request(f"http://127.0.0.1:{self.http}{path}", json.dumps(statements).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=5) as answer:
            return json.load(answer)["results"]

    def is_ready(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.http}/readyz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def eventually(what, seconds=40):
    """The first true answer; the last one where there is none."""
    end, last = time.time() + seconds, None
    while time.time() < end:
        try:
            last = what()
            if last:
                return last
        except (urllib.error.URLError, ConnectionError, TimeoutError, LookupError):
            last = None
        time.sleep(0.2)
    return last


def write(node, rows):
    return node.ask("/db/execute", [["INSERT OR REPLACE INTO reports VALUES (?, ?, uti_urgency(?))", key, text, text] for key, text in rows])


LEVELS = "SELECT id, level, uti_urgency(note), cramp_mechanism(note), uti_rules_id() FROM reports ORDER BY id"


def levels(node, consistency):
    return node.ask(f"/db/query?level={consistency}", [LEVELS])[0]["values"]


folder = tempfile.mkdtemp(prefix="uti-rqlite-")
nodes = [Node("a", folder)]
nodes += [Node("b", folder, nodes[0]), Node("c", folder, nodes[0])]
try:
    for node in nodes:
        node.start()
        eventually(node.is_ready)
    ok(all(node.is_ready() for node in nodes), "three nodes start with the extension", [open(n.folder + ".log").read()[-300:] for n in nodes])
    nodes[0].ask("/db/execute", ["CREATE TABLE reports (id TEXT PRIMARY KEY, note TEXT, level TEXT)"])
    written = write(nodes[1], REPORTS)
    ok(all(r.get("rows_affected") == 1 for r in written), "a write through any node may call uti_urgency", written)
    all_rows = lambda count: lambda node: lambda: len(levels(node, "none")) == count
    same = [eventually(all_rows(5)(node)) and levels(node, "none") for node in nodes]
    ok(same[0] and same[0] == same[1] == same[2], "every node has the same answers, computed by itself", same)
    ok(all(row[1] == row[2] for row in same[0]), "what was stored is what the functions say", same[0])
    ok({row[0]: row[1] for row in same[0]}["calf"] == "emergency", "a swollen calf is an emergency here too", same[0])
    nodes[0].kill()
    rest = nodes[1:]
    found = eventually(lambda: write(rest[0], [("after", REPORTS[1][1])])[0].get("rows_affected") == 1)
    ok(found, "writes go on when the node that led is killed")
    ok(eventually(lambda: len(levels(rest[1], "strong")) == 6), "and so do reads")
    nodes[0].start()
    eventually(nodes[0].is_ready)
    ok(eventually(lambda: levels(nodes[0], "none") == levels(rest[0], "strong")), "the node that comes back has the same rows and answers")
finally:
    for node in nodes:
        if getattr(node, "process", None) and node.process.poll() is None:
            node.kill()
    shutil.rmtree(folder, ignore_errors=True)
print(f"1..{number}")
sys.exit(failed > 0)

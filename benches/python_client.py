"""The Python client against the same null server; prints its processor time beside this library's.

usage: python_client.py PATH_OF_THE_BENCH_BINARY
"""

import importlib.metadata
import random
import statistics
import subprocess
import sys
import time

from qdrant_client import QdrantClient, models

ROUNDS = 5
WIDTH = 768


def per_call(work, times):
    for _ in range(5):
        work()
    begun = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - begun) / times * 1e6


def main(binary):
    server = subprocess.Popen([binary, "serve", "10", "0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    rest, grpc = server.stdout.readline().split()

    def ours(row):
        words = [binary, "time", row, "Ours", f"http://127.0.0.1:{rest}", f"http://127.0.0.1:{grpc}"]
        return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)

    numbers = random.Random(1)
    vector = [numbers.uniform(-0.06, 0.06) for _ in range(WIDTH)]
    points = [
        models.PointStruct(id=i, vector=vector, payload={"name": f"Place {i}", "city": "Berlin", "tags": ["quiet", "green"]})
        for i in range(100)
    ]
    rows = [
        ("gRPC query, limit 10, payload", "grpc-query", True, lambda c: c.query_points("cities", query=vector, limit=10), 200),
        ("REST query, limit 10, payload", "rest-query", False, lambda c: c.query_points("cities", query=vector, limit=10), 200),
        ("gRPC upsert, 100 x 768, payload", "grpc-upsert", True, lambda c: c.upsert("cities", points), 10),
    ]
    version = importlib.metadata.version("qdrant-client")
    print(f"| work | ours, CPU µs | qdrant-client {version} for Python, CPU µs | ours/theirs |")
    print("|---|--:|--:|--:|")
    for what, row, prefer_grpc, call, times in rows:
        client = QdrantClient(
            url=f"http://127.0.0.1:{rest}", grpc_port=int(grpc), prefer_grpc=prefer_grpc, check_compatibility=False
        )
        pairs = [(ours(row), per_call(lambda: call(client), times)) for _ in range(ROUNDS)]
        mine, theirs = (statistics.median(side) for side in zip(*pairs))
        print(f"| {what} | {mine:.0f} | {theirs:.0f} | {statistics.median(a / b for a, b in pairs):.3f} |")
    server.kill()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

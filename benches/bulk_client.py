"""The Python client's part in the bulk benchmark: one upload, then it says how long that took and stays until it is told
to end.

usage: bulk_client.py upload python-rest|python-grpc PARALLEL POINTS REST_URL GRPC_URL
"""

import random
import sys
import time
from urllib.parse import urlsplit

from qdrant_client import QdrantClient, models

WIDTH = 128
BATCH = 256


def main(who, parallel, count, rest, grpc):
    client = QdrantClient(
        url=rest, grpc_port=urlsplit(grpc).port, prefer_grpc=who == "python-grpc", check_compatibility=False
    )
    numbers = random.Random(1)
    scale = (3 / WIDTH) ** 0.5
    vectors = [[numbers.uniform(-scale, scale) for _ in range(WIDTH)] for _ in range(1000)]
    begun = time.perf_counter()
    points = (models.PointStruct(id=i, vector=vectors[i % 1000], payload={"group": i % 10}) for i in range(count))
    client.upload_points("cities", points, batch_size=BATCH, parallel=parallel)
    print(time.perf_counter() - begun, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    _, _, who, parallel, count, rest, grpc = sys.argv
    main(who, int(parallel), int(count), rest, grpc)

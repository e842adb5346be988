"""Calls the methods of the official Python client over one way after the other, and compares what they give.

Usage: methods.py NAME=rest|grpc:HTTP_PORT:GRPC_PORT ...

The first way is the measure: every other one must give the same, errors included.
"""

import json
import sys

from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import UnexpectedResponse

IGNORED = {"operation_id", "time", "usage", "creation_time", "peer_id", "checksum", "size", "version", "id_of_run", "ram_usage"}
UUIDS = ["f47ac10b-58cc-4372-a567-0e02b2c3d47%d" % digit for digit in range(3)]


def nothing(key, value):
    """gRPC cannot tell an empty payload from none, nor an empty list from none."""
    return value in ({}, []) and key in ("payload", "resharding_operations", "shard_keys")


def plain(value):
    """What can be compared: no numbers of operations, rounded scores."""
    if hasattr(value, "model_dump"):
        return plain(value.model_dump(mode="json", exclude_none=True))
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if key not in IGNORED and inner is not None and not nothing(key, inner)}
    if isinstance(value, (list, tuple)):
        inner = [plain(inner) for inner in value]
        # Points that score alike come in any order.
        scored = inner and all(isinstance(one, dict) and "score" in one and "id" in one for one in inner)
        return sorted(inner, key=lambda one: (-one["score"], str(one["id"]))) if scored else inner
    if isinstance(value, float):
        return float("%.4g" % value)
    return value


def worded(text):
    """The words of an error but for what each protocol says in its own way: where in the request it is."""
    return text.replace("Validation error in JSON body", "Validation error in body").split("[")[0].split(" at line")[0]


def refusal(error):
    """The kind and the words of an error, whichever protocol it came over."""
    if isinstance(error, UnexpectedResponse):
        codes = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
                 409: "ALREADY_EXISTS", 422: "INVALID_ARGUMENT", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 501: "UNIMPLEMENTED"}
        try:
            text = json.loads(error.content)["status"]["error"]
        except ValueError:
            text = error.content.decode()
        return ["refused", codes.get(error.status_code, error.status_code), worded(text)]
    if hasattr(error, "code") and callable(error.code):
        return ["refused", error.code().name, worded(error.details())]
    return ["refused", type(error).__name__, getattr(error, "message", str(error))[:60]]


class Way:
    def __init__(self, kind, http, grpc):
        self.client = QdrantClient(host="127.0.0.1", port=http, grpc_port=grpc, prefer_grpc=kind == "grpc", timeout=60,
                                   check_compatibility=False)
        self.found = []

    def note(self, name, call):
        try:
            self.found.append((name, plain(call())))
        except Exception as error:  # noqa: BLE001 - every refusal is compared
            self.found.append((name, refusal(error)))


def vectors(number):
    return {
        "dense": [number * 0.5 - 1.0, 1.0, -0.25 * number, 0.125],
        "multi": [[1.0, number * 0.1], [0.5, -1.0]],
        "words": models.SparseVector(indices=[1, number + 2], values=[0.5 + 0.03 * number, 1.0 + number]),
    }


def payload(number):
    return {
        "number": number, "big": 9007199254740993, "price": number * 1.5, "even": number % 2 == 0, "city": ["Berlin", "Ulm", "Bonn"][number % 3],
        "text": "the quick brown fox %d" % number, "when": "2024-02-%02dT10:00:00Z" % (number + 1),
        "place": {"lon": 13.4 + number, "lat": 52.5}, "nested": [{"a": number, "b": "x"}, {"a": number + 1, "b": "y"}], "none": None, "empty": [],
        "mark": UUIDS[number % 3],
    }


def steps(way):
    client, note = way.client, way.note
    name, other = "foreign", "foreign-other"
    for each in (name, other, "foreign-copy"):
        client.delete_collection(each)
    note("exists not", lambda: client.collection_exists(name))
    note("create", lambda: client.create_collection(
        name,
        vectors_config={
            "dense": models.VectorParams(size=4, distance=models.Distance.COSINE, hnsw_config=models.HnswConfigDiff(m=8)),
            "multi": models.VectorParams(size=2, distance=models.Distance.DOT, multivector_config=models.MultiVectorConfig(
                comparator=models.MultiVectorComparator.MAX_SIM)),
        },
        sparse_vectors_config={"words": models.SparseVectorParams(modifier=models.Modifier.IDF)},
        optimizers_config=models.OptimizersConfigDiff(indexing_threshold=5000),
        quantization_config=models.ScalarQuantization(scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8, quantile=0.99)),
        metadata={"made": "by a stranger", "deep": {"n": 1}},
    ))
    note("create again", lambda: client.create_collection(name, vectors_config=models.VectorParams(size=4, distance=models.Distance.DOT)))
    note("create other", lambda: client.create_collection(other, vectors_config=models.VectorParams(size=4, distance=models.Distance.EUCLID)))
    note("collections", lambda: sorted(found.name for found in client.get_collections().collections))
    note("upsert", lambda: client.upsert(name, [
        models.PointStruct(id=number, vector=vectors(number), payload=payload(number)) for number in range(10)], wait=True))
    note("upsert uuids", lambda: client.upsert(name, [
        models.PointStruct(id=id, vector={"dense": [1.0, 2.0, 3.0, index + 0.5]}, payload={"index": index}) for index, id in enumerate(UUIDS)], wait=True))
    note("upsert batch", lambda: client.upsert(other, models.Batch(ids=[1, 2, 3], vectors=[[1.0, 0, 0, 0], [0, 1.0, 0, 0], [0, 0, 1.0, 0]],
                                                                payloads=[{"n": 1}, {"n": 2}, {}]), wait=True))
    note("upload", lambda: client.upload_points(other, [models.PointStruct(id=number, vector=[number * 1.0, 1, 2, 3], payload={"n": number})
                                                      for number in range(100, 300)], batch_size=64, wait=True))
    note("upsert no wait", lambda: client.upsert(other, [models.PointStruct(id=999, vector=[1, 1, 1, 1.0])], wait=False).status)
    note("upsert wrong", lambda: client.upsert(name, [models.PointStruct(id=1, vector={"dense": [1.0]})], wait=True))
    note("upsert unknown name", lambda: client.upsert(name, [models.PointStruct(id=1, vector={"no": [1.0]})], wait=True))
    note("upsert nowhere", lambda: client.upsert("nowhere", [models.PointStruct(id=1, vector=[1.0])], wait=True))
    schemas = {
        "number": models.IntegerIndexParams(type="integer", lookup=True, range=True), "city": "keyword", "price": "float", "even": "bool",
        "text": models.TextIndexParams(type="text", tokenizer=models.TokenizerType.WORD, lowercase=True, min_token_len=2),
        "when": "datetime", "place": "geo", "mark": "uuid", "nested[].a": "integer",
    }
    for field, schema in schemas.items():
        note("index " + field, lambda: client.create_payload_index(name, field, schema, wait=True))
    note("info", lambda: client.get_collection(name))
    note("info nowhere", lambda: client.get_collection("nowhere"))
    for ids in ([0, 3, UUIDS[1]], [77], [3, 3]):
        note("retrieve %s" % ids, lambda: client.retrieve(name, ids, with_payload=True, with_vectors=True))
    note("retrieve part", lambda: client.retrieve(name, [2], with_payload=models.PayloadSelectorExclude(exclude=["nested", "place"]), with_vectors=["dense"]))
    filters = {
        "city": models.Filter(must=[models.FieldCondition(key="city", match=models.MatchValue(value="Ulm"))]),
        "any": models.Filter(must=[models.FieldCondition(key="number", match=models.MatchAny(any=[1, 2, 8]))]),
        "except": models.Filter(must=[models.FieldCondition(key="city", match=models.MatchExcept(**{"except": ["Ulm"]}))]),
        "range": models.Filter(must=[models.FieldCondition(key="price", range=models.Range(gt=1.5, lte=9.0))]),
        "dates": models.Filter(must=[models.FieldCondition(key="when", range=models.DatetimeRange(gte="2024-02-04T00:00:00Z"))]),
        "text": models.Filter(must=[models.FieldCondition(key="text", match=models.MatchText(text="quick fox"))]),
        "geo": models.Filter(must=[models.FieldCondition(key="place", geo_radius=models.GeoRadius(center=models.GeoPoint(lon=14.4, lat=52.5), radius=90000.0))]),
        "box": models.Filter(must=[models.FieldCondition(key="place", geo_bounding_box=models.GeoBoundingBox(
            top_left=models.GeoPoint(lon=13.0, lat=53.0), bottom_right=models.GeoPoint(lon=16.0, lat=52.0)))]),
        "count": models.Filter(must=[models.FieldCondition(key="nested", values_count=models.ValuesCount(gte=2))]),
        "null": models.Filter(must=[models.IsNullCondition(is_null=models.PayloadField(key="none"))]),
        "empty": models.Filter(must_not=[models.IsEmptyCondition(is_empty=models.PayloadField(key="city"))]),
        "ids": models.Filter(must=[models.HasIdCondition(has_id=[1, 4, UUIDS[0]])]),
        "has vector": models.Filter(must=[models.HasVectorCondition(has_vector="words")]),
        "nested": models.Filter(must=[models.NestedCondition(nested=models.Nested(key="nested", filter=models.Filter(
            must=[models.FieldCondition(key="a", match=models.MatchValue(value=4)), models.FieldCondition(key="b", match=models.MatchValue(value="y"))])))]),
        "min should": models.Filter(min_should=models.MinShould(min_count=2, conditions=[
            models.FieldCondition(key="city", match=models.MatchValue(value="Berlin")), models.FieldCondition(key="even", match=models.MatchValue(value=True)),
            models.FieldCondition(key="number", range=models.Range(lt=3))])),
        "deep": models.Filter(should=[models.Filter(must=[models.Filter(must_not=[models.FieldCondition(key="even", match=models.MatchValue(value=True))])])]),
    }
    for label, filter in filters.items():
        note("count " + label, lambda: client.count(name, count_filter=filter))
        note("scroll " + label, lambda: client.scroll(name, scroll_filter=filter, limit=20, with_payload=["number", "city"]))
        note("query " + label, lambda: client.query_points(name, [0.3, 1.0, -0.4, 0.2], using="dense", query_filter=filter, limit=20))
    note("scroll pages", lambda: client.scroll(name, limit=4, offset=2))
    note("scroll ordered", lambda: client.scroll(name, limit=5, order_by=models.OrderBy(key="price", direction=models.Direction.DESC)))
    note("scroll by nothing", lambda: client.scroll(name, order_by="no index"))
    note("scroll of none", lambda: client.scroll(name, limit=0))
    queries = {
        "dense": dict(query=[0.3, 1.0, -0.4, 0.2], using="dense", with_payload=True, with_vectors=True),
        "by id": dict(query=3, using="dense", score_threshold=0.2),
        "missing id": dict(query=12345, using="dense"),
        "sparse": dict(query=models.SparseVector(indices=[1, 4], values=[1.0, 0.5]), using="words"),
        "multi": dict(query=[[0.5, 0.5], [1.0, -1.0]], using="multi"),
        "offset": dict(query=[0.3, 1.0, -0.4, 0.2], using="dense", limit=3, offset=2),
        "exact": dict(query=[0.3, 1.0, -0.4, 0.2], using="dense", search_params=models.SearchParams(exact=True, hnsw_ef=64)),
        "recommend": dict(query=models.RecommendQuery(recommend=models.RecommendInput(positive=[1, 2], negative=[5])), using="dense"),
        "best": dict(query=models.RecommendQuery(recommend=models.RecommendInput(
            positive=[1, [0.1, 0.2, 0.3, 0.4]], strategy=models.RecommendStrategy.BEST_SCORE)), using="dense"),
        "discover": dict(query=models.DiscoverQuery(discover=models.DiscoverInput(target=1, context=[models.ContextPair(positive=2, negative=3)])), using="dense"),
        "context": dict(query=models.ContextQuery(context=[models.ContextPair(positive=2, negative=3)]), using="dense", limit=50),
        "order": dict(query=models.OrderByQuery(order_by="number"), with_payload=["number"]),
        "mmr": dict(query=models.NearestQuery(nearest=[0.3, 1.0, -0.4, 0.2], mmr=models.Mmr(diversity=0.4, candidates_limit=8)), using="dense", limit=4),
        "rrf": dict(prefetch=[models.Prefetch(query=[0.3, 1.0, -0.4, 0.2], using="dense", limit=5),
                              models.Prefetch(query=models.SparseVector(indices=[1, 4], values=[1.0, 0.5]), using="words", limit=5)],
                    query=models.FusionQuery(fusion=models.Fusion.RRF)),
        "dbsf": dict(prefetch=[models.Prefetch(query=[0.3, 1.0, -0.4, 0.2], using="dense", limit=5), models.Prefetch(query=2, using="dense", limit=5)],
                     query=models.FusionQuery(fusion=models.Fusion.DBSF)),
        "formula": dict(prefetch=models.Prefetch(query=[0.3, 1.0, -0.4, 0.2], using="dense", limit=8), query=models.FormulaQuery(
            formula=models.SumExpression(sum=["$score", models.MultExpression(mult=[0.5, "number"]), models.FieldCondition(
                key="city", match=models.MatchValue(value="Bonn")), models.GaussDecayExpression(gauss_decay=models.DecayParamsExpression(
                    x="price", target=3.0, scale=2.0))]), defaults={"number": 0.0, "price": 1.0})),
        "rescore": dict(prefetch=models.Prefetch(prefetch=[models.Prefetch(query=1, using="dense", limit=8)], query=[[1.0, 1.0]], using="multi", limit=6),
                        query=[0.3, 1.0, -0.4, 0.2], using="dense", limit=4),
        "lookup": dict(query=1, using="dense", lookup_from=models.LookupLocation(collection=other)),
        "none": dict(limit=4),
        "wrong": dict(query=[1.0], using="dense"),
        "unknown": dict(query=[1.0, 2.0, 3.0, 4.0], using="no such"),
        "nothing": dict(query=[1.0, 2.0, 3.0, 4.0], using="dense", limit=0),
    }
    for label, arguments in queries.items():
        note("query " + label, lambda: client.query_points(name, **arguments))
    note("query batch", lambda: client.query_batch_points(name, [
        models.QueryRequest(query=[0.3, 1.0, -0.4, 0.2], using="dense", limit=2), models.QueryRequest(query=4, using="dense", limit=3, with_payload=True)]))
    note("groups", lambda: client.query_points_groups(name, "city", query=[0.3, 1.0, -0.4, 0.2], using="dense", limit=3, group_size=2))
    note("groups with lookup", lambda: client.query_points_groups(name, "number", query=[0.3, 1.0, -0.4, 0.2], using="dense", limit=3, group_size=1,
                                                                  with_lookup=models.WithLookup(collection=other, with_payload=True, with_vectors=True)))
    note("facet", lambda: client.facet(name, "city", exact=True))
    note("facet numbers", lambda: client.facet(name, "number", limit=3, facet_filter=filters["city"], exact=True))
    note("facet booleans", lambda: client.facet(name, "even", exact=True))
    note("pairs", lambda: len(client.search_matrix_pairs(name, using="dense", sample=20, limit=2).pairs))
    note("offsets", lambda: sorted(map(str, client.search_matrix_offsets(name, using="dense", sample=20, limit=2).ids)))
    note("set payload", lambda: client.set_payload(name, {"new": {"a": [1, 2.5, "x", None, True]}}, points=[1, 2], wait=True))
    note("set in key", lambda: client.set_payload(name, {"deep": 1}, points=[1], key="new", wait=True))
    note("overwrite payload", lambda: client.overwrite_payload(name, {"only": "this"}, points=models.Filter(
        must=[models.FieldCondition(key="number", match=models.MatchValue(value=9))]), wait=True))
    note("delete payload", lambda: client.delete_payload(name, ["price", "nested[].b"], points=[3], wait=True))
    note("clear payload", lambda: client.clear_payload(name, [4], wait=True))
    note("update vectors", lambda: client.update_vectors(name, [models.PointVectors(id=5, vector={"dense": [9.0, 1.0, 1.0, 1.0]})], wait=True))
    note("update vectors of none", lambda: client.update_vectors(name, [models.PointVectors(id=555, vector={"dense": [9.0, 1.0, 1.0, 1.0]})], wait=True))
    note("delete vectors", lambda: client.delete_vectors(name, ["words"], [6], wait=True))
    note("batch", lambda: client.batch_update_points(name, [
        models.UpsertOperation(upsert=models.PointsList(points=[models.PointStruct(id=50, vector={"dense": [1, 1, 1, 1.0]}, payload={"a": 1})])),
        models.SetPayloadOperation(set_payload=models.SetPayload(payload={"b": 2}, points=[50])),
        models.DeletePayloadOperation(delete_payload=models.DeletePayload(keys=["a"], points=[50])),
        models.DeleteOperation(delete=models.PointIdsList(points=[7])),
        models.UpdateVectorsOperation(update_vectors=models.UpdateVectors(points=[models.PointVectors(id=8, vector={"multi": [[1.0, 1.0]]})])),
    ], wait=True))
    note("delete", lambda: client.delete(name, models.FilterSelector(filter=filters["any"]), wait=True))
    note("delete ids", lambda: client.delete(name, [UUIDS[2]], wait=True))
    note("all that is left", lambda: client.scroll(name, limit=100, with_vectors=True))
    note("update collection", lambda: client.update_collection(name, optimizers_config=models.OptimizersConfigDiff(indexing_threshold=7000), metadata={"v": 2},
                                                               strict_mode_config=models.StrictModeConfig(enabled=True, max_query_limit=30)))
    note("strict", lambda: client.query_points(name, limit=31))
    note("info after", lambda: client.get_collection(name).config)
    note("new vectors", lambda: client.create_vector_name(name, "later", models.DenseVectorNameConfig(dense=models.DenseVectorNameParams(
        size=3, distance=models.Distance.DOT))) if hasattr(models, "DenseVectorNameParams") else None)
    note("delete index", lambda: client.delete_payload_index(name, "even", wait=True))
    note("aliases", lambda: client.update_collection_aliases([
        models.CreateAliasOperation(create_alias=models.CreateAlias(collection_name=name, alias_name="foreign-alias")),
        models.RenameAliasOperation(rename_alias=models.RenameAlias(old_alias_name="foreign-alias", new_alias_name="foreign-renamed"))]))
    note("aliases of", lambda: client.get_collection_aliases(name))
    note("all aliases", lambda: client.get_aliases())
    note("count by alias", lambda: client.count("foreign-renamed"))
    note("alias to nowhere", lambda: client.update_collection_aliases([
        models.CreateAliasOperation(create_alias=models.CreateAlias(collection_name="nowhere", alias_name="x"))]))
    note("delete alias", lambda: client.update_collection_aliases([models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name="foreign-renamed"))]))
    made = client.create_snapshot(name, wait=True)
    note("snapshots", lambda: len(client.list_snapshots(name)))
    note("delete snapshot", lambda: client.delete_snapshot(name, made.name, wait=True))
    note("delete no snapshot", lambda: client.delete_snapshot(name, "none.snapshot", wait=True))
    note("no snapshots", lambda: client.list_snapshots(name))
    note("snapshots of nowhere", lambda: client.list_snapshots("nowhere"))
    full = client.create_full_snapshot(wait=True)
    note("delete full snapshot", lambda: client.delete_full_snapshot(full.name, wait=True))
    note("cluster info", lambda: client.collection_cluster_info(name))
    note("shard keys", lambda: client.list_shard_keys(name))
    note("create shard key", lambda: client.create_shard_key(name, "a"))
    note("delete shard key", lambda: client.delete_shard_key(name, "a"))
    note("by shard key", lambda: client.count(name, shard_key_selector="a"))
    note("copied", lambda: client.migrate(client, collection_names=[]))
    note("version", lambda: client.info())
    note("delete collection", lambda: client.delete_collection(name))
    note("delete other", lambda: client.delete_collection(other))
    note("delete again", lambda: client.delete_collection(name))


def main():
    ways = []
    for argument in (argument for argument in sys.argv[1:] if "=" in argument):
        name, target = argument.split("=")
        kind, http, grpc = target.split(":")
        way = Way(kind, int(http), int(grpc))
        steps(way)
        refused = sum(isinstance(found, list) and found[:1] == ["refused"] for _, found in way.found)
        print("%-24s %d calls, %d of them refused" % (name, len(way.found), refused))
        ways.append((name, way.found))
    different = 0
    (measure, expected), others = ways[0], ways[1:]
    for name, found in others:
        for (call, wanted), (_, got) in zip(expected, found, strict=True):
            if wanted != got:
                different += 1
                print("DIFFERENT %s\n  %-24s %s\n  %-24s %s" % (call, measure, str(wanted)[:1500], name, str(got)[:1500]))
    print("%d calls over %d ways, %d different" % (len(expected), len(ways), different))
    for call, result in expected if "--show" in sys.argv else []:
        print(call, result)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())

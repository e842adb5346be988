//! Forms of operations, parameters, answers and `.proto` files that no release has had so far, each once.

use serde_json::json;

use crate::release::{Release, reference, text};

pub fn add(release: &mut Release) {
    answers(release);
    parameters(release);
    protos(release);
}

/// Answers, of an operation by what it is called.
pub const ANSWERS: &[(&str, &str)] = &[
    ("stream_lines", r#"{ "application/x-ndjson": { "schema": { "type": "string", "format": "binary" } } }"#),
    ("show_page", r#"{ "text/html": { "schema": { "type": "string" } }, "application/x-ndjson": {} }"#),
    ("show_events", r#"{ "text/event-stream": {} }"#),
    (
        "show_words",
        r#"{ "text/plain": {}, "application/json; charset=utf-8": { "schema": { "type": "array", "items": { "type": "string" } } } }"#,
    ),
    ("show_anything", r#"{ "application/json": {} }"#),
    ("show_number", r#"{ "application/json": { "schema": { "type": "integer" } } }"#),
    ("show_nothing", "{}"),
    (
        "show_result_alone",
        r#"{ "application/json": { "schema": { "type": "object", "properties": { "result": { "type": "boolean" } } } } }"#,
    ),
    (
        "show_null",
        r#"{ "application/json": { "schema": { "type": "object", "required": ["time"], "properties": { "time": { "type": "number" }, "result": { "type": "string", "nullable": true } } } } }"#,
    ),
    ("show_reply", r##"{ "application/json": { "schema": { "$ref": "#/components/schemas/ShowMineReply" } } }"##),
    (
        "show_mine",
        r##"{ "application/json": { "schema": { "type": "object", "properties": { "result": { "$ref": "#/components/schemas/ShowMineReply" } } } } }"##,
    ),
];

fn answers(release: &mut Release) {
    release.schemas().insert("ShowMineReply".to_owned(), json!({ "type": "object", "properties": { "text": text() } }));
    for (id, content) in ANSWERS {
        let mut operation = Release::operation(id, None, &text());
        operation["responses"]["200"]["content"] = serde_json::from_str(content).unwrap_or_default();
        release.add_operation(operation);
    }
    for (id, statuses) in [("begin_it", ["201", "202"]), ("begin_other", ["204", "2XX"])] {
        let mut operation = Release::operation(id, None, &text());
        let answer = operation["responses"]["200"].clone();
        operation["responses"] = json!({ statuses[0]: answer, statuses[1]: { "description": "" } });
        release.add_operation(operation);
    }
}

fn parameters(release: &mut Release) {
    let mut operation = Release::operation("ask_for_much", Some(reference("ScrollRequest")), &json!({ "type": "boolean" }));
    let schemas = [
        ("body", text()),
        ("collection_name", text()),
        ("url", text()),
        ("request", text()),
        ("response", text()),
        ("limit", json!({ "type": "integer", "format": "uint" })),
        ("send", json!({ "type": "boolean", "default": true })),
        ("type", json!({ "type": "string", "enum": ["one", "other"] })),
        ("level", json!({ "type": "integer", "format": "uint8", "enum": [1, 2] })),
        ("ids", json!({ "type": "array", "items": { "type": "integer", "format": "uint64" } })),
        ("names", json!({ "type": "array", "items": text() })),
        ("since", json!({ "type": "string", "format": "date-time", "nullable": true })),
        ("point", reference("ExtendedPointId")),
        ("order", reference("WriteOrdering")),
    ];
    let parameters = schemas.map(|(name, schema)| json!({ "in": "query", "name": name, "schema": schema }));
    operation["parameters"].as_array_mut().into_iter().for_each(|all| {
        all.extend(parameters.clone());
        all.push(json!({ "in": "header", "name": "x-header", "schema": text() }));
        all.push(json!({ "in": "cookie", "name": "cookie", "schema": text() }));
        all.push(json!({ "in": "query", "name": "must", "required": true, "schema": { "type": "number" } }));
    });
    release.add_operation(operation);
    let form = json!({ "multipart/form-data": { "schema": { "type": "object", "properties": { "file": { "type": "string", "format": "binary" } } } } });
    for (id, answer) in [("put_file", None), ("put_other_file", Some(json!({ "application/json": { "schema": text() } })))] {
        let mut operation = Release::operation(id, None, &json!({ "type": "boolean" }));
        operation["requestBody"] = json!({ "content": form.clone() });
        if let Some(answer) = answer {
            operation["responses"]["200"]["content"] = answer;
        }
        release.add_operation(operation);
    }
    for (id, body) in
        [("put_list", json!({ "type": "array", "items": reference("PointStruct") })), ("put_any", json!({})), ("put_text", text())]
    {
        release.add_operation(Release::operation(id, Some(body), &json!({ "type": "boolean" })));
    }
}

fn protos(release: &mut Release) {
    let service = "service Observers {\n\
        // Many replies, many requests, both.\n\
        rpc Watch(WatchRequest) returns (stream WatchEvent);\n\
        rpc Send(stream WatchEvent) returns (WatchRequest) { option deprecated = true; }\n\
        rpc Exchange(stream WatchEvent) returns (stream google.protobuf.Timestamp);\n\
        rpc Nothing(google.protobuf.Empty) returns (google.protobuf.Empty) { option idempotency_level = NO_SIDE_EFFECTS; }\n\
        /* As an operation is called whose answer is text. */\n\
        rpc ShowPage(WatchRequest) returns (WatchEvent);\n\
        rpc ShowWords(stream WatchRequest) returns (WatchEvent);\n\
        }\n";
    let messages = "message WatchRequest { string collection_name = 1; reserved 2, 5 to 9; reserved \"old\", \"older\"; }\n\
        message WatchEvent {\n\
          message Inner { enum Kind { KIND_UNKNOWN = 0; KIND_MADE = 1; KIND_MADE_AGAIN = 2; } Kind kind = 1; repeated Inner more = 2; }\n\
          map<string, Inner> inner = 1; map<string, int64> counts = 2; map<uint32, string> by_number = 12; oneof which { Inner first = 3; bytes raw = 4; }\n\
          google.protobuf.Timestamp at = 5; google.protobuf.Duration took = 6; google.protobuf.StringValue name = 7;\n\
          fixed32 hash = 8; sint64 change = 9 [deprecated = true]; repeated uint32 numbers = 10 [packed = true]; optional bytes more = 11;\n\
        }\n";
    let imports = "import \"google/protobuf/empty.proto\";\nimport \"google/protobuf/duration.proto\";\nimport public \"google/protobuf/timestamp.proto\";\nimport \"google/protobuf/wrappers.proto\";\n";
    let text = format!("syntax = \"proto3\";\npackage qdrant;\n{imports}option java_package = \"x\";\n{messages}{service}");
    release.protos.insert("observers.proto".to_owned(), text);
    for (message, field) in
        [("Filter", "bytes raw = 9100;"), ("SearchParams", "fixed64 hash = 9101;"), ("Query", "optional sint32 change = 9102;")]
    {
        release.add_below(&format!("message {message} {{"), field);
    }
}

//! The importer on small documents: what it keeps, what it leaves out, and what it refuses.

mod common;

use std::error::Error;
use std::fs;
use std::path::Path;

use common::{Documents, OPENAPI, Outcome, PROTO, contents, run, stderr};
use serde_json::{Value, json};

/// The facts of a document with one path and one schema.
fn facts(operation: Value, schema: Value) -> Result<Value, Box<dyn Error>> {
    let document = json!({
        "openapi": "3.0.1",
        "info": {"title": "About", "description": "Long", "contact": {"email": "a@b.c"}, "version": "v1"},
        "paths": {"/a": {"get": operation}},
        "components": {"schemas": {"S": schema}},
    });
    let imported = Documents::with_openapi(&document.to_string())?.imported("openapi.json")?;
    Ok(serde_json::from_str(&imported)?)
}

fn schema(schema: Value) -> Result<Value, Box<dyn Error>> {
    let operation = json!({"operationId": "get_a", "responses": {"200": {"description": "yes"}}});
    Ok(facts(operation, schema)?["components"]["schemas"]["S"].take())
}

/// What the importer makes of one proto file, without its first lines.
fn proto(body: &str) -> Result<String, Box<dyn Error>> {
    let head = "syntax = \"proto3\";\n\npackage p;\n\n";
    let printed = Documents::with_proto(&format!("{head}{body}"))?.imported("proto/a.proto")?;
    Ok(printed.strip_prefix(head).ok_or("other head")?.to_owned())
}

#[test]
fn prose_is_left_out_and_what_openapi_requires_is_empty() -> Outcome {
    let operation = json!({
        "operationId": "get_a", "summary": "Gets", "description": "It gets", "deprecated": true,
        "externalDocs": {"url": "u"},
        "parameters": [{"name": "n", "in": "query", "description": "d", "example": 1, "schema": {"type": "integer", "default": 60}}],
        "responses": {
            "200": {"description": "fine", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}, "examples": {"x": {}}}}},
            "default": {"description": "bad"},
            "503": {"$ref": "#/paths/~1a/get/responses/default"},
        },
    });
    let facts = facts(operation, json!({"type": "string", "title": "T", "description": "D", "example": "e"}))?;
    let expected = json!({
        "components": {"schemas": {"S": {"type": "string"}}},
        "info": {"title": "", "version": "v1"},
        "openapi": "3.0.1",
        "paths": {"/a": {"get": {
            "deprecated": true,
            "operationId": "get_a",
            "parameters": [{"in": "query", "name": "n", "schema": {"default": 60, "type": "integer"}}],
            "responses": {
                "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}}, "description": ""},
                "503": {"$ref": "#/paths/~1a/get/responses/default"},
                "default": {"description": ""},
            },
        }}},
    });
    assert_eq!(serde_json::to_string(&facts)?, serde_json::to_string(&expected)?, "content or order");
    Ok(())
}

#[test]
fn names_that_look_like_keywords_stay() -> Outcome {
    let names = json!({"properties": {
        "title": {"type": "string", "title": "gone"},
        "description": {"type": "string", "description": "gone"},
        "example": {"$ref": "#/components/schemas/S"},
        "default": {"type": "string", "example": "gone"},
        "$ref": {"type": "string", "summary": "gone"},
        "properties": {"type": "object", "properties": {"summary": {"type": "string"}}, "title": "gone"},
    }});
    let expected = json!({"properties": {
        "title": {"type": "string"},
        "description": {"type": "string"},
        "example": {"$ref": "#/components/schemas/S"},
        "default": {"type": "string"},
        "$ref": {"type": "string"},
        "properties": {"properties": {"summary": {"type": "string"}}, "type": "object"},
    }});
    assert_eq!(schema(names)?, expected);
    Ok(())
}

#[test]
fn data_is_not_searched_for_keywords() -> Outcome {
    let data = json!({"type": "object", "default": {"description": "kept", "$ref": "kept"}, "enum": [{"title": "kept"}]});
    assert_eq!(schema(data.clone())?, data);
    Ok(())
}

#[test]
fn properties_keep_their_order() -> Outcome {
    let ordered = schema(json!({"required": ["b"], "properties": {"b": {}, "a": {}}}))?;
    assert_eq!(ordered.to_string(), r#"{"properties":{"b":{},"a":{}},"required":["b"]}"#);
    Ok(())
}

#[test]
fn every_construct_of_a_proto_is_printed() -> Outcome {
    let printed = "enum Kind {
  option allow_alias = true;
  reserved 3, 5 to 7, 100 to 2147483647;
  reserved \"Old\";
  None = 0;
  Some = 1 [deprecated = true];
  Any = 1;
}

message Request {
  option deprecated = true;
  reserved 2, 5 to 7;
  reserved \"old\", \"older\";

  enum Kind {
    None = 0;
  }

  message Kept {
    Kind kind = 1;
    p.Kind outer = 2;
  }

  optional bool flag = 1 [deprecated = true];
  map<string, Kept> by_name = 3;
  oneof choice {
    string text = 4;
    Request request = 8;
  }
  repeated int64 numbers = 9 [packed = false];
  Kind kind = 10 [json_name = \"sort\"];
  bytes raw_bytes = 11;
}

message Reply {}

service S {
  rpc Plain(Request) returns (Reply);
  rpc Old(Request) returns (Reply) {
    option deprecated = true;
  }
  rpc Flow(stream Request) returns (stream Reply);
}
";
    // `p.Kind` is only looked up as the package's where no nearer scope has a `p`.
    assert_eq!(proto(printed)?, printed);
    Ok(())
}

#[test]
fn comments_and_options_of_other_languages_are_left_out() -> Outcome {
    let noisy = "// About the file.
option csharp_namespace = \"P\";
option java_outer_classname = \"P\";
// About the service.
service S {
  // About the method.
  rpc Do(N) returns (N) { option idempotency_level = NO_SIDE_EFFECTS; }
}
/* About the message. */
message N {
  int32 a = 1 [jstype = JS_STRING]; // About the field.
}
";
    assert_eq!(proto(noisy)?, "message N {\n  int32 a = 1;\n}\n\nservice S {\n  rpc Do(N) returns (N);\n}\n");
    Ok(())
}

#[test]
fn a_name_that_a_nearer_scope_hides_is_spelled_out() -> Outcome {
    let printed = "message A {
  message p {
    A up = 1;
    .p.B b = 2;
  }

  message B {}

  B near = 1;
  .p.B far = 2;
}

message B {}

service S {
  rpc Do(A) returns (B);
}
";
    assert_eq!(proto(printed)?, printed);
    Ok(())
}

#[test]
fn what_no_public_service_needs_is_left_out() -> Outcome {
    let documents = Documents::new()?;
    documents.add(
        "proto/qdrant.proto",
        "syntax = \"proto3\";
        import \"all.proto\";
        import \"unused.proto\";
        import \"google/protobuf/timestamp.proto\";
        package q;
        message Ask { google.protobuf.Timestamp at = 1; }
        message Alone {}
        service Root { rpc Do(Ask) returns (Ask); }",
    )?;
    // Nothing of its own, but the only way to a public service.
    documents.add("proto/all.proto", "syntax = \"proto3\"; import public \"points.proto\"; package q;")?;
    documents.add(
        "proto/points.proto",
        "syntax = \"proto3\";
        import public \"common.proto\";
        package q;
        service Points { rpc Get(Id) returns (Id); }",
    )?;
    documents.add("proto/common.proto", "syntax = \"proto3\"; package q; message Id { message Part {} } enum Lost { L = 0; }")?;
    documents.add("proto/unused.proto", "syntax = \"proto3\"; package q; message Unused {}")?;
    documents.add(
        "proto/internal.proto",
        "syntax = \"proto3\";
        import \"points.proto\";
        package q;
        message Secret {}
        service Internal { rpc Tell(Secret) returns (Id); }",
    )?;

    let output = documents.import()?;
    assert!(output.status.success(), "{}", stderr(&output));
    let dropped: String = ["q.Alone", "q.Internal", "q.Lost", "q.Secret", "q.Unused"]
        .iter()
        .map(|name| format!("left out, as no public service needs it: {name}\n"))
        .collect();
    assert_eq!(String::from_utf8(output.stdout)?, dropped);

    let protos = contents(&documents.path("out/proto"))?;
    let expected = [
        ("all.proto", "syntax = \"proto3\";\n\npackage q;\n\nimport \"points.proto\";\n"),
        ("common.proto", "syntax = \"proto3\";\n\npackage q;\n\nmessage Id {\n  message Part {}\n}\n"),
        (
            "points.proto",
            "syntax = \"proto3\";\n\npackage q;\n\nimport \"common.proto\";\n\nservice Points {\n  rpc Get(Id) returns (Id);\n}\n",
        ),
        (
            "qdrant.proto",
            "syntax = \"proto3\";\n\npackage q;\n\nimport \"all.proto\";\nimport \"google/protobuf/timestamp.proto\";\n\n\
             message Ask {\n  google.protobuf.Timestamp at = 1;\n}\n\nservice Root {\n  rpc Do(Ask) returns (Ask);\n}\n",
        ),
    ];
    assert_eq!(protos, expected.map(|(name, text)| (name.into(), text.to_owned())).into());

    // Nothing more is left out the second time.
    let again = ["import", "--openapi", "openapi.json", "--proto", "out/proto", "--version", "1.0.0", "--out", "again"];
    assert!(run(&documents.path(""), &again)?.status.success());
    assert_eq!(contents(&documents.path("again/proto"))?, protos);
    Ok(())
}

#[test]
fn release_names_every_document_read() -> Outcome {
    let documents = Documents::with_proto(PROTO)?;
    documents.add("proto/unused.proto", "syntax = \"proto3\"; message Unused {}")?;
    let release: toml::Table = documents.imported("release.toml")?.parse()?;
    let names: Vec<&str> = release["sha256"].as_table().ok_or("no table")?.keys().map(String::as_str).collect();
    assert_eq!(release["version"].as_str(), Some("1.0.0"));
    assert_eq!(names, ["openapi.json", "proto/a.proto", "proto/unused.proto"]);
    assert_eq!(release["sha256"]["openapi.json"].as_str(), Some(codegen::hash::sha256(OPENAPI).as_str()));
    Ok(())
}

#[test]
fn import_of_the_committed_documents_changes_nothing() -> Outcome {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let version = codegen::load::release(&specs)?.version;
    let out = tempfile::tempdir()?;
    let [openapi, proto] = ["openapi.json", "proto"].map(|name| specs.join(name).display().to_string());
    let out_name = out.path().display().to_string();
    let output = run(out.path(), &["import", "--openapi", &openapi, "--proto", &proto, "--version", &version, "--out", &out_name])?;
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(output.stdout.is_empty(), "something was left out");
    assert!(contents(out.path())? == contents(&specs)?);
    Ok(())
}

#[test]
fn a_changed_document_gets_new_hashes() -> Outcome {
    let documents = Documents::with_proto(PROTO)?;
    let facts = documents.imported("openapi.json")?;
    let published = fs::read_to_string(documents.path("out/release.toml"))?;

    // The facts beside their release: still the published hashes.
    documents.add("openapi.json", &facts)?;
    documents.add("release.toml", &published)?;
    assert_eq!(documents.imported("release.toml")?, published);

    // Another version, or documents that are not the facts any more: hashes of what was read.
    let output = documents.import_version("1.0.1")?;
    assert!(output.status.success());
    let facts_hash = codegen::hash::sha256(&facts);
    assert!(fs::read_to_string(documents.path("out/release.toml"))?.contains(&facts_hash));
    documents.add("openapi.json", &format!("{facts}\n"))?;
    assert!(documents.imported("release.toml")?.contains(&codegen::hash::sha256(format!("{facts}\n"))));
    Ok(())
}

#[test]
fn protos_of_an_earlier_release_are_removed() -> Outcome {
    let documents = Documents::with_proto(PROTO)?;
    documents.add("out/proto/old.proto", "old")?;
    documents.add("out/notes.txt", "mine")?;
    documents.imported("proto/a.proto")?;
    let names: Vec<String> = contents(&documents.path("out"))?.keys().map(|name| name.display().to_string()).collect();
    assert_eq!(names, ["notes.txt", "openapi.json", "proto/a.proto", "release.toml"]);
    Ok(())
}

#[test]
fn broken_json_is_rejected() -> Outcome {
    Documents::with_openapi("{\n  \"openapi\": \"3.0.1\"\n  \"paths\": {}\n}")?
        .rejected("openapi.json: line 3 column 3: expected `,` or `}`")
}

#[test]
fn other_versions_of_openapi_are_rejected() -> Outcome {
    Documents::with_openapi(r#"{"openapi": "3.1.0", "paths": {}}"#)?
        .rejected("openapi.json: /openapi: OpenAPI 3.0 expected, found 3.1.0")?;
    Documents::with_openapi(r#"{"swagger": "2.0", "paths": {}}"#)?
        .rejected("openapi.json: /openapi: OpenAPI 3.0 expected, found no version")?;
    Documents::with_openapi(r#"{"openapi": "3.0.1"}"#)?.rejected("openapi.json: /paths: an object of paths expected")
}

#[test]
fn a_dangling_reference_is_rejected() -> Outcome {
    let document = |reference: &str| {
        json!({"openapi": "3.0.1", "paths": {"/a~b": {"get": {"operationId": "a", "parameters": [{"schema": {"$ref": reference}}]}}}})
            .to_string()
    };
    let pointer = "/paths/~1a~0b/get/parameters/0/schema/$ref";
    Documents::with_openapi(&document("#/components/schemas/Gone"))?
        .rejected(&format!("openapi.json: {pointer}: `#/components/schemas/Gone` is not in this document"))?;
    Documents::with_openapi(&document("other.json#/S"))?
        .rejected(&format!("openapi.json: {pointer}: `other.json#/S` is not in this document"))
}

#[test]
fn operations_need_an_id_of_their_own() -> Outcome {
    Documents::with_openapi(r#"{"openapi": "3.0.1", "paths": {"/a": {"parameters": [], "put": {"responses": {}}}}}"#)?
        .rejected("openapi.json: /paths/~1a/put: operation without operationId")?;
    Documents::with_openapi(r#"{"openapi": "3.0.1", "paths": {"/a": {"get": {"operationId": "x"}}, "/b": {"get": {"operationId": "x"}}}}"#)?
        .rejected("openapi.json: /paths/~1b/get/operationId: `x` is the operationId of /paths/~1a/get already")
}

#[test]
fn a_syntax_error_in_a_proto_is_rejected() -> Outcome {
    Documents::with_proto("syntax = \"proto3\";\n\nmessage A {\n  string = 1;\n}\n")?
        .rejected("proto/a.proto: line 4: expected an identifier, but found '='")
}

#[test]
fn an_unknown_type_is_rejected() -> Outcome {
    Documents::with_proto("syntax = \"proto3\";\n\nmessage A {\n  Gone gone = 1;\n}\n")?
        .rejected("proto/a.proto: line 4: name 'Gone' is not defined")
}

#[test]
fn a_missing_import_is_rejected() -> Outcome {
    let documents = Documents::with_proto("syntax = \"proto3\";\nimport \"b.proto\";\n")?;
    documents.add("proto/b.proto", "syntax = \"proto3\";\n\n\nimport \"c.proto\";\n")?;
    documents.rejected("proto/b.proto: line 4: import 'c.proto' not found")
}

#[test]
fn a_circle_of_imports_is_rejected() -> Outcome {
    Documents::with_proto("syntax = \"proto3\";\nimport \"a.proto\";\n")?
        .rejected("proto/a.proto: import cycle detected: a.proto -> a.proto")
}

#[test]
fn protos_without_a_service_are_rejected() -> Outcome {
    Documents::with_proto("syntax = \"proto3\";\nmessage A {}\n")?.rejected("proto: no .proto file declares a service")?;
    let documents = Documents::with_proto(PROTO)?;
    documents.add("proto/qdrant.proto", "syntax = \"proto3\";\n")?;
    documents.rejected("proto: no .proto file declares a public service")
}

#[test]
fn what_cannot_be_printed_is_rejected() -> Outcome {
    Documents::with_proto(&PROTO.replace("proto3", "proto2"))?.rejected("proto/a.proto: proto3 expected")?;
    let extended = PROTO.replace(
        "message Nothing",
        "import \"google/protobuf/descriptor.proto\";\nextend google.protobuf.FieldOptions { string hint = 50000; }\nmessage Nothing",
    );
    Documents::with_proto(&extended)?.rejected("proto/a.proto: has a construct that the importer cannot print")
}

#[test]
fn a_missing_document_is_rejected() -> Outcome {
    let documents = Documents::new()?;
    documents.rejected("proto: No such file or directory (os error 2)")?;
    fs::remove_file(documents.path("openapi.json"))?;
    documents.rejected("openapi.json: No such file or directory (os error 2)")
}

#[test]
fn a_wrong_command_line_explains_itself() -> Outcome {
    let documents = Documents::with_proto(PROTO)?;
    let cases: [(&[&str], &str); 6] = [
        (&[], "a command is missing"),
        (&["impart"], "unknown command `impart`"),
        (&["import", "--opanapi", "x"], "unknown argument `--opanapi`"),
        (&["import", "--openapi"], "--openapi needs a value"),
        (&["import", "--openapi", "x"], "--proto is missing"),
        (&["generate", "--check", "now"], "unknown argument `now`"),
    ];
    for (arguments, message) in cases {
        let output = run(&documents.path(""), arguments)?;
        let text = stderr(&output);
        assert!(text.starts_with(&format!("error: {message}\nusage:\n")), "{text}");
        assert_eq!(output.status.code(), Some(2));
    }
    Ok(())
}

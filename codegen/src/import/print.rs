//! Prints descriptors as `.proto` text in one style.

use std::collections::BTreeSet;
use std::fmt::Write;

use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto, FileDescriptorSet, MethodDescriptorProto,
    ServiceDescriptorProto,
};

use super::prune::is_map_entry;
use crate::load::Sources;

/// The text of each file of `set`.
pub(super) fn files(set: &FileDescriptorSet) -> Sources {
    let mut names = Names::default();
    for file in &set.file {
        names.add_file(file);
    }
    set.file.iter().map(|file| (file.name().to_owned(), Printer::print(&names, file))).collect()
}

/// Every scope that a type name is looked up in: packages and messages, and the enums.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn add_file(&mut self, file: &FileDescriptorProto) {
        let package = file.package();
        for (end, _) in package.match_indices('.') {
            self.0.insert(package[..end].to_owned());
        }
        self.0.insert(package.to_owned());
        for message in &file.message_type {
            self.add_message(package, message);
        }
        self.add_enums(package, &file.enum_type);
    }

    fn add_message(&mut self, scope: &str, message: &DescriptorProto) {
        let name = join(scope, message.name());
        for nested in &message.nested_type {
            self.add_message(&name, nested);
        }
        self.add_enums(&name, &message.enum_type);
        self.0.insert(name);
    }

    fn add_enums(&mut self, scope: &str, enums: &[EnumDescriptorProto]) {
        let names = enums.iter().map(|item| join(scope, item.name()));
        self.0.extend(names);
    }

    /// The shortest name that means `full` (with its leading dot) in `scope`.
    fn shortest(&self, scope: &str, full: &str) -> String {
        let target = full.trim_start_matches('.');
        target
            .rmatch_indices('.')
            .map(|(dot, _)| &target[dot + 1..])
            .chain([target])
            .find(|name| self.resolve(scope, name).as_deref() == Some(target))
            .map_or_else(|| full.to_owned(), str::to_owned)
    }

    /// Protocol Buffers look the first part of a name up from the innermost scope outwards; the first hit decides.
    fn resolve(&self, scope: &str, name: &str) -> Option<String> {
        let first = name.split('.').next()?;
        let mut scope = scope;
        loop {
            if self.0.contains(&join(scope, first)) {
                return Some(join(scope, name));
            }
            if scope.is_empty() {
                // Files of Google are not among the names; theirs is a package of its own.
                return Some(name.to_owned());
            }
            scope = scope.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
    }
}

fn join(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}

struct Printer<'a> {
    names: &'a Names,
    text: String,
    depth: usize,
}

impl<'a> Printer<'a> {
    fn print(names: &'a Names, file: &FileDescriptorProto) -> String {
        let mut printer = Self { names, text: String::new(), depth: 0 };
        printer.file(file);
        printer.text
    }

    fn line(&mut self, line: impl AsRef<str>) {
        let _ = writeln!(self.text, "{:1$}{2}", "", self.depth * 2, line.as_ref());
    }

    fn block(&mut self, head: impl AsRef<str>, body: impl FnOnce(&mut Self)) {
        let start = self.text.len();
        self.line(format!("{} {{", head.as_ref()));
        let inside = self.text.len();
        self.depth += 1;
        body(self);
        self.depth -= 1;
        if self.text.len() == inside {
            self.text.truncate(start);
            self.line(format!("{} {{}}", head.as_ref()));
        } else {
            self.line("}");
        }
    }

    /// A blank line, unless a block has just begun.
    fn gap(&mut self) {
        if !self.text.ends_with("{\n") {
            self.text.push('\n');
        }
    }

    fn file(&mut self, file: &FileDescriptorProto) {
        self.line("syntax = \"proto3\";");
        if !file.package().is_empty() {
            self.gap();
            self.line(format!("package {};", file.package()));
        }
        if !file.dependency.is_empty() {
            self.gap();
        }
        for import in &file.dependency {
            self.line(format!("import \"{import}\";"));
        }
        for item in &file.enum_type {
            self.gap();
            self.enumeration(item);
        }
        for message in &file.message_type {
            self.gap();
            self.message(file.package(), message);
        }
        for service in &file.service {
            self.gap();
            self.service(file.package(), service);
        }
    }

    fn enumeration(&mut self, item: &EnumDescriptorProto) {
        self.block(format!("enum {}", item.name()), |printer| {
            if let Some(options) = &item.options {
                printer.option("allow_alias", options.allow_alias);
                printer.option("deprecated", options.deprecated);
            }
            // The end of an enum's reserved range is part of it, unlike that of a message's.
            printer.reserved(item.reserved_range.iter().map(|r| (r.start(), r.end())), &item.reserved_name);
            for value in &item.value {
                let deprecated = value.options.as_ref().and_then(|o| o.deprecated);
                let options = brackets([("deprecated", deprecated.map(|d| d.to_string()))]);
                printer.line(format!("{} = {}{options};", value.name(), value.number()));
            }
        });
    }

    fn message(&mut self, scope: &str, message: &DescriptorProto) {
        let scope = join(scope, message.name());
        self.block(format!("message {}", message.name()), |printer| {
            if let Some(options) = &message.options {
                printer.option("deprecated", options.deprecated);
            }
            printer.reserved(message.reserved_range.iter().map(|r| (r.start(), r.end() - 1)), &message.reserved_name);
            for item in &message.enum_type {
                printer.gap();
                printer.enumeration(item);
            }
            for nested in message.nested_type.iter().filter(|m| !is_map_entry(m)) {
                printer.gap();
                printer.message(&scope, nested);
            }
            if printer.text.ends_with("}\n") && !message.field.is_empty() {
                printer.gap();
            }
            printer.fields(&scope, message);
        });
    }

    fn fields(&mut self, scope: &str, message: &DescriptorProto) {
        let mut printed = BTreeSet::new();
        for field in &message.field {
            let oneof = field.oneof_index.filter(|_| !field.proto3_optional());
            let Some(index) = oneof else {
                self.field(scope, message, field);
                continue;
            };
            if !printed.insert(index) {
                continue;
            }
            let name = message.oneof_decl.get(index as usize).map_or("", |o| o.name());
            self.block(format!("oneof {name}"), |printer| {
                for member in message.field.iter().filter(|f| f.oneof_index == oneof) {
                    printer.field(scope, message, member);
                }
            });
        }
    }

    fn field(&mut self, scope: &str, message: &DescriptorProto, field: &FieldDescriptorProto) {
        let kind = match map_entry(message, field) {
            Some([key, value]) => {
                format!("map<{}, {}>", self.kind(scope, key), self.kind(scope, value))
            }
            None if field.label() == Label::Repeated => {
                format!("repeated {}", self.kind(scope, field))
            }
            None if field.proto3_optional() => format!("optional {}", self.kind(scope, field)),
            None => self.kind(scope, field),
        };
        let options = field.options.clone().unwrap_or_default();
        let json_name = field.json_name.as_deref().filter(|name| *name != default_json_name(field.name()));
        let options = brackets([
            ("deprecated", options.deprecated.map(|d| d.to_string())),
            ("json_name", json_name.map(|name| format!("\"{name}\""))),
            ("packed", options.packed.map(|p| p.to_string())),
        ]);
        self.line(format!("{kind} {} = {}{options};", field.name(), field.number()));
    }

    fn kind(&self, scope: &str, field: &FieldDescriptorProto) -> String {
        match field.r#type() {
            Type::Message | Type::Enum | Type::Group => self.names.shortest(scope, field.type_name()),
            scalar => {
                let name = scalar.as_str_name().trim_start_matches("TYPE_");
                name.to_ascii_lowercase()
            }
        }
    }

    fn service(&mut self, package: &str, service: &ServiceDescriptorProto) {
        let scope = join(package, service.name());
        self.block(format!("service {}", service.name()), |printer| {
            if let Some(options) = &service.options {
                printer.option("deprecated", options.deprecated);
            }
            for method in &service.method {
                printer.method(&scope, method);
            }
        });
    }

    fn method(&mut self, scope: &str, method: &MethodDescriptorProto) {
        let argument = |streaming: bool, name: &str| {
            let stream = if streaming { "stream " } else { "" };
            format!("({stream}{})", self.names.shortest(scope, name))
        };
        let head = format!(
            "rpc {}{} returns {}",
            method.name(),
            argument(method.client_streaming(), method.input_type()),
            argument(method.server_streaming(), method.output_type()),
        );
        match &method.options {
            Some(options) => self.block(head, |printer| {
                printer.option("deprecated", options.deprecated);
            }),
            None => self.line(format!("{head};")),
        }
    }

    fn option(&mut self, name: &str, value: Option<bool>) {
        if let Some(value) = value {
            self.line(format!("option {name} = {value};"));
        }
    }

    fn reserved(&mut self, ranges: impl Iterator<Item = (i32, i32)>, names: &[String]) {
        let ranges: Vec<String> = ranges
            .map(|(first, last)| match last {
                last if last == first => first.to_string(),
                last => format!("{first} to {last}"),
            })
            .collect();
        if !ranges.is_empty() {
            self.line(format!("reserved {};", ranges.join(", ")));
        }
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            self.line(format!("reserved {};", names.join(", ")));
        }
    }
}

/// Key and value of a field that is a map.
fn map_entry<'a>(message: &'a DescriptorProto, field: &FieldDescriptorProto) -> Option<[&'a FieldDescriptorProto; 2]> {
    let name = field.type_name.as_deref()?.rsplit('.').next()?;
    let entry = message.nested_type.iter().find(|nested| is_map_entry(nested) && nested.name() == name)?;
    match entry.field.as_slice() {
        [key, value] => Some([key, value]),
        _ => None,
    }
}

fn brackets<const N: usize>(options: [(&str, Option<String>); N]) -> String {
    let set: Vec<String> = options.into_iter().filter_map(|(name, value)| Some(format!("{name} = {}", value?))).collect();
    if set.is_empty() { String::new() } else { format!(" [{}]", set.join(", ")) }
}

fn default_json_name(name: &str) -> String {
    let mut parts = name.split('_');
    let mut json = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        json.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        json.push_str(letters.as_str());
    }
    json
}

//! Keeps of a descriptor set what its public services need, without options that only concern other languages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use prost_types::{
    DescriptorProto, EnumDescriptorProto, EnumOptions, EnumValueOptions, FieldOptions, FileDescriptorProto, FileDescriptorSet,
    MessageOptions, MethodOptions, ServiceOptions,
};

use crate::Error;

/// The file from which the server's public interface is reached by imports; where a folder has it, services that only
/// other files reach are internal.
const ROOT: &str = "qdrant.proto";

/// The public part of a descriptor set.
pub(super) struct Public {
    /// Its files, those of Google left out, sorted by name.
    pub(super) set: FileDescriptorSet,
    /// Full names of the messages, enums and services that are not part of it.
    pub(super) dropped: Vec<String>,
}

/// The public services of `set` with everything they need.
pub(super) fn public(dir: &Path, set: &FileDescriptorSet) -> Result<Public, Error> {
    if let Some(file) = own_files(set).find(|file| file.syntax() != "proto3") {
        return Err(Error::in_file(dir.join(file.name()), "proto3 expected"));
    }
    let graph = Graph::new(set);
    let interface = graph.interface();
    let needed = graph.needed_by(&interface);

    let mut dropped = Vec::new();
    let mut files = Vec::new();
    for file in own_files(set) {
        let mut file = file.clone();
        let package = file.package().to_owned();
        let mut keep = |name: &str, kept: bool| {
            if !kept {
                dropped.push(qualified(&package, name));
            }
            kept
        };
        let is_needed = |name: &str| needed.contains(&format!(".{}", qualified(&package, name)));
        file.enum_type.retain(|item| keep(item.name(), is_needed(item.name())));
        file.message_type.retain(|item| keep(item.name(), is_needed(item.name())));
        let is_public = interface.contains(file.name());
        file.service.retain(|item| keep(item.name(), is_public));
        let is_empty = file.enum_type.is_empty() && file.message_type.is_empty() && file.service.is_empty();
        if !is_empty || (is_public && graph.leads_to_service(file.name(), &interface)) {
            files.push(file);
        }
    }
    let imports: Vec<Vec<String>> = files.iter().map(|file| graph.imports(file, &files, &interface)).collect();
    for (file, imports) in files.iter_mut().zip(imports) {
        canonical(file, imports);
    }
    if files.iter().all(|file| file.service.is_empty()) {
        return Err(Error::in_file(dir, "no .proto file declares a public service"));
    }
    files.sort_by(|a, b| a.name().cmp(b.name()));
    dropped.sort();
    Ok(Public { set: FileDescriptorSet { file: files }, dropped })
}

fn own_files(set: &FileDescriptorSet) -> impl Iterator<Item = &FileDescriptorProto> {
    set.file.iter().filter(|file| !file.name().starts_with("google/protobuf/"))
}

fn qualified(package: &str, name: &str) -> String {
    if package.is_empty() { name.to_owned() } else { format!("{package}.{name}") }
}

/// What refers to what. Types are named as descriptors do, with a leading dot.
struct Graph<'a> {
    files: BTreeMap<&'a str, &'a FileDescriptorProto>,
    /// File and top-level type that each type, nested ones included, is declared in.
    home: BTreeMap<String, (&'a str, String)>,
    /// Types that each top-level type refers to.
    uses: BTreeMap<String, BTreeSet<&'a str>>,
}

impl<'a> Graph<'a> {
    fn new(set: &'a FileDescriptorSet) -> Self {
        let mut graph =
            Self { files: set.file.iter().map(|file| (file.name(), file)).collect(), home: BTreeMap::new(), uses: BTreeMap::new() };
        for file in &set.file {
            let declare = |name: &str| format!(".{}", qualified(file.package(), name));
            for message in &file.message_type {
                let top = declare(message.name());
                graph.add(file.name(), &top, &top, message);
            }
            for item in &file.enum_type {
                let top = declare(item.name());
                graph.home.insert(top.clone(), (file.name(), top));
            }
        }
        graph
    }

    fn add(&mut self, file: &'a str, top: &str, name: &str, message: &'a DescriptorProto) {
        self.home.insert(name.to_owned(), (file, top.to_owned()));
        let uses = self.uses.entry(top.to_owned()).or_default();
        uses.extend(field_types(message));
        for item in &message.enum_type {
            let name = format!("{name}.{}", item.name());
            self.home.insert(name, (file, top.to_owned()));
        }
        for nested in &message.nested_type {
            self.add(file, top, &format!("{name}.{}", nested.name()), nested);
        }
    }

    /// Names of the files whose services are public.
    fn interface(&self) -> BTreeSet<&'a str> {
        if self.files.contains_key(ROOT) { self.reached_from(ROOT) } else { self.files.keys().copied().collect() }
    }

    /// `file` and everything that it imports, directly or not.
    fn reached_from(&self, file: &str) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        let mut open = vec![file];
        while let Some((&name, file)) = open.pop().and_then(|name| self.files.get_key_value(name)) {
            if reached.insert(name) {
                open.extend(file.dependency.iter().map(String::as_str));
            }
        }
        reached
    }

    /// The top-level types that the services of the files `interface` need.
    fn needed_by(&self, interface: &BTreeSet<&str>) -> BTreeSet<String> {
        let mut needed = BTreeSet::new();
        let mut open: Vec<&str> = interface.iter().filter_map(|name| self.files.get(name)).flat_map(|file| method_types(file)).collect();
        while let Some(name) = open.pop() {
            let Some((_, top)) = self.home.get(name) else {
                continue;
            };
            if needed.insert(top.clone()) {
                open.extend(self.uses.get(top).into_iter().flatten());
            }
        }
        needed
    }

    /// Whether `file` or what it imports declares a public service.
    fn leads_to_service(&self, file: &str, interface: &BTreeSet<&str>) -> bool {
        self.reached_from(file).into_iter().any(|name| interface.contains(name) && !self.files[name].service.is_empty())
    }

    /// What a pruned file has to import: the files whose types it uses, and those that lead to a service, for the root
    /// file names the public services by its imports.
    fn imports(&self, file: &FileDescriptorProto, kept: &[FileDescriptorProto], interface: &BTreeSet<&str>) -> Vec<String> {
        let mut imports: BTreeSet<&str> =
            all_types(file).into_iter().filter_map(|name| self.home.get(name).map(|(file, _)| *file)).collect();
        imports.extend(
            file.dependency
                .iter()
                .map(String::as_str)
                .filter(|name| kept.iter().any(|file| file.name() == *name) && self.leads_to_service(name, interface)),
        );
        imports.remove(file.name());
        imports.into_iter().map(str::to_owned).collect()
    }
}

fn field_types(message: &DescriptorProto) -> impl Iterator<Item = &str> {
    message.field.iter().filter_map(|field| field.type_name.as_deref())
}

fn method_types(file: &FileDescriptorProto) -> impl Iterator<Item = &str> {
    file.service.iter().flat_map(|service| &service.method).flat_map(|method| [method.input_type(), method.output_type()])
}

fn all_types(file: &FileDescriptorProto) -> Vec<&str> {
    let mut types: Vec<&str> = method_types(file).collect();
    let mut open: Vec<&DescriptorProto> = file.message_type.iter().collect();
    while let Some(message) = open.pop() {
        types.extend(field_types(message));
        open.extend(&message.nested_type);
    }
    types
}

fn canonical(file: &mut FileDescriptorProto, imports: Vec<String>) {
    file.dependency = imports;
    file.public_dependency.clear();
    file.weak_dependency.clear();
    file.options = None;
    file.source_code_info = None;
    file.enum_type.iter_mut().for_each(canonical_enum);
    file.message_type.iter_mut().for_each(canonical_message);
    for service in &mut file.service {
        keep(&mut service.options, |o| ServiceOptions { deprecated: o.deprecated, ..Default::default() });
        for method in &mut service.method {
            keep(&mut method.options, |o| MethodOptions { deprecated: o.deprecated, ..Default::default() });
        }
    }
}

fn canonical_message(message: &mut DescriptorProto) {
    keep(&mut message.options, |o| MessageOptions { deprecated: o.deprecated, map_entry: o.map_entry, ..Default::default() });
    for field in &mut message.field {
        keep(&mut field.options, |o| FieldOptions { deprecated: o.deprecated, packed: o.packed, ..Default::default() });
    }
    for oneof in &mut message.oneof_decl {
        oneof.options = None;
    }
    // Entries of maps come from fields, thus after everything that is declared before the fields.
    message.nested_type.sort_by_key(is_map_entry);
    message.nested_type.iter_mut().for_each(canonical_message);
    message.enum_type.iter_mut().for_each(canonical_enum);
}

fn canonical_enum(item: &mut EnumDescriptorProto) {
    keep(&mut item.options, |o| EnumOptions { allow_alias: o.allow_alias, deprecated: o.deprecated, ..Default::default() });
    for value in &mut item.value {
        keep(&mut value.options, |o| EnumValueOptions { deprecated: o.deprecated, ..Default::default() });
    }
}

/// Replaces options by the facts among them, and empty options by none.
fn keep<T: Default + PartialEq>(options: &mut Option<T>, facts: impl FnOnce(T) -> T) {
    *options = options.take().map(facts).filter(|options| *options != T::default());
}

/// Whether a nested message is the entry of a `map<>` field.
pub(super) fn is_map_entry(message: &DescriptorProto) -> bool {
    message.options.as_ref().is_some_and(|options| options.map_entry())
}

//! The whole way from the documents in `specs/` to the files of the generated folder.

use std::path::{Path, PathBuf};

use crate::emit::{self, docs::Docs, rest::decide};
use crate::model::{Grpc, Helpers, Rest, Texts};
use crate::plan::ledger::Ledger;
use crate::plan::overrides::Overrides;
use crate::write::{Files, header};
use crate::{Error, hash, load, pair, repair};

/// The command that a generated file names.
const COMMAND: &str = "make regen";

/// What to generate from.
#[derive(Clone, Debug)]
pub struct Options {
    /// Folder with the imported documents.
    pub specs: PathBuf,
    /// File with the exceptions that structure cannot prove.
    pub overrides: PathBuf,
    /// File with what is written by hand beside the models.
    pub helpers: PathBuf,
    /// Folder with the documentation of operations, models and fields.
    pub docs: PathBuf,
    /// Mark what is unclassified as `unreviewed` in the ledger rather than fail.
    pub accept_unreviewed: bool,
}

impl Options {
    /// What the repository in this folder is generated from; nothing may be unreviewed.
    pub fn of(repository: &Path) -> Self {
        Self {
            specs: repository.join("specs"),
            overrides: repository.join("codegen/overrides.toml"),
            helpers: repository.join("codegen/helpers.toml"),
            docs: repository.join("codegen/docs"),
            accept_unreviewed: false,
        }
    }
}

/// Computes every generated file; writes nothing.
///
/// # Errors
///
/// Any document, override or classification that does not fit.
pub fn generate(options: &Options) -> Result<Files, Error> {
    let release = load::release(&options.specs)?;
    let openapi = load::openapi(&options.specs.join("openapi.json"))?;
    let sources = load::proto_sources(&options.specs.join("proto"))?;
    let set = load::compile(&options.specs.join("proto"), &sources)?;
    let overrides = Overrides::read(&options.overrides, &release.version)?;

    let (document, unused_fix_ups) = repair::repair(openapi.document)?;
    if let Some(name) = unused_fix_ups.first().filter(|_| !options.accept_unreviewed) {
        return Err(repair::unused(name));
    }
    let mut rest = Rest::read(&document, &overrides.variant_names())?;
    rest.describe(Texts::read(&options.docs)?);
    rest.help(Helpers::read(&options.helpers)?);
    let grpc = Grpc::read(&set)?;
    let plan = pair::pair(&rest, &grpc, &overrides)?;
    let mut ledger = Ledger::new(&rest, &grpc, &plan, &overrides);
    ledger.doubt(&rest.doubts);
    ledger.doubt(&decide::plan(&rest).doubts);
    ledger.unused_fix_ups(&unused_fix_ups);
    if !options.accept_unreviewed {
        overrides.all_used()?;
        if let Some((first, why)) = ledger.unreviewed().next() {
            return Err(Error::other(format!(
                "{} ids are unreviewed, `{first}` first ({why}); add rows to {} or run with --accept-unreviewed",
                ledger.unreviewed().count(),
                options.overrides.display()
            )));
        }
    }
    let docs = Docs::read(&options.docs, &plan, options.accept_unreviewed)?;
    let input =
        emit::Input { document: &document, set: &set, rest: &rest, grpc: &grpc, plan: &plan, release: &release.version, docs: &docs };

    let text = |path: &Path| std::fs::read_to_string(path).map_err(Error::io(path));
    let models_text = text(&options.docs.join("models.toml"))?;
    let fields_text = text(&options.docs.join("fields.toml"))?;
    let variants_text = text(&options.docs.join("variants.toml"))?;
    let helpers_text = text(&options.helpers)?;
    let overrides_text = text(&options.overrides)?;
    let mut inputs = vec![
        ("models.toml", models_text.as_bytes()),
        ("fields.toml", fields_text.as_bytes()),
        ("variants.toml", variants_text.as_bytes()),
        ("helpers.toml", helpers_text.as_bytes()),
        ("openapi.json", openapi.text.as_bytes()),
        ("overrides.toml", overrides_text.as_bytes()),
    ];
    inputs.extend(sources.iter().map(|(name, text)| (name.as_str(), text.as_bytes())));
    inputs.extend(docs.texts());
    let inputs = hash::sha256_of_all(inputs);

    let mut files = Files::new();
    for (path, tokens) in emit::emit(&input)? {
        let file = syn::parse2(tokens).map_err(|error| Error::other(format!("emit: {}: {error}", path.display())))?;
        let text = header("//", COMMAND, &release.version, &inputs) + &formatted(file);
        files.insert(path, text);
    }
    files.insert(PathBuf::from("ledger.txt"), header("#", COMMAND, &release.version, &inputs) + &ledger.text());
    Ok(files)
}

/// A file's text, with an empty line between items that are more than a line.
fn formatted(file: syn::File) -> String {
    let head = syn::File { shebang: file.shebang, attrs: file.attrs, items: Vec::new() };
    let mut text = prettyplease::unparse(&head);
    let mut one_line = text.is_empty();
    for item in file.items {
        let short = matches!(item, syn::Item::Use(_) | syn::Item::Mod(syn::ItemMod { content: None, .. }));
        let together = one_line && short;
        if !together && !text.is_empty() {
            text.push('\n');
        }
        one_line = short;
        text.push_str(&prettyplease::unparse(&syn::File { shebang: None, attrs: Vec::new(), items: vec![item] }));
    }
    text
}

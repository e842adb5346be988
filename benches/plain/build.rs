//! Writes the types that progenitor makes of the same document when nobody reshapes them.

use std::path::{Path, PathBuf};

use progenitor_impl::{GenerationSettings, Generator};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let specs = Path::new("../../specs/openapi.json");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", specs.display());
    let (document, _) = codegen::repair::repair(codegen::load::openapi(specs)?.document)?;
    let document: openapiv3::OpenAPI = serde_json::from_value(document)?;
    let tokens = Generator::new(&GenerationSettings::new()).generate_tokens(&document)?;
    let mut file: syn::File = syn::parse2(tokens)?;
    file.items.retain(|item| matches!(item, syn::Item::Mod(module) if module.ident == "types"));
    let target = PathBuf::from(std::env::var("OUT_DIR")?).join("plain.rs");
    std::fs::write(target, prettyplease::unparse(&file))?;
    Ok(())
}

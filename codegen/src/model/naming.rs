//! Names as Rust spells them.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Rust keywords that cannot be field names as they are.
const KEYWORDS: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "dyn", "else", "enum", "extern", "false", "fn", "for", "if", "impl", "in", "let",
    "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "static", "struct", "trait", "true", "type", "unsafe", "use", "where",
    "while", "gen", "abstract", "become", "box", "do", "final", "macro", "override", "priv", "try", "typeof", "unsized", "virtual",
    "yield",
];

/// Keywords that have no raw form.
const NEVER: &[&str] = &["", "_", "crate", "self", "Self", "super"];

/// Whether a name is a keyword of Rust.
pub fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name) || NEVER.contains(&name)
}

/// Whether [`ident`] makes an identifier of a name.
pub fn is_identifier(name: &str) -> bool {
    !NEVER.contains(&name) && (KEYWORDS.contains(&name) || syn::parse_str::<syn::Ident>(name).is_ok())
}

/// The field or method name for a wire name, without the `r#` of keywords.
pub fn field(wire: &str) -> String {
    wire.to_snake_case()
}

/// The identifier for a field or method name.
pub fn ident(name: &str) -> proc_macro2::Ident {
    if KEYWORDS.contains(&name) {
        proc_macro2::Ident::new_raw(name, proc_macro2::Span::call_site())
    } else {
        proc_macro2::Ident::new(name, proc_macro2::Span::call_site())
    }
}

/// The variant name for an enum value.
pub fn variant(wire: &str) -> String {
    let name = wire.to_upper_camel_case();
    if name.starts_with(|first: char| first.is_ascii_digit()) { format!("N{name}") } else { name }
}

/// Letters and digits alone, in lower case: what is left of a name when its spelling is taken away.
pub fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The words of a name in any spelling, in lower case.
pub fn words(name: &str) -> Vec<String> {
    name.to_snake_case().split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

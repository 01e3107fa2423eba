//! The default theme and vocabularies are embedded: a new file there must rebuild the crate. So are the grammars of syntect,
//! with expressions that take less time to compile.

#[path = "src/render/highlight/expressions.rs"]
mod expressions;

use std::error::Error;
use std::path::PathBuf;

use syntect::dumps::dump_to_uncompressed_file;
use syntect::parsing::syntax_definition::Pattern;
use syntect::parsing::{Regex, SyntaxSet, SyntaxSetBuilder};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=themes/mac-dinh");
    println!("cargo::rerun-if-changed=content/_data");
    let to = PathBuf::from(std::env::var("OUT_DIR")?).join("grammars.packdump");
    dump_to_uncompressed_file(&grammars(), to)?;
    Ok(())
}

fn grammars() -> SyntaxSet {
    let mut grammars = SyntaxSetBuilder::new();
    for grammar in SyntaxSet::load_defaults_newlines().into_builder().syntaxes() {
        let mut grammar = grammar.clone();
        for pattern in grammar.contexts.values_mut().flat_map(|context| &mut context.patterns) {
            if let Pattern::Match(pattern) = pattern {
                pattern.regex = Regex::new(expressions::lean(pattern.regex.regex_str()));
            }
        }
        grammars.add(grammar);
    }
    grammars.build()
}

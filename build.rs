//! The default theme and vocabularies are embedded: a new file there must rebuild the crate.

fn main() {
    println!("cargo::rerun-if-changed=themes/mac-dinh");
    println!("cargo::rerun-if-changed=content/_data");
}

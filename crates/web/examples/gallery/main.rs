//! Writes every sign-in page in every language as an HTML file: `cargo run -p web --example gallery -- DIRECTORY`.

use std::path::{Path, PathBuf};

use web::locale::{Language, Locale};

mod samples;

fn main() -> std::io::Result<()> {
    let directory = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("gallery"), PathBuf::from);
    for language in Language::ALL {
        write_all(&directory.join(language.tag()), Locale::of(language))?;
    }
    Ok(())
}

fn write_all(directory: &Path, locale: &Locale) -> std::io::Result<()> {
    std::fs::create_dir_all(directory)?;
    for (name, page) in samples::all() {
        std::fs::write(directory.join(name).with_extension("html"), page.render(locale))?;
    }
    Ok(())
}

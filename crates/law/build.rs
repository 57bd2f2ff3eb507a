//! Lists the files of `law/` as a constant, so that a new statute needs no line of code.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let folder = here.join("../../law").canonicalize()?;
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut paths = fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    let mut code = String::from("/// Name and content of every file of `law/`.\npub(crate) const ENTRIES: &[(&str, &str)] = &[\n");
    for path in &paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        writeln!(code, "    ({name:?}, include_str!({path:?})),").map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    fs::write(PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?).join("entries.rs"), code)
}

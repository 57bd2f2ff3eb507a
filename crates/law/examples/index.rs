//! Makes the index files: `cargo run -p sinan-law --example index -- TEXTS LAW`, from the folder of texts into the folder `law/`.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [texts, out] = arguments.as_slice() else {
        return Err(io::Error::other("用法：index 法规文本文件夹 索引文件夹"));
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(texts)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "txt") {
            files.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), fs::read_to_string(&path)?));
        }
    }
    let csv = fs::read_to_string(Path::new(texts).join("index.csv"))?;
    for (name, content) in law::index_folder(files, &csv).map_err(io::Error::other)? {
        fs::write(Path::new(out).join(name), content)?;
    }
    Ok(())
}

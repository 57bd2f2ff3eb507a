//! `sinan-proof FILE…`: anybody can check a proof file, on any machine, without the program that wrote it.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut good = true;
    for path in std::env::args().skip(1) {
        let found = match std::fs::read_to_string(&path) {
            Ok(text) => proof::verify(&text).iter().map(ToString::to_string).collect(),
            Err(error) => vec![format!("读不了文件 · cannot be read: {error}")],
        };
        found.iter().for_each(|line| println!("{path}: {line}"));
        println!("{path}: {}", if found.is_empty() { "经重新计算，全部相符 · proved" } else { "不成立 · not proved" });
        good &= found.is_empty();
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

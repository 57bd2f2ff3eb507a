//! `sinan import`: looked at, refused with its lines, taken whole; ten thousand enterprises, measured.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// What the program prints, and whether it succeeded.
fn run(arguments: &[&str]) -> (bool, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_sinan")).args(arguments).output().unwrap();
    (out.status.success(), String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr))
}

fn code(number: u64) -> String {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("91150302FX{number:07}");
    let mut weight = 1;
    let sum: usize = body.bytes().fold(0, |sum, b| {
        let next = sum + weight * ALPHABET.iter().position(|a| *a == b).unwrap();
        weight = weight * 3 % 31;
        next
    });
    format!("{body}{}", char::from(ALPHABET[(31 - sum % 31) % 31]))
}

#[test]
fn tables_are_looked_at_and_ten_thousand_enterprises_taken() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let (made, said) = run(&["demo", "--no-serve", "--matters", "1", "--data", data]);
    assert!(made, "{said}");
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("../intake/tests/tables");
    let file = |name: &str| tables.join(name).to_str().unwrap().to_owned();

    let (done, said) = run(&["import", "register", "law_firms", &file("firms.xlsx"), "--data", data]);
    assert!(!done && said.contains("请指明一个") && said.contains("wuhai/legal-services"), "{said}");
    let firms = |name: &str, more: &[&str]| {
        let name = file(name);
        run(&[&["import", "register", "law_firms", &name, "--unit", "wuhai/legal-services", "--data", data], more].concat())
    };
    let (done, said) = firms("firms_wrong.xlsx", &["--apply"]);
    assert!(!done && said.contains("第 3 行 31150302FX00000045") && said.contains("没有写入任何内容"), "{said}");
    let (done, said) = firms("firms.xlsx", &[]);
    assert!(done && said.contains("新增 3 行") && said.contains("没有写入；加 --apply"), "{said}");
    let (done, said) = firms("firms.xlsx", &["--apply"]);
    assert!(done && said.contains("已写入 3 行"), "{said}");
    let (done, said) = firms("firms.xlsx", &["--apply"]);
    assert!(done && said.contains("不变 3 行") && said.contains("已写入 0 行"), "{said}");
    let (done, said) = run(&["import", "register", "officers", &file("firms.xlsx"), "--data", data]);
    assert!(!done && said.contains("没有由人登记的名录 officers") && said.contains("enterprises"), "{said}");
    let (done, said) = run(&["import", "units", &file("bomb.xlsx"), "--data", data]);
    assert!(!done && said.contains("压缩得异常"), "{said}");

    let mut text = "\u{feff}代码,名称,住所,行业\n".to_owned();
    for n in 0..10_000 {
        let _ = writeln!(text, "{},第{n:05}企业,工业园区{n}号,制造", code(n));
    }
    let table = folder.path().join("enterprises.csv");
    std::fs::write(&table, text).unwrap();
    let began = Instant::now();
    let (done, said) = run(&["import", "register", "enterprises", table.to_str().unwrap(), "--apply", "--data", data]);
    assert!(done && said.contains("已写入 10000 行"), "{said}");
    println!("10 000 enterprises into SQLite, looked at twice, build not optimised: {:.1} s", began.elapsed().as_secs_f64());
    let (sound, said) = run(&["verify", "--data", data]);
    assert!(sound, "{said}");
}

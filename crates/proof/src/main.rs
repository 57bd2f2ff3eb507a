//! `sinan-proof FILE…`: anybody can check a proof file, on any machine, without the program that wrote it.

fn main() -> std::process::ExitCode {
    let mut good = true;
    for path in std::env::args().skip(1) {
        let found = std::fs::read_to_string(&path).map(|text| proof::verify(&text));
        found.iter().flatten().for_each(|finding| println!("{path}: {finding}"));
        let proved = found.as_ref().is_ok_and(Vec::is_empty);
        println!("{path}: {}", if proved { "重新计算，全部相符 · proved" } else { "不成立，或者读不了 · not proved, or not readable" });
        good &= proved;
    }
    u8::from(!good).into()
}

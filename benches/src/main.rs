//! `cargo run --release -p sinan-bench`: measures the program and writes `benches/results/`.

fn main() {}

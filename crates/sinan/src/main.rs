//! The binary and composition root: the only place that sees every crate.

mod cli;
mod commands;
mod demo;
mod log;
mod output;
mod provider;
mod shell;
mod world;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    log::begin();
    let cli = cli::Cli::parse();
    match commands::run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("出错：{error}");
            for cause in error.chain().skip(1) {
                eprintln!("  原因：{cause}");
            }
            ExitCode::FAILURE
        }
    }
}

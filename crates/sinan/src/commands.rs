//! One command, one file.

mod account;
mod at_hand;
mod calendar;
mod copy;
mod database;
mod deadline;
mod demo;
mod import;
mod keys;
mod law;
mod migrate;
mod plan;
mod privacy;
mod procedure;
mod prove;
mod serve;
mod simulate;
mod site;
mod verify;

use crate::cli::{Cli, Command};
use anyhow::Result;
use clap::Parser;
use std::process::ExitCode;

/// Runs what was asked.
pub fn run(cli: Cli) -> Result<ExitCode> {
    let command = match cli.command {
        Some(command) => command,
        None => match Cli::parse_from(["sinan", "demo"]).command {
            Some(command) => command,
            None => return Ok(ExitCode::FAILURE),
        },
    };
    match command {
        Command::Demo(args) => demo::run(args),
        Command::Serve(args) => serve::run(&args),
        Command::Deadline(args) => deadline::run(&args),
        Command::Law(args) => law::run(args),
        Command::Procedure(args) => procedure::run(args),
        Command::Plan(args) => plan::run(args),
        Command::Verify(args) => verify::run(&args),
        Command::Migrate(args) => migrate::run(&args),
        Command::Copy(args) => copy::run(&args),
        Command::Keys(args) => keys::run(args),
        Command::Account(args) => account::run(args),
        Command::Import(args) => import::run(args),
        Command::Prove(args) => prove::run(&args),
        Command::VerifyProof(args) => prove::verify(&args),
        Command::Calendar(args) => calendar::run(args),
        Command::Privacy(args) => privacy::run(&args),
    }
}

//! The project's own tools, run as `cargo xtask COMMAND`; there is no Makefile and no script beside them.

mod audit;
mod debian;
mod provider;
mod screenshots;
mod steps;
mod test;
mod tidy;
mod weaken;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask COMMAND

  test [--quick] [--no-browser]   install what the tests need, then run everything CI runs
  provider                        install the OpenID provider that the tests of sign-in run
  tidy                            check the arrows, sizes, names and documents of the tree
  screenshots                     make the pictures of the README in docs/screens
  weaken [--quick] [--open] [WORD…]
                                  turn off each rule of permission and session, and name the test that notices
  audit                           check licences and known vulnerabilities, offline";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["test", options @ ..] => test::Options::parse(options).and_then(test::run),
        ["provider"] => provider::ensure().map(|()| ExitCode::SUCCESS),
        ["tidy"] => tidy::run(),
        ["screenshots"] => screenshots::run(),
        ["weaken", rest @ ..] => weaken::run(rest),
        ["audit"] => audit::run(),
        _ => Err(anyhow::anyhow!("{USAGE}")),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

//! `sinan privacy`: the register of processing, and everything held on one person.

use super::at_hand::{AtHand, said};
use crate::{cli, demo, output, world};
use anyhow::{Context, Result, bail};
use calendar::Calendar;
use kernel::PersonId;
use std::collections::BTreeMap;
use std::io::BufRead as _;
use std::process::ExitCode;

pub fn run(args: &cli::Privacy) -> Result<ExitCode> {
    match args {
        cli::Privacy::Register => {
            let library = world::library(Calendar::china(), BTreeMap::new())?;
            output::text(app::register_of_processing(&library));
        }
        cli::Privacy::Extract(args) => output::text(tokio::runtime::Runtime::new()?.block_on(extract(args))?),
    }
    Ok(ExitCode::SUCCESS)
}

/// A number is read from the standard input: what stands on a command line, every process of the machine can read.
async fn extract(args: &cli::Extract) -> Result<String> {
    let at = AtHand::open(&args.database).await?;
    let person = match &args.person {
        Some(id) => PersonId(id.parse().with_context(|| format!("“{id}”不是人员编号"))?),
        None => {
            let mut number = String::new();
            std::io::stdin().lock().read_line(&mut number)?;
            let found = at.store.person_by_number(demo::BUREAU, &kernel::plain_number(number.trim())).await?;
            let Some(person) = found else { bail!("没有保存这个号码的人") };
            person
        }
    };
    at.bureau.extract(person).await.map_err(said)
}

//! Turns off one rule of the permission and session code at a time and names the test that notices.
//!
//! A run of its own for each rule would compile the program some hundred times. Here the program is compiled once, with a switch at every
//! rule; a first run of the tests tells which rules each of them asks, and a rule that is off is shown to those tests alone.
//!
//! `weaken [--quick] [--open] [WORD…]`: only the tests that need no server; only rules of which the table names no test yet; only tests with
//! one of these words in their name.

mod copy;
mod find;
mod mutant;
mod report;
mod tests;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use mutant::Mutant;
use report::Outcome;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use tests::{Normal, Test};

/// Packages whose tests are asked; with `--quick` only the first three, whose tests are done in no time.
const PACKAGES: [&str; 8] =
    ["sinan-app", "sinan-engine", "sinan-kernel", "sinan-disputes", "sinan-legal-services", "sinan-store", "sinan-web", "sinan"];
/// A rule is shown to the quickest tests that ask it, until those would take so long when nothing is off. Who misses it only later has too much
/// else to do to be the test that guards it.
const BUDGET: Duration = Duration::from_secs(30);

fn main() -> Result<()> {
    let (options, words): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let asked = |option: &str| options.iter().any(|o| o == option);
    let packages = if asked("--quick") { &PACKAGES[..3] } else { &PACKAGES[..] };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let place = root.join("target/weaken");
    let before = if asked("--open") { report::noticed(root)? } else { BTreeMap::new() };
    let rules: Vec<Mutant> = copy::write(root, &place.join("tree"))?;
    let mut tests = tests::list(&place.join("tree"), &place.join("target"), packages)?;
    tests.retain(|test| words.is_empty() || words.iter().any(|word| test.name.contains(word)));
    let known = normal(&tests, &place)?;
    let rows = each(&rules, "rules", |_, rule| {
        let outcome = before.get(&rule.key()).map_or_else(|| judge(rule, &known), |test| Ok(Outcome::Noticed(test.clone())))?;
        if !matches!(outcome, Outcome::Noticed(_)) {
            eprintln!("{}  {}: {}  {outcome:?}", rule.file, rule.function, rule.what);
        }
        Ok((rule.clone(), outcome))
    })?;
    report::write(root, &rows)
}

/// Runs every test as the program is; those that fail here without any rule off are told and left out.
fn normal(tests: &[Test], place: &Path) -> Result<Vec<(Test, Normal)>> {
    let all = each(tests, "tests", |at, test| Ok((test.clone(), test.normal(&place.join(format!("reached.{at}")))?)))?;
    let failing: Vec<&str> = all.iter().filter(|(_, n)| n.is_none()).map(|(t, _)| t.name.as_str()).collect();
    if !failing.is_empty() {
        eprintln!("left out, as they fail on this machine with every rule in force: {}", failing.join(", "));
    }
    let mut known: Vec<(Test, Normal)> = all.into_iter().filter_map(|(t, n)| Some((t, n?))).collect();
    known.sort_by_key(|(_, n)| n.took);
    Ok(known)
}

/// Shows the rule, turned off, to the tests that ask it, quick ones first.
fn judge(rule: &Mutant, known: &[(Test, Normal)]) -> Result<Outcome> {
    let (mut asked, mut took) = (0, Duration::ZERO);
    for (test, normal) in known.iter().filter(|(_, n)| n.reached.contains(&rule.id)) {
        took += normal.took;
        if asked > 0 && took > BUDGET {
            break;
        }
        if test.notices(rule.id, normal.took)? {
            return Ok(Outcome::Noticed(test.name.clone()));
        }
        asked += 1;
    }
    Ok(if asked == 0 { Outcome::Unreached } else { Outcome::Survived(asked) })
}

/// Does the work for each, on every core, and answers in the order given.
fn each<T: Sync, U: Send>(all: &[T], word: &'static str, work: impl Fn(usize, &T) -> Result<U> + Sync) -> Result<Vec<U>> {
    let bar = ProgressBar::new(all.len() as u64).with_prefix(word);
    bar.set_style(ProgressStyle::with_template("{prefix} {bar:30} {pos}/{len} {eta}")?);
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(all.len())));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, Into::into) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Relaxed);
                    let Some(item) = all.get(at) else { return };
                    let answer = work(at, item);
                    bar.inc(1);
                    if bar.is_hidden() && at % 25 == 24 {
                        eprintln!("{word}: {} of {}", at + 1, all.len());
                    }
                    if let Ok(mut done) = done.lock() {
                        done.push((at, answer));
                    }
                }
            });
        }
    });
    bar.finish();
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, answer)| answer).collect()
}

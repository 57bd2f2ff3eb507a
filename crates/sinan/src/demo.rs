//! The demo bureau: Wuhai's real units, invented people, matters made by walking the procedures from a seed.

mod cast;
mod figures;
mod people;
mod units;

pub use figures::Figures;

use anyhow::{Context, Result};
use app::Library;
use app::ports::{Account, Commit, SharedStore, Unit};
use cast::DemoCast;
use engine::walk::{Dice, Walked, walk};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::{BureauId, Date, OperationId, OrgPath, sm3};
use procedure::model::Procedure;

/// The bureau's id in an embedded store.
pub const BUREAU: BureauId = BureauId(1);
/// The plan that the demo bureau works by, as issued.
pub const PLAN: (&str, &[u8]) = ("wuhai-2026.txt", include_bytes!("../../../demo/wuhai/plan-2026.txt"));
/// First day on which demo matters begin.
const FIRST_DAY: Date = Date::constant(2026, 1, 4);
/// Days after which a matter still open is rare.
const OLDEST_OPEN: i32 = 75;
/// Matters written in one transaction.
const BATCH: usize = 500;

/// Units, people, registers, population: everything but matters.
pub async fn furnish(store: &SharedStore, library: &Library) -> Result<()> {
    for unit in units::all()? {
        store.put_unit(BUREAU, &unit).await?;
    }
    for account in people::accounts()? {
        store.put_account(BUREAU, &account).await?;
    }
    for entry in people::entries()?.into_iter().chain(people::bodies(library)?) {
        store.put_entry(BUREAU, &entry).await?;
    }
    store.put_setting(BUREAU, "population", &serde_json::to_value(figures::population()?)?).await?;
    Ok(())
}

/// Walks matters up to a business day and writes them in bulk: the projections are the same code as for a single act.
pub async fn populate(store: &SharedStore, library: &Library, seed: u64, matters: u64, until: Date, bar: &ProgressBar) -> Result<Figures> {
    let units = units::all()?;
    let accounts = people::accounts()?;
    let entries = people::entries()?;
    let usual = cast::usual()?;
    let mix = figures::mix()?;
    let mut dice = Dice::new(seed);
    let mut figures = Figures::default();
    let mut batch = Vec::with_capacity(BATCH);
    bar.set_length(matters);
    bar.set_style(
        ProgressStyle::with_template("生成演示事项 {bar:32} {pos}/{len} 件  {per_sec}  还需 {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let span = (until - FIRST_DAY).get_days().max(1);
    for i in 0..matters {
        // Spread over the year so far, so that numbers run with the calendar.
        let offset = u64::try_from(span).unwrap_or(1) * i / matters.max(1);
        let start = FIRST_DAY.checked_add(jiff::Span::new().days(i64::try_from(offset)?))?;
        let start = workday(library, start, until);
        let Some(chosen) = figures::choose(&mix, library, &mut dice) else { continue };
        if let Some(commit) = one(library, chosen, &mut dice, (start, until), (&units, &accounts, &entries, &usual), &mut figures) {
            batch.push(commit);
        }
        if batch.len() == BATCH {
            store.bulk(BUREAU, std::mem::take(&mut batch)).await.context("写入演示事项")?;
        }
        bar.inc(1);
    }
    store.bulk(BUREAU, batch).await.context("写入演示事项")?;
    bar.finish_and_clear();
    Ok(figures)
}

fn workday(library: &Library, day: Date, until: Date) -> Date {
    let mut day = day;
    while day < until && !library.calendar().is_workday(day) {
        day = day.tomorrow().unwrap_or(until);
    }
    day
}

type Cast<'a> = (&'a [Unit], &'a [Account], &'a [engine::RegisterEntry], &'a cast::Usual);

fn one(
    library: &Library,
    (procedure, unit): (&Procedure, &OrgPath),
    dice: &mut Dice,
    (start, until): (Date, Date),
    (units, accounts, entries, usual): Cast<'_>,
    figures: &mut Figures,
) -> Option<Commit> {
    // A walk that got stuck long ago is walked again: in a bureau somebody would have seen to it.
    let rests = |w: &Walked| w.matter.main.as_ref().and_then(|s| procedure.states.get(s)).is_some_and(|s| s.open_ended.is_some());
    let stuck = |w: &Walked| !w.matter.closed(procedure) && !rests(w) && (until - start).get_days() > OLDEST_OPEN;
    let mut walk_once = || {
        let mut cast = DemoCast::new((procedure, unit), accounts, entries, usual, dice);
        walk(library, &procedure.id, &mut cast, dice, (start, until)).map(|walked| (walked, cast))
    };
    let mut told = walk_once()?;
    for _ in 0..4 {
        if !stuck(&told.0) {
            break;
        }
        told = walk_once()?;
    }
    let (walked, cast) = told;
    figures.add(&walked);
    let operation = OperationId(dice.uuid());
    let request = sm3(&[b"demo", operation.0.as_bytes()]);
    let values = cast.into_values(&walked);
    let mut told = vec![(walked.matter, walked.events)];
    told.extend(walked.kin);
    // Matters that came about on the way are written with it.
    let changes = told.into_iter().map(|(matter, events)| {
        let procedure = library.pinned(&matter.procedure)?;
        let entry = cast::entry_of(library, &matter, &values);
        Some(app::ports::Change { entry, ..app::change_of(&library.frame(procedure), None, events, matter, units) })
    });
    let changes = changes.collect::<Option<Vec<_>>>()?;
    Some(Commit { operation, request, changes, values, lookup: None })
}

//! The proof file (证明文件): everything from which a third party recomputes a matter's chain and dates. Personal values stay digests.

mod law;
mod run;

use crate::ports::{Account, Recorded};
use crate::{Bureau, Fault, Library, Sight};
use calendar::Calendar;
use engine::{Body, Matter, canonical};
use kernel::{Date, MatterId, sm3};
use serde::Serialize;

/// The file. Its fields are explained where they are checked, in the crate `proof`, which shares no code with this one.
#[derive(Debug, Serialize)]
struct File {
    format: &'static str,
    matter: String,
    number: Option<String>,
    unit: String,
    made_on: Date,
    procedures: Vec<law::Version>,
    calendar: Days,
    log: Vec<Logged>,
    timeline: Vec<Line>,
    clocks: Vec<run::Run>,
    head: String,
    seal: String,
}

#[derive(Debug, Serialize)]
struct Days {
    from: Date,
    to: Date,
    published: Vec<i16>,
    days: Vec<Special>,
}

#[derive(Debug, Serialize)]
struct Special {
    date: Date,
    works: bool,
    name: String,
    notice: String,
}

#[derive(Debug, Serialize)]
struct Logged {
    event: String,
    link: String,
}

#[derive(Debug, Serialize)]
struct Line {
    seq: u64,
    name: String,
    holder: Option<String>,
    on: Date,
    at: Option<kernel::DateTime>,
}

impl Bureau {
    /// The proof file of a matter, for an account that may see it.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when there is none or it is not theirs; faults of the store.
    pub async fn proof(&self, who: &Account, id: MatterId) -> Result<String, Fault> {
        let file = self.case_file(who, id, Sight::Proof).await?;
        proof(&self.library, &file.matter, &file.log, self.today()).ok_or(Fault::NotFound)
    }
}

/// Writes the proof file of a matter; `log` is the whole of its log. `None` if its procedure is not loaded.
#[must_use]
pub fn proof(library: &Library, matter: &Matter, log: &[Recorded], made_on: Date) -> Option<String> {
    let Body::Opened { opening, .. } = &log.first()?.event.body else { return None };
    let frame = library.frame(library.pinned(&matter.procedure)?);
    let clocks = run::all(&frame, matter);
    let line = |e: &engine::Entry| Line {
        seq: e.seq,
        name: e.name.to_string(),
        holder: e.holder.as_ref().map(ToString::to_string),
        on: e.on,
        at: e.at,
    };
    let text = |bytes| String::from_utf8(bytes).ok();
    let logged = log.iter().map(|r| Some(Logged { event: text(canonical(&r.event)?)?, link: r.link.to_string() }));
    let zero = "0".repeat(64);
    let file = File {
        format: "sinan-proof/1",
        matter: matter.id.to_string(),
        number: opening.number.clone(),
        unit: opening.unit.to_string(),
        made_on,
        procedures: law::versions(library, log, &frame, matter),
        calendar: days(library.calendar(), clocks.iter().flat_map(run::Run::days)),
        log: logged.collect::<Option<_>>()?,
        timeline: matter.timeline.iter().map(line).collect(),
        clocks,
        head: log.last()?.link.to_string(),
        seal: zero.clone(),
    };
    let unsealed = serde_json::to_string_pretty(&file).ok()? + "\n";
    let seal = sm3(&[unsealed.as_bytes()]).to_string();
    Some(unsealed.replace(&format!("\"seal\": \"{zero}\""), &format!("\"seal\": \"{seal}\"")))
}

/// What the calendar says of the years that the clocks touch.
fn days(calendar: &Calendar, touched: impl Iterator<Item = Date>) -> Days {
    let mut years: Vec<i16> = touched.map(Date::year).collect();
    years.sort_unstable();
    let (first, last) = (years.first().copied().unwrap_or(1970), years.last().copied().unwrap_or(1970));
    let (from, to) = (Date::constant(1, 1, 1), Date::constant(1, 12, 31));
    let (from, to) = (Date::new(first, 1, 1).unwrap_or(from), Date::new(last, 12, 31).unwrap_or(to));
    let mut out = Days { from, to, published: (first..=last).filter(|y| calendar.published(*y)).collect(), days: Vec::new() };
    let mut day = from;
    while day <= to {
        let info = calendar.day(day);
        if let (Some(name), Some(notice)) = (info.name, info.notice) {
            out.days.push(Special { date: day, works: info.status.works(), name: name.zh.clone(), notice: notice.to_owned() });
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    out
}

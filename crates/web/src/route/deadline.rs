//! Why it is this day: the reckoning in sentences, the articles, the days one by one, the steps, and what if.

mod what_if;

use super::law::article;
use super::matter::{Look, open, outcome};
use super::reckoning::{passages, steps, strip};
use crate::server::words::{left, light};
use crate::server::{Page, Place, Problem, Routes, Rule, Site, Visit, encode, page};
use crate::view::{ArticleView, DeadlinePage, DueHead, Light, Link, Run, StepRow};
use app::{Fault, Sight};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use calendar::{Deadline, Effect};
use engine::{Entry, Instance, explain};
use kernel::Lang;
use procedure::model::{Clock, Mode};
use serde::Deserialize;
use what_if::Supposed;

pub(super) fn routes() -> Routes {
    Routes::default().add("/matters/{id}/clocks/{clock}", Rule::SignedIn, get(show))
}

/// Articles beside the date; the rest stand with the steps.
const ARTICLES: usize = 4;

/// Whose run of a clock, where each party has one: `respondent/2`.
#[derive(Debug, Default, Deserialize)]
struct Which {
    #[serde(default)]
    of: String,
}

/// The run of a clock that a page explains.
struct Reckoning<'a> {
    look: &'a Look<'a>,
    clock: &'a Clock,
    instance: &'a Instance,
    /// Absent for a date fixed on a paper, for a length not set, and while the clock stands still.
    deadline: Option<Deadline>,
}

async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path((id, clock)): Path<(String, String)>,
    Query(supposed): Query<Supposed>,
    Query(which): Query<Which>,
) -> Page {
    let file = open(&site, &visit, &id, Sight::Deadline).await?;
    let look = Look { site: &site, visit: &visit, file: &file };
    let whose = |i: &&Instance| which.of.is_empty() || i.holder.as_ref().is_some_and(|h| h.to_string() == which.of);
    let of = file.matter.clocks.iter().rev().filter(|i| i.clock == *clock).find(whose);
    let instance = of.ok_or(Problem(Fault::NotFound))?;
    let clock = instance.clock_in(&file.frame).ok_or(Problem(Fault::NotFound))?;
    let deadline = instance.due_on.and_then(|_| explain(&file.frame, &file.matter, instance, &[]));
    let run = Reckoning { look: &look, clock, instance, deadline };
    let (asked, wrong) = (what_if::panel(&run, &supposed), what_if::wrong(&supposed));
    let mut response = page(&compose(&run, asked).await?)?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

async fn compose(run: &Reckoning<'_>, what_if: Option<crate::view::WhatIf>) -> Result<DeadlinePage, Problem> {
    let (look, clock, instance) = (run.look, run.clock, run.instance);
    let state = engine::light(&look.file.frame, instance, look.today());
    let title = clock.title.text(look.visit.lang);
    Ok(DeadlinePage {
        layout: Place::new(format!("{}{title} {}", look.t("期限：", "Deadline: "), look.number()))
            .at("matters")
            .layout(look.site, look.visit)
            .await?,
        head: look.head("clocks"),
        question: question(run),
        due: head(run),
        left: remaining(run),
        light: if instance.running() { light(state) } else { Light::Done },
        tentative: instance.provisional.then(|| {
            look.t(
                "这一天还可能变动：那一年的放假安排没有公布，或者决定期限长短的选择还没有作出。",
                "The day may still move: that year’s calendar is not published, or a choice on which the length hangs is not made.",
            )
        }),
        say: say(run),
        articles: articles(run).await,
        strip: run.deadline.as_ref().and_then(|d| strip(look.site, look.visit, d)),
        steps: rows(run),
        what_if,
        report: None,
    })
}

fn question(run: &Reckoning<'_>) -> String {
    let title = run.clock.title.text(run.look.visit.lang);
    let still = run.instance.due_on.is_none();
    match (&run.clock.mode, still, run.instance.running(), run.look.visit.lang) {
        (_, true, _, Lang::Zh) => format!("“{title}”为什么还没有日期"),
        (_, true, _, Lang::En) => format!("Why “{title}” has no date yet"),
        (Mode::AtLeast(_), _, _, Lang::Zh) => format!("“{title}”为什么到这一天才满"),
        (Mode::AtLeast(_), _, _, Lang::En) => format!("Why “{title}” is full only on this day"),
        (_, _, true, Lang::Zh) => format!("“{title}”为什么到这一天为止"),
        (_, _, true, Lang::En) => format!("Why “{title}” is due on this day"),
        (_, _, false, Lang::Zh) => format!("“{title}”原来到哪一天为止"),
        (_, _, false, Lang::En) => format!("When “{title}” was due"),
    }
}

fn head(run: &Reckoning<'_>) -> DueHead {
    match (run.instance.due_on, run.instance.due_at, run.instance.paused_since) {
        (Some(day), Some(at), _) => DueHead::Words(format!("{} {:02}:{:02}", run.look.day(day), at.hour(), at.minute())),
        (Some(day), None, _) => DueHead::Day(day),
        (None, _, Some(_)) => DueHead::Words(run.look.t("已中止", "Standing still")),
        (None, ..) => DueHead::Words(run.look.t("日期待定", "No date yet")),
    }
}

fn remaining(run: &Reckoning<'_>) -> String {
    let look = run.look;
    match (run.instance.running(), run.instance.due_on) {
        (false, _) => outcome(look, run.instance),
        (true, Some(due)) => left(look.site, look.visit, due),
        (true, None) => String::new(),
    }
}

/// The entry that started it.
fn started<'a>(run: &Reckoning<'a>) -> Option<&'a Entry> {
    run.look.matter().timeline.iter().find(|e| e.seq == run.instance.start_seq)
}

/// The whole reckoning in a few sentences, the words it turns on stressed.
fn say(run: &Reckoning<'_>) -> Vec<Run> {
    let Some(deadline) = &run.deadline else { return Run::split(&unreckoned(run)) };
    let (look, instance, lang) = (run.look, run.instance, run.look.visit.lang);
    let begin = beginning(run);
    let still: i32 = instance.pauses.iter().map(|p| (p.until - p.after).get_days()).sum();
    let paused = match (still, lang) {
        (0, _) => String::new(),
        (n, Lang::Zh) => format!("中间停止计算，**停表{n}天**。"),
        (n, Lang::En) => format!(" In between **the clock stood still for {n} day(s)**."),
    };
    let rolled = deadline.steps.iter().find(|s| s.effect == Effect::Rolled).map(|s| s.reason.text(lang));
    let due = look.day(deadline.due_on);
    let end = match (rolled, lang) {
        (Some(why), Lang::Zh) => format!("{why}，所以**到{due}为止**。"),
        (Some(why), Lang::En) => format!(" {}; so it is due on **{due}**.", capital(why)),
        (None, Lang::Zh) => format!("**到{due}为止**。"),
        (None, Lang::En) => format!(" It is due on **{due}**."),
    };
    let promise = match (instance.promise_on.map(|p| look.day(p)), lang) {
        (Some(day), Lang::Zh) => format!("本单位承诺**{day}**前办结，提醒按承诺的日子，法律后果按法定的日子。"),
        (Some(day), Lang::En) => {
            format!(" The bureau promised it by **{day}**: reminders follow the promise, the law’s consequences the period.")
        }
        (None, _) => String::new(),
    };
    Run::split(&format!("{begin}{paused}{end}{promise}{}", whose(run)))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// From which event, in which direction, how long.
fn beginning(run: &Reckoning<'_>) -> String {
    let (look, instance, lang) = (run.look, run.instance, run.look.visit.lang);
    let length = instance.length.map(|l| l.title().text(lang).to_owned()).unwrap_or_default();
    if let Mode::Before(field) = &run.clock.mode {
        let field = look.file.procedure.field(field.as_str()).map_or("", |f| f.title.text(lang));
        return match lang {
            Lang::Zh => format!("从“{field}”的日期**往前数{length}**。"),
            Lang::En => format!("**{length} are counted back** from the date of “{field}”."),
        };
    }
    let event = started(run).map(|e| look.names().event(&e.name)).unwrap_or_default();
    let day = look.day(instance.started_on);
    let hours = instance.length.is_some_and(|l| l.unit == calendar::Unit::Hour);
    match (instance.started_at.filter(|_| hours), lang) {
        (Some(at), Lang::Zh) => format!("“{event}”在{day} {:02}:{:02}，**从这时起算{length}**。", at.hour(), at.minute()),
        (Some(at), Lang::En) => {
            format!("“{event}” happened on {day} at {:02}:{:02}; **{length} run from that minute**.", at.hour(), at.minute())
        }
        (None, Lang::Zh) => format!("“{event}”在{day}，**从次日起算{length}**。"),
        (None, Lang::En) => format!("“{event}” happened on {day}; **{length} run from the next day**."),
    }
}

/// Whose number it is, where it is not the law's.
fn whose(run: &Reckoning<'_>) -> String {
    use procedure::model::BasisKind as Kind;
    let facts = run.look.file.frame.facts(run.look.matter(), run.look.matter().opened_on);
    let held = run.clock.lengths.iter().find(|l| run.look.file.frame.holds(&l.only, &facts)).or(run.clock.lengths.first());
    let param = held.and_then(|l| match &l.amount {
        procedure::model::Amount::Param(id) => run.look.file.procedure.params.get(id),
        procedure::model::Amount::Fixed(_) => None,
    });
    let basis = held.and_then(|l| l.ground.basis.as_ref()).or(param.and_then(|p| p.ground.basis.as_ref())).map(|b| b.kind);
    match basis {
        Some(Kind::Internal) => {
            run.look.t("这是本单位的内部目标，不是法律规定的期限。", " This is the bureau’s own target, not a period of the law.")
        }
        Some(Kind::Local) => run.look.t("期限的长短依本地规定或者文书载明。", " How long it is follows a local rule or the paper itself."),
        Some(Kind::Reading) => run.look.t("期限的长短是实务理解。", " How long it is is a reading of practice."),
        None => String::new(),
    }
}

/// What is said where nothing is counted: a date on a paper, a length not set, a clock that stands still.
fn unreckoned(run: &Reckoning<'_>) -> String {
    match (&run.clock.mode, run.instance.due_on, run.look.visit.lang) {
        (Mode::Until(_), Some(due), Lang::Zh) => format!("文书载明的日期就是**{}**，不用另外计算。", run.look.day(due)),
        (Mode::Until(_), Some(due), Lang::En) => format!("The paper itself names **{}**; nothing is counted.", run.look.day(due)),
        (_, _, lang) => engine::sentence(&run.look.file.frame, run.instance, lang),
    }
}

/// The articles: what the length rests on first, then the rules of counting.
async fn articles(run: &Reckoning<'_>) -> Vec<ArticleView> {
    let procedure = run.look.file.procedure;
    let param = run.clock.lengths.iter().filter_map(|l| match &l.amount {
        procedure::model::Amount::Param(id) => procedure.params.get(id).map(|p| &p.ground),
        procedure::model::Amount::Fixed(_) => None,
    });
    let grounds = run.clock.lengths.iter().map(|l| &l.ground).chain([&run.clock.ground]).chain(param);
    let mut places: Vec<(String, law::Citation)> =
        grounds.flat_map(|g| &g.cites).filter_map(|c| Some((procedure.laws.get(&c.law)?.title.clone(), c.at?.passage()))).collect();
    places.extend(run.deadline.iter().flat_map(passages));
    let mut out: Vec<ArticleView> = Vec::new();
    for (law, at) in places {
        if let Some(found) = article(run.look.site, &law, &at).await
            && out.len() < ARTICLES
            && !out.iter().any(|a| a.citation == found.citation)
        {
            out.push(found);
        }
    }
    out
}

/// The event, the length, then each step of the count.
fn rows(run: &Reckoning<'_>) -> Vec<StepRow> {
    let (look, instance) = (run.look, run.instance);
    let mut out = Vec::new();
    if let Some(entry) = started(run) {
        let evidence = super::form::evidence_words(entry.evidence, look.visit.lang);
        let basis = evidence.map_or_else(|| look.t("时间线", "the timeline"), str::to_owned);
        out.push(StepRow {
            text: look.names().event(&entry.name),
            basis: Link::new(basis, format!("{}#timeline", look.href())),
            date: DueHead::Day(instance.started_on),
        });
    }
    match &run.deadline {
        Some(deadline) => {
            let length = instance.length.map(|l| l.title().text(look.visit.lang).to_owned()).unwrap_or_default();
            out.push(StepRow {
                text: format!("{}{length}", look.t("期限：", "Length: ")),
                basis: basis(run),
                date: DueHead::Words("–".to_owned()),
            });
            out.extend(steps(look.visit, deadline));
        }
        None => out.push(StepRow { text: unreckoned(run).replace("**", ""), basis: basis(run), date: head(run) }),
    }
    out
}

/// What the length rests on; its first article can be looked up.
fn basis(run: &Reckoning<'_>) -> Link {
    let names = run.look.names();
    let grounds = run.clock.lengths.iter().map(|l| &l.ground).chain([&run.clock.ground]);
    let Some(ground) = grounds.into_iter().find(|g| !g.is_empty()) else {
        return Link::new(run.look.t("本单位设定", "set by the bureau"), "");
    };
    let cited = engine::written(&run.look.file.frame, ground).into_iter().next();
    Link::new(names.ground(ground), cited.map_or_else(String::new, |c| format!("/law?q={}", encode(&c))))
}

//! Services open to citizens, and the guide to each: conditions, materials, steps, periods, remedies, all from the procedure itself.

use crate::server::{Page, Place, Problem, Routes, Rule, Site, Visit, page};
use crate::view::{Fact, Frame, GuidePage, Link, MaterialRow, ServiceCard, ServicesPage, TimeLimit};
use app::{Fault, citizens_action};
use axum::extract::{Path, State};
use axum::routing::get;
use calendar::{Period, Unit};
use engine::written;
use kernel::{Id, Lang, Title};
use procedure::model::{Action, Amount, Choice, Clock, Field, FieldKind, Ground, HeldBy, Length, Mode, Procedure, Section};

pub(super) fn routes() -> Routes {
    Routes::default().add("/services", Rule::Public, get(index)).add("/services/{procedure}", Rule::Public, get(show))
}

/// Procedures that a citizen can open without going to a window, with the action that does it; the largest line of work first.
pub(super) fn services(site: &Site) -> Vec<(&Procedure, &Action)> {
    let mut all: Vec<_> = site.bureau.library.procedures().filter_map(|p| Some((p, citizens_action(p)?))).collect();
    all.sort_by_key(|(p, _)| std::cmp::Reverse(p.actions.len()));
    all
}

/// The service of this name.
pub(super) fn service<'a>(site: &'a Site, procedure: &str) -> Result<(&'a Procedure, &'a Action), Problem> {
    services(site).into_iter().find(|(p, _)| p.id == *procedure).ok_or(Problem(Fault::NotFound))
}

/// 申请法律援助: what the citizen does, and what for, without saying a word twice.
pub(super) fn name(visit: &Visit, procedure: &Procedure, action: &Action) -> String {
    let (verb, thing) = (action.title.text(visit.lang), procedure.title.text(visit.lang));
    match visit.lang {
        Lang::En => thing.to_owned(),
        Lang::Zh if thing.contains(verb) => thing.to_owned(),
        Lang::Zh if verb.chars().count() > 2 => verb.to_owned(),
        Lang::Zh => format!("{verb}{thing}"),
    }
}

/// One character that stands for a service: the last of its title that says something.
pub(super) fn glyph(procedure: &Procedure) -> String {
    procedure.title.zh.trim_end_matches("处理").trim_end_matches("帮助").chars().last().unwrap_or('办').to_string()
}

/// By when there is an answer, in a sentence.
pub(super) fn promise(site: &Site, visit: &Visit, procedure: &Procedure, action: &Action) -> String {
    let begins = |c: &&Clock| c.starts_with(&action.event) && ours(procedure, c);
    let first = procedure.clocks.iter().find(begins).and_then(|c| Some((c, c.lengths.first()?)));
    match first.and_then(|(c, l)| Some((c, length(site, procedure, l)?))) {
        Some((clock, length)) => match visit.lang {
            Lang::Zh => format!("网上就能办。{}：{}内。", clock.title.zh, length.zh),
            Lang::En => format!("Can be done online. {}: within {}.", clock.title.en, length.en),
        },
        None => visit.t("网上就能办。", "Can be done online.").to_owned(),
    }
}

/// Whether a clock binds the bureau.
fn ours(procedure: &Procedure, clock: &Clock) -> bool {
    procedure.roles.get(&clock.binds).is_some_and(|r| matches!(r.held_by, HeldBy::Unit(_)))
}

fn length(site: &Site, procedure: &Procedure, length: &Length) -> Option<Title> {
    Some(Period::new(site.bureau.library.frame(procedure).amount(&length.amount)?, length.unit).title())
}

async fn index(State(site): State<Site>, visit: Visit) -> Page {
    let layout = Place::new(visit.t("网上办事", "Services")).framed(Frame::Portal).at("services").layout(&site, &visit).await?;
    let card = |(procedure, action): (&Procedure, &Action)| ServiceCard {
        glyph: glyph(procedure),
        title: name(&visit, procedure, action),
        lead: promise(&site, &visit, procedure, action),
        ground: written(&site.bureau.library.frame(procedure), &action.ground).join("、"),
        href: format!("/services/{}", procedure.id),
    };
    page(&ServicesPage { layout, services: services(&site).into_iter().map(card).collect() })
}

async fn show(State(site): State<Site>, visit: Visit, Path(procedure): Path<String>) -> Page {
    let (procedure, action) = service(&site, &procedure)?;
    let title = name(&visit, procedure, action);
    let layout = Place::new(format!("{title}{}", visit.t("：办事指南", ": guide")))
        .framed(Frame::Portal)
        .at("services")
        .below(vec![
            Link::new(visit.t("首页", "Home"), "/"),
            Link::new(visit.t("网上办事", "Services"), "/services"),
            Link::new(title.clone(), ""),
        ])
        .layout(&site, &visit)
        .await?;
    let guide = Guide { site: &site, visit: &visit, procedure, action };
    let units = site.bureau.units().await?;
    let places = units
        .iter()
        .filter(|u| app::may_handle(procedure, action, u))
        .map(|u| Fact::new(u.title.text(visit.lang), visit.t("地址和时间请打 12348 问", "call 12348 for address and hours")));
    page(&GuidePage {
        lead: promise(&site, &visit, procedure, action),
        apply: Link::new(visit.t("开始填写", "Start"), format!("/apply/{}", procedure.id)),
        conditions: guide.conditions(),
        materials: guide.materials(),
        steps: guide.steps(),
        limits: guide.limits(),
        facts: guide.facts(),
        remedies: guide.remedies(),
        places: places.collect(),
        title,
        layout,
    })
}

struct Guide<'a> {
    site: &'a Site,
    visit: &'a Visit,
    procedure: &'a Procedure,
    action: &'a Action,
}

impl Guide<'_> {
    fn text<'t>(&self, title: &'t Title) -> &'t str {
        title.text(self.visit.lang)
    }

    fn cites(&self, ground: &Ground) -> String {
        written(&self.site.bureau.library.frame(self.procedure), ground).join("、")
    }

    fn topics(&self) -> impl Iterator<Item = &Section> {
        self.action.forms.iter().filter_map(|f| self.procedure.form(f)).flat_map(|f| &f.sections)
    }

    fn fields(&self) -> impl Iterator<Item = (&Section, &Field)> {
        self.topics().flat_map(|s| s.fields.iter().map(move |f| (s, f)))
    }

    /// Questions whose answers the law lists: what can be applied for and by whom.
    fn conditions(&self) -> Vec<Fact> {
        const FEW: usize = 3;
        let listed = |c: &&Choice| c.values.iter().filter(|v| !v.ground.is_empty()).count() >= FEW;
        let of = |field: &Field| match &field.kind {
            FieldKind::Choice(choice) => self.procedure.choices.get(choice),
            _ => None,
        };
        self.fields()
            .filter_map(|(_, f)| Some((f, of(f).filter(listed)?)))
            .map(|(f, c)| Fact::new(self.text(&f.title), self.values(c)))
            .collect()
    }

    /// Values with their articles: what an article shares with the one before is not said again.
    fn values(&self, choice: &Choice) -> String {
        let mut out = Vec::new();
        let mut before = String::new();
        for value in choice.values.iter().filter(|v| !v.ground.is_empty()) {
            let cites = self.cites(&value.ground);
            // What is shared ends behind a paragraph, behind an article, or where the first article begins: the law's name.
            let behind = |sign: char| cites.find(sign).map(|at| at + sign.len_utf8());
            let ends = [behind('款'), behind('条'), cites.find('第')];
            let shared = ends.into_iter().flatten().find(|end| before.get(..*end) == cites.get(..*end));
            let cited = shared.filter(|end| *end < cites.len()).map_or(cites.as_str(), |end| &cites[end..]).to_owned();
            before = cites;
            out.push(match self.visit.lang {
                Lang::Zh => format!("{}（{cited}）", self.text(&value.title)),
                Lang::En => format!("{} ({cited})", self.text(&value.title)),
            });
        }
        out.join(self.visit.t("；", "; "))
    }

    fn materials(&self) -> Vec<MaterialRow> {
        let asked = |kind: &FieldKind| matches!(kind, FieldKind::File | FieldKind::CnId | FieldKind::Uscc);
        self.fields().filter(|(_, f)| asked(&f.kind)).map(|(s, f)| self.material(s, f)).collect()
    }

    fn material(&self, section: &Section, field: &Field) -> MaterialRow {
        let only: Vec<&str> = section.only.iter().chain(&field.only).filter_map(|v| self.value_title(v)).collect();
        let need = match (only.is_empty(), field.required) {
            (false, _) => format!("{}{}", self.visit.t("只有这时要：", "only for: "), only.join(self.visit.t("、", ", "))),
            (true, true) => self.visit.t("要", "needed").to_owned(),
            (true, false) => self.visit.t("有就带；没有也可以先申请", "bring it if you have it; apply anyway").to_owned(),
        };
        let form = if field.kind == FieldKind::File {
            self.visit.t("网上写明名称，原件交窗口或者寄送", "name it online; hand in or post the paper")
        } else {
            self.visit.t("填号码", "the number")
        };
        MaterialRow { name: self.text(&field.title).to_owned(), form: form.to_owned(), need }
    }

    fn value_title(&self, value: &Id) -> Option<&str> {
        let choice = self.procedure.choice_of(value.as_str())?;
        choice.values.iter().find(|v| v.id == *value).map(|v| self.text(&v.title))
    }

    /// The situations of the main run, in the order of the file, without those in which the bureau's clock stands still.
    fn steps(&self) -> Vec<Fact> {
        let aside = |id: &Id| self.procedure.clocks.iter().flat_map(|c| &c.pauses).any(|p| p.within == *id);
        let mut states: Vec<_> = self.procedure.states.values().filter(|s| s.track.is_none() && !s.end && !aside(&s.id)).collect();
        states.sort_by_key(|s| s.place.offset);
        let main = |s: &Id| self.procedure.states.get(s).is_some_and(|s| s.track.is_none());
        let topics = self.topics().count();
        let first = match self.visit.lang {
            Lang::Zh => format!("网上一页一页填，最多{topics}个话题；也可以到窗口说。填到一半可以存着。"),
            Lang::En => format!("Online one page at a time, at most {topics} topics; or at a window. A half-filled form is kept."),
        };
        let text = |state: &Id| {
            let acts = self.procedure.actions.iter().filter(|a| a.offered_in(state) && a.from.len() == 1);
            let acts = acts.filter(|a| a.to.iter().any(main) && (a.only.is_empty() || a.only.iter().any(|v| self.usual(v))));
            acts.map(|a| self.text(&a.title)).collect::<Vec<_>>().join(self.visit.t("、", ", "))
        };
        let begin = Fact::new(self.text(&self.action.title), first);
        std::iter::once(begin).chain(states.into_iter().map(|s| Fact::new(self.text(&s.title), text(&s.id)))).collect()
    }

    /// Whether a matter opened this way has the value from the start.
    fn usual(&self, value: &Id) -> bool {
        self.action.sets.contains(value) || self.procedure.choice_of(value.as_str()).is_some_and(|c| c.default.as_ref() == Some(value))
    }

    /// Periods that bind the bureau towards a citizen who came this way, and rest on a statute.
    fn limits(&self) -> Vec<TimeLimit> {
        let reached = |only: &[Id]| only.is_empty() || only.iter().any(|v| self.action.sets.contains(v));
        let bound = self.procedure.clocks.iter().filter(|c| ours(self.procedure, c) && c.mode == Mode::Within && reached(&c.only));
        bound.filter_map(|c| self.limit(c)).collect()
    }

    fn limit(&self, clock: &Clock) -> Option<TimeLimit> {
        let ground = |l: &Length| if l.ground.cites.is_empty() { clock.ground.clone() } else { l.ground.clone() };
        let by_law = clock.lengths.iter().find(|l| matches!(l.amount, Amount::Fixed(_)) && !ground(l).cites.is_empty())?;
        let period = |l: &Length| length(self.site, self.procedure, l).map(|t| self.text(&t).to_owned());
        let promised = clock.promise.clone().and_then(|p| self.site.bureau.library.frame(self.procedure).amount(&Amount::Param(p)));
        Some(TimeLimit {
            title: self.text(&clock.title).to_owned(),
            statutory: period(by_law)?,
            promised: promised.map(|n| self.text(&Period::new(n, by_law.unit).title()).to_owned()).unwrap_or_default(),
            ground: self.cites(&ground(by_law)),
        })
    }

    /// Every paper that goes to a citizen with a remedy on it, and the remedy.
    fn remedies(&self) -> Vec<String> {
        let party = |r: &Id| self.procedure.roles.get(r).is_some_and(|r| r.held_by == HeldBy::Party);
        let papers = self.procedure.papers.values().filter(|p| p.to.iter().chain(&p.copies).any(party));
        let mut out: Vec<String> =
            papers.flat_map(|p| p.remedies.iter().map(move |r| (p, &r.remedy))).filter_map(|(p, r)| self.remedy(&p.title, r)).collect();
        out.dedup();
        out
    }

    fn remedy(&self, paper: &Title, id: &Id) -> Option<String> {
        let remedy = self.procedure.remedies.get(id)?;
        let within = remedy.within.as_ref().and_then(|(amount, unit)| self.period(amount, *unit));
        let cites = self.cites(&remedy.ground);
        Some(match (self.visit.lang, within) {
            (Lang::Zh, Some(within)) => format!("不服“{}”：{within}内{}（找{}；{cites}）", paper.zh, remedy.title.zh, remedy.organ),
            (Lang::Zh, None) => format!("不服“{}”：{}（找{}；{cites}）", paper.zh, remedy.title.zh, remedy.organ),
            (Lang::En, Some(within)) => {
                format!("Against “{}”: {} within {within} (at {}; {cites})", paper.en, remedy.title.en.to_lowercase(), remedy.organ)
            }
            (Lang::En, None) => format!("Against “{}”: {} (at {}; {cites})", paper.en, remedy.title.en.to_lowercase(), remedy.organ),
        })
    }

    fn period(&self, amount: &Amount, unit: Unit) -> Option<String> {
        let n = self.site.bureau.library.frame(self.procedure).amount(amount)?;
        Some(self.text(&Period::new(n, unit).title()).to_owned())
    }

    fn facts(&self) -> Vec<Fact> {
        let via = self.action.via.as_ref().and_then(|v| self.procedure.roles.get(v));
        let laws: Vec<&str> = self.procedure.laws.values().filter(|l| !l.unread).map(|l| l.title.as_str()).collect();
        let by: Vec<&str> = self.action.by.iter().filter_map(|r| self.procedure.roles.get(r)).map(|r| self.text(&r.title)).collect();
        let fact = |zh: &str, en: &str, value: String| Fact::new(self.visit.t(zh, en), value);
        let sep = self.visit.t("、", ", ");
        let mut out = vec![fact("谁可以申请", "Who applies", by.join(sep)), fact("依据", "Basis", self.cites(&self.action.ground))];
        out.extend(via.map(|r| fact("谁来办", "Who handles it", self.text(&r.title).to_owned())));
        out.push(fact("涉及的法律", "Laws", laws.join(sep)));
        out
    }
}

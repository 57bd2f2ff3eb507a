//! One person towards one matter: everything that is asked, and what should come.

use super::super::forms::filled;
use super::super::not_yours::{NOWHERE, told};
use super::super::visitor::{Answer, Visitor};
use super::fields::{Held, Reads, held};
use super::stage::{Placed, Stage};
use super::tally::Tally;
use engine::{Facts, Matter};
use kernel::{Actor, Date, Grant, Id, OrgPath};
use procedure::model::{Action, HeldBy, Procedure};
use soundness::matrix::expected::{self, Expected, Verb};
use soundness::matrix::people::Somebody;
use std::collections::{BTreeMap, BTreeSet};

/// A unit of another line.
pub fn elsewhere() -> OrgPath {
    OrgPath::new("/elsewhere/office")
}

/// Somebody who holds every role of ours in a matter, to see forms as they are when they are shown.
pub fn master(stage: &Stage, matter: &Matter) -> Actor {
    let procedures = stage.procedures();
    let roles: BTreeSet<&Id> =
        procedures.iter().flat_map(|p| p.roles.values()).filter(|r| matches!(r.held_by, HeldBy::Unit(_))).map(|r| &r.id).collect();
    let unit = &matter.unit;
    let grant = |role: &&Id| Grant { role: (*role).clone(), unit: unit.clone(), from: Date::MIN, until: None, acting_for: None };
    Actor { account: Id::from("the.master"), unit: Some(unit.clone()), grants: roles.iter().map(grant).collect(), person: None }
}

/// What the page says to somebody who is refused for who they are.
fn sentences(code: &str) -> &'static [&'static str] {
    match code {
        "E-role" => &["须由", "没有承办职责"],
        "E-recused" => &["应当回避"],
        "E-assigned" => &["已经交给另一位同事承办"],
        "E-own-proposal" => &["不能签批自己的提请"],
        "E-signed" => &["一人只签一次"],
        "E-not-signer" => &["不该由您签批", "请先由加签的同事签"],
        "E-not-proposer" => &["只有提请人可以撤回"],
        _ => &[],
    }
}

/// What an answer says went wrong: the summary above a form, or the page that says so.
fn said(answer: &Answer) -> String {
    match answer.body.split_once("class=\"errsum\"") {
        Some((_, rest)) => rest.split("</div>").next().unwrap_or_default().to_owned(),
        None => answer.text(),
    }
}

/// Those who ask: the person in question, and somebody who is shown every form.
pub struct Callers {
    own: Visitor,
    master: Visitor,
}

impl Callers {
    pub fn new(stage: &Stage, somebody: &Somebody) -> Self {
        let master = stage.enter(&master(stage, &somebody.matter));
        Self { own: stage.enter(&somebody.actor), master }
    }
}

/// Somebody towards a matter.
pub struct Probe<'a> {
    pub stage: &'a Stage,
    pub somebody: &'a Somebody,
    pub placed: &'a Placed,
    pub day: Date,
    pub nth: usize,
}

impl Probe<'_> {
    fn matter(&self) -> &Matter {
        &self.placed.matter
    }

    fn actor(&self) -> &Actor {
        &self.somebody.actor
    }

    fn procedure(&self) -> &Procedure {
        self.stage.bureau.library.pinned(&self.matter().procedure).unwrap()
    }

    fn versions(&self) -> &[Procedure] {
        self.stage.bureau.library.versions(&self.matter().procedure.id)
    }

    fn href(&self) -> String {
        format!("/matters/{}", self.matter().id)
    }

    /// Whether a reason is asked before anything is shown.
    fn special(&self) -> bool {
        let frame = self.stage.bureau.library.frame(self.procedure());
        let facts = Facts { today: self.day, matter: Some(self.matter()), answers: &BTreeMap::new(), registers: &BTreeMap::new() };
        let means = |level: &Id| *level == "special_care" || *level == "minor_sealed";
        self.procedure().secrecy.iter().any(|s| means(&s.level) && frame.holds(&s.only, &facts))
    }

    /// Asks everything.
    pub fn ask(&self, callers: &mut Callers, tally: &mut Tally) {
        self.stage.go_to(self.day);
        self.stage.say(self.actor());
        tally.asked += 1;
        tally.procedures.insert(self.matter().procedure.id.clone());
        tally.people.insert(format!("{} {}", self.matter().procedure.id, self.somebody.told));
        let states: Vec<String> = self.matter().live_states().map(ToString::to_string).collect();
        tally.states.insert(format!("{} {states:?}", self.matter().procedure.id));
        let sees = expected::sees(self.versions(), self.matter(), self.actor(), self.day);
        self.listed(&mut callers.own, tally);
        if !sees {
            return self.kept_out(callers, tally);
        }
        let pages = self.opened(&mut callers.own, tally);
        let acts: Vec<Expected> = self.acts();
        self.buttons(&pages[0], &acts, tally);
        self.values(&pages, &acts, tally);
        self.tried(callers, &acts, tally);
    }

    fn acts(&self) -> Vec<Expected> {
        let frame = self.stage.bureau.library.frame(self.procedure());
        self.procedure().actions.iter().map(|a| expected::act(&frame, self.matter(), self.actor(), a, self.day)).collect()
    }

    /// Whether lists, counts and searches have it.
    fn listed(&self, own: &mut Visitor, tally: &mut Tally) {
        let (matter, actor) = (self.matter(), self.actor());
        let Some(number) = self.stage.matter(matter.id).number else { return };
        let library = &self.stage.bureau.library;
        let works = library.procedures().any(|p| expected::works(library.versions(&p.id), actor, self.day));
        let theirs = match works {
            true => expected::over(self.versions(), matter, actor, self.day),
            false => expected::handles(matter, actor) || expected::party(matter, actor, None),
        };
        let all_special = self
            .versions()
            .last()
            .is_some_and(|p| p.secrecy.iter().any(|s| (s.level == *"special_care" || s.level == *"minor_sealed") && s.only.is_empty()));
        let of_line = [("phase", "all"), ("procedure", matter.procedure.id.as_str())];
        // Both where they differ, else one of them in turn.
        let both = [false, true];
        for within in if all_special && theirs { &both[..] } else { &both[self.nth % 2..][..1] }.iter().copied() {
            let found = theirs && (within || !all_special || !works);
            let more = if within { &of_line[..] } else { &of_line[..1] };
            let asked = own.post("/matters", &[&[("q", number.as_str())], more].concat());
            let page = own.get(&asked.location);
            tally.requests += 2;
            let (shown, one) = (page.body.contains(&self.href()), page.text().contains("共1件"));
            tally.cell("list", shown == found, found, || format!("{}: {number} within its line {within}: listed {shown}", self.told()));
            tally.cell("count", one == found, found, || format!("{}: {number}: counted {one}", self.told()));
            self.lists_no_values(&page, tally);
            let name = matter.parties.values().flatten().find_map(|s| self.placed.texts.get(&s.value));
            let Some(name) = name else { continue };
            let page = own.post("/matters", &[&[("q", name.as_str())], more].concat());
            tally.requests += 1;
            self.lists_no_values(&page, tally);
            let shown = page.body.contains(&self.href());
            tally.cell("search", shown == found, found, || format!("{}: by name, within its line {within}: found {shown}", self.told()));
        }
    }

    /// Of what a matter holds a list shows its party's name and nothing else: that is why a list is no look.
    fn lists_no_values(&self, page: &Answer, tally: &mut Tally) {
        let names: BTreeSet<_> = self.matter().parties.values().flatten().map(|s| s.value).collect();
        let others = self.placed.texts.iter().filter(|(value, _)| !names.contains(value));
        let shown = others.filter(|(_, text)| page.body.contains(text.as_str())).count();
        tally.cell("values in lists", shown == 0, false, || format!("{}: {shown} values stand in a list", self.told()));
    }

    fn told(&self) -> String {
        format!("{} {}", self.href(), self.somebody)
    }

    /// Somebody else's matter answers like one that nobody has, to looks and to forms, and stays as it is.
    fn kept_out(&self, callers: &mut Callers, tally: &mut Tally) {
        let action = &self.procedure().actions[self.nth % self.procedure().actions.len()].id;
        let clock = self.procedure().clocks.first().map_or_else(String::new, |c| format!("/clocks/{}", c.id));
        let paper = self.procedure().papers.keys().next().map_or_else(String::new, |p| format!("/papers/{p}"));
        let act = format!("/act/{action}");
        let parts = [act.as_str(), &clock, &paper, "/proof", "/reason", "/verb/transfer", "/correct/1"];
        let forms = [act.as_str(), "/sign", "/recall", "/serve", "/assign", "/reveal", "/reason", "/verb/hold", "/verb/link"];
        let asks = [("", false), (parts[self.nth % parts.len()], false), (forms[self.nth % forms.len()], true)];
        let before = self.stage.matter(self.matter().id);
        for (rest, form) in asks {
            let mut answer = |id: &str| {
                let path = format!("/matters/{id}{rest}");
                let mut fields = self.fields(&Verb::Recuse);
                fields.extend([("answer", "sign"), ("reason", "handling"), ("handler", "a@b")].map(|(k, v)| (k.to_owned(), v.to_owned())));
                let answer = if form { callers.own.post(&path, &pairs(&fields)) } else { callers.own.get(&path) };
                tally.requests += 1;
                told(&answer, id)
            };
            let theirs = answer(&self.matter().id.to_string());
            let nobodys = answer(NOWHERE);
            let alike = theirs == nobodys && theirs.0 == 404;
            tally.cell("page", alike, false, || format!("{}{rest}, form {form}: {} and {}", self.told(), theirs.0, nobodys.0));
        }
        let stays = self.stage.matter(self.matter().id) == before;
        tally.cell("act", stays, false, || format!("{}: it changed", self.told()));
    }

    /// The matter's page and some of those under it; a reason is given where it is asked, and only there.
    fn opened(&self, own: &mut Visitor, tally: &mut Tally) -> Vec<Answer> {
        let (matter, actor) = (self.matter(), self.actor());
        let asks = self.special() && !expected::handles(matter, actor) && !expected::party(matter, actor, None);
        let mut page = own.get(&self.href());
        tally.requests += 1;
        let asked = page.status == 303 && page.location == format!("{}/reason", self.href());
        tally.cell("reason", asked == asks, !asks, || format!("{}: a reason is asked: {asked}", self.told()));
        if asked {
            own.post(&page.location, &[("reason", "handling")]);
            page = own.get(&self.href());
            tally.requests += 2;
        }
        let opens = page.status == 200;
        tally.cell("page", opens, opens, || format!("{}: {}", self.told(), page.status));
        let mut pages = vec![page];
        let paper = matter.papers.last().map(|p| format!("/papers/{}", p.paper));
        let clock = matter.clocks.last().map(|i| format!("/clocks/{}", i.clock));
        let proof = self.nth.is_multiple_of(3).then(|| "/proof".to_owned());
        for part in paper.into_iter().chain(clock).chain(proof) {
            pages.push(own.get(&format!("{}{part}", self.href())));
            tally.requests += 1;
        }
        pages
    }

    /// Acts and verbs that the page offers.
    fn buttons(&self, page: &Answer, acts: &[Expected], tally: &mut Tally) {
        let links: BTreeSet<String> = page.links().into_iter().collect();
        for (action, may) in self.procedure().actions.iter().zip(acts) {
            let offered = links.contains(&format!("{}/act/{}", self.href(), action.id));
            // What may be done can still wait for something that is nobody's person.
            let right = *may == Expected::May || !offered;
            tally.cell("button", right, offered, || format!("{}: {} is offered, should be {may:?}", self.told(), action.id));
        }
        let forms = |part: &str| page.body.contains(&format!("action=\"{}{part}\"", self.href()));
        for verb in expected::verbs(self.procedure(), self.matter()) {
            let may = expected::verb(self.procedure(), self.matter(), self.actor(), &verb, self.day);
            let shown = match &verb {
                Verb::Transfer | Verb::Link | Verb::Destroy | Verb::Recuse => links.contains(&self.address(&verb)),
                Verb::Recall(_) if self.matter().pending.len() == 1 => forms("/recall"),
                Verb::Sign(_) if self.matter().pending.len() == 1 => forms("/sign"),
                Verb::Serve(..) => forms("/serve"),
                Verb::Assign(_) => forms("/assign"),
                _ => continue,
            };
            let right = may == Expected::May || !shown;
            tally.cell("verb", right, shown, || format!("{}: {verb:?} is offered, should be {may:?}", self.told()));
        }
    }

    /// What can be read on the pages that were opened.
    fn values(&self, pages: &[Answer], acts: &[Expected], tally: &mut Tally) {
        let all = held((self.procedure(), self.versions()), self.matter(), self.actor(), self.day, acts);
        let shown: BTreeSet<_> = all.iter().filter(|h| h.reads == Reads::All).map(|h| h.sealed.value).collect();
        for Held { field, sealed, reads, placed } in &all {
            let Some(text) = self.placed.texts.get(&sealed.value) else { continue };
            let end: String = text.chars().skip(text.chars().count() - 4).collect();
            let whole = pages.iter().position(|p| p.body.contains(text.as_str()));
            let covered = pages[0].body.contains(&format!("●●●●{end}"));
            let right = match reads {
                Reads::All => !placed || pages[0].body.contains(text.as_str()),
                Reads::EndOrAll => true,
                Reads::End => whole.is_none() || shown.contains(&sealed.value),
                Reads::Nothing => (whole.is_none() && !covered) || shown.contains(&sealed.value),
            };
            let about = match reads {
                Reads::All => "field, whole",
                Reads::End | Reads::EndOrAll => "field, its end",
                Reads::Nothing => "field, nothing of it",
            };
            tally.cell(about, right, *reads == Reads::All, || {
                format!("{}: {} should show {reads:?}; whole on {whole:?}, covered {covered}", self.told(), field.id)
            });
        }
    }

    /// Forms are sent: what is refused is refused for the right reason and changes nothing, what may be done is not refused for who it is.
    fn tried(&self, callers: &mut Callers, acts: &[Expected], tally: &mut Tally) {
        let all: Vec<(&Action, &Expected)> = self.procedure().actions.iter().zip(acts).collect();
        let (here, away): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, may)| **may != Expected::NotHere);
        let chosen = |of: &[(&'_ Action, &'_ Expected)], n: usize| (!of.is_empty()).then(|| (self.nth + n) % of.len());
        let picks: BTreeSet<usize> = [0, 1].into_iter().filter_map(|n| chosen(&here, n)).collect();
        self.stage.say(&master(self.stage, self.matter()));
        let Callers { own, master, .. } = callers;
        for (action, may) in picks.into_iter().map(|n| here[n]).chain(chosen(&away, 0).map(|n| away[n])) {
            let path = format!("{}/act/{}", self.href(), action.id);
            let mut form = master.get(&path);
            tally.requests += 1;
            if form.status == 303 {
                master.post(&form.location, &[("reason", "handling")]);
                form = master.get(&path);
                tally.requests += 2;
            }
            let mut fields = filled(&form);
            if !fields.iter().any(|(n, _)| n == "operation") {
                fields.push(("operation".to_owned(), self.stage.bureau.new_operation().to_string()));
            }
            self.sent(own, &path, &fields, may, &format!("act {}", action.id), tally);
        }
        let verbs = expected::verbs(self.procedure(), self.matter());
        for n in [0, 3, 5] {
            let verb = &verbs[(self.nth + n) % verbs.len()];
            let may = expected::verb(self.procedure(), self.matter(), self.actor(), verb, self.day);
            self.sent(own, &self.address(verb), &self.fields(verb), &may, &format!("{verb:?}"), tally);
        }
    }

    fn sent(&self, own: &mut Visitor, path: &str, fields: &[(String, String)], may: &Expected, what: &str, tally: &mut Tally) {
        let before = self.stage.matter(self.matter().id);
        // What was done before has moved the matter on: from there on other things hold.
        if before.seq != self.matter().seq {
            return;
        }
        let answer = own.post(path, &pairs(fields));
        tally.requests += 1;
        let (changed, said) = (self.stage.matter(self.matter().id) != before, said(&answer));
        let refused_for = |codes: &[&str]| codes.iter().flat_map(|c| sentences(c)).any(|s| said.contains(s));
        let right = match may {
            Expected::May => changed || !refused_for(&soundness::matrix::PERSONAL),
            // A form that could not be filled in well enough is refused for that; all others for who sent them.
            Expected::No(codes) => !changed && (answer.status != 409 || refused_for(codes) || waits(&said)),
            Expected::NotHere => !changed,
        };
        let kind = if answer.status == 409 || changed { "act" } else { "act, refused for its form" };
        tally.cell(kind, right, changed, || format!("{}: {what} should be {may:?}: {} {said}", self.told(), answer.status));
    }

    fn address(&self, verb: &Verb) -> String {
        let part = match verb {
            Verb::Sign(_) | Verb::Return(_) => "sign".to_owned(),
            Verb::Recall(_) => "recall".to_owned(),
            Verb::Assign(_) => "assign".to_owned(),
            Verb::Serve(..) => "serve".to_owned(),
            Verb::Correct => format!("correct/{}", self.matter().timeline.first().map_or(1, |e| e.seq)),
            Verb::Recuse => "verb/recuse".to_owned(),
            Verb::Transfer => "verb/transfer".to_owned(),
            Verb::Link => "verb/link".to_owned(),
            Verb::Destroy => "verb/destroy".to_owned(),
        };
        format!("{}/{part}", self.href())
    }

    /// A verb's form, filled in.
    fn fields(&self, verb: &Verb) -> Vec<(String, String)> {
        let own: Vec<(&str, String)> = match verb {
            Verb::Sign(of) => vec![("of", of.to_string()), ("answer", "sign".to_owned()), ("present", "3".to_owned())],
            Verb::Return(of) => vec![("of", of.to_string()), ("answer", "return".to_owned()), ("opinion", "再核".to_owned())],
            Verb::Recall(of) => vec![("of", of.to_string())],
            Verb::Assign(role) => vec![("handler", format!("{role}@the.master"))],
            Verb::Serve(paper, to) => {
                let on = self.matter().opened_on.to_string();
                vec![("paper", paper.to_string()), ("to", to.to_string()), ("manner", "direct".to_owned()), ("occurred-on", on)]
            }
            Verb::Correct => vec![("occurred-on", "1999-1-1".to_owned())],
            Verb::Recuse => vec![("account", "a.third".to_owned())],
            Verb::Transfer => vec![("unit", elsewhere().to_string())],
            Verb::Link => vec![("link", self.matter().id.to_string())],
            Verb::Destroy => vec![],
        };
        let always = [("operation", self.stage.bureau.new_operation().to_string()), ("reasons", "试填".to_owned())];
        own.into_iter().chain(always).map(|(k, v)| (k.to_owned(), v)).collect()
    }
}

/// What is said where the matter itself is not ready, to whomever: that comes before anybody is looked at.
fn waits(said: &str) -> bool {
    ["待签批", "等签批", "正在签批", "中止", "保存期限"].iter().any(|w| said.contains(w))
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect()
}

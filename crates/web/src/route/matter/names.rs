//! What things of a procedure are called, in the language of the page.

use super::head::Look;
use engine::{Facts, Frame, Holder, Matter, written};
use kernel::{Date, Id, Lang, Title};
use procedure::model::{Action, BasisKind, Clock, Ground};
use std::collections::BTreeMap;

/// Names in one language.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    /// The law.
    pub frame: Frame<'a>,
    /// Language of the page.
    pub lang: Lang,
}

impl<'a> Names<'a> {
    /// The text of a title.
    pub(crate) fn text(&self, title: &'a Title) -> &'a str {
        title.text(self.lang)
    }

    fn t(&self, zh: &str, en: &str) -> String {
        self.lang.pick(zh, en).to_owned()
    }

    /// One of several: the role, and the name of whoever holds that place, or which place it is.
    pub(crate) fn holder(&self, look: &Look<'_>, holder: &Holder) -> String {
        let role = self.role(&holder.role);
        let matter = look.matter();
        if self.frame.holders(matter, &holder.role).len() < 2 {
            return role;
        }
        let place = usize::from(holder.nth).saturating_sub(1);
        let party = matter.parties.get(&holder.role).and_then(|all| all.get(place)).and_then(|s| look.file.known.value(s.value));
        match (party, self.lang) {
            (Some(name), Lang::Zh) => format!("{role}{name}"),
            (Some(name), Lang::En) => format!("{role} {name}"),
            (None, Lang::Zh) => format!("{role}（第{}位）", holder.nth),
            (None, Lang::En) => format!("{role} no. {}", holder.nth),
        }
    }

    /// An event: by the act that yields it, the paper that was served, the period that ran out.
    pub(crate) fn event(&self, name: &Id) -> String {
        let p = self.frame.procedure;
        if let Some((of, what)) = name.as_str().split_once('.') {
            let paper = p.papers.get(of).map(|x| self.text(&x.title));
            let clock = p.clock(of).map(|x| self.text(&x.title));
            let track = p.tracks.get(of).map(|x| self.text(&x.title));
            let thing = paper.or(clock).or(track).unwrap_or(of);
            return match (what, self.lang) {
                ("served", Lang::Zh) => format!("送达{thing}"),
                ("served", Lang::En) => format!("{thing} served"),
                ("declined", Lang::Zh) => format!("不按届满处理：{thing}"),
                ("declined", Lang::En) => format!("Lapse declined: {thing}"),
                ("begun", Lang::Zh) => format!("{thing}开始"),
                ("begun", Lang::En) => format!("{thing} begun"),
                ("ended", Lang::Zh) => format!("{thing}结束"),
                (_, Lang::Zh) => thing.to_owned(),
                (_, Lang::En) => format!("{thing} {what}"),
            };
        }
        let action = p.actions.iter().find(|a| a.event == *name).map(|a| self.text(&a.title).to_owned());
        action.or_else(|| self.lapse(name)).unwrap_or_else(|| name.to_string())
    }

    fn lapse(&self, name: &Id) -> Option<String> {
        let clock = self.frame.procedure.clocks.iter().find(|c| c.lapse.as_ref().is_some_and(|l| l.event == *name))?;
        let end = clock.lapse.as_ref()?.to.as_ref().map(|s| self.state(s));
        let title = self.text(&clock.title);
        Some(match (end, self.lang) {
            (Some(end), Lang::Zh) => format!("“{title}”届满：{end}"),
            (Some(end), Lang::En) => format!("“{title}” ran out: {end}"),
            (None, Lang::Zh) => format!("“{title}”届满"),
            (None, Lang::En) => format!("“{title}” ran out"),
        })
    }

    /// A state.
    pub(crate) fn state(&self, id: &Id) -> String {
        self.frame.procedure.states.get(id).map_or_else(|| id.to_string(), |s| self.text(&s.title).to_owned())
    }

    /// A role.
    pub(crate) fn role(&self, id: &Id) -> String {
        self.frame.procedure.roles.get(id).map_or_else(|| id.to_string(), |r| self.text(&r.title).to_owned())
    }

    /// A paper.
    pub(crate) fn paper(&self, id: &Id) -> String {
        self.frame.procedure.papers.get(id).map_or_else(|| id.to_string(), |p| self.text(&p.title).to_owned())
    }

    /// A value of a choice.
    pub(crate) fn value(&self, id: &Id) -> String {
        let choice = self.frame.procedure.choice_of(id.as_str());
        let value = choice.and_then(|c| c.values.iter().find(|v| v.id == *id));
        value.map_or_else(|| id.to_string(), |v| self.text(&v.title).to_owned())
    }

    /// What something rests on: articles, else whose rule it is.
    pub(crate) fn ground(&self, ground: &Ground) -> String {
        let cites = written(&self.frame, ground).join("、");
        let basis = ground.basis.as_ref().map(|b| match b.kind {
            BasisKind::Local => self.t("本地规定", "local rule"),
            BasisKind::Internal => self.t("本单位内部目标", "the bureau’s own target"),
            BasisKind::Reading => self.t("实务理解", "a reading of practice"),
        });
        match basis {
            Some(basis) if cites.is_empty() => basis,
            Some(basis) => format!("{cites}{}", self.lang.pick("（", " (")) + &basis + self.lang.pick("）", ")"),
            None => cites,
        }
    }

    /// How long a clock runs, as far as it is known: 7日, 24小时.
    pub(crate) fn length(&self, clock: &Clock, facts: &Facts<'_>) -> Option<String> {
        let held = clock.lengths.iter().find(|l| self.frame.holds(&l.only, facts)).or(clock.lengths.first())?;
        let amount = self.frame.amount(&held.amount)?;
        Some(calendar::Period::new(amount, held.unit).title().text(self.lang).to_owned())
    }

    /// What an act sets off: signatures, states, clocks, papers. `matter` is absent for an act that opens one.
    pub(crate) fn effects(&self, matter: Option<&Matter>, action: &'a Action) -> Vec<String> {
        let (none, entries) = (BTreeMap::new(), BTreeMap::new());
        let facts = Facts { today: matter.map_or(Date::MAX, |m| m.opened_on), matter, answers: &none, registers: &entries };
        let mut out = Vec::new();
        for line in action.sign.iter().filter(|l| self.frame.holds(&l.only, &facts)) {
            let roles: Vec<String> = line.roles.iter().map(|r| self.role(r)).collect();
            out.push(match self.lang {
                Lang::Zh => format!("送{}签批，签批后生效。", roles.join(if line.any { "或者" } else { "、" })),
                Lang::En => {
                    format!("Goes to {} for signature and takes effect when signed.", roles.join(if line.any { " or " } else { ", " }))
                }
            });
        }
        out.extend(self.moves(action));
        if !action.each.is_empty() {
            let roles: Vec<String> = action.each.iter().map(|r| self.role(r)).collect();
            out.push(match self.lang {
                Lang::Zh => format!("对每一位{}各办一次，最后一位办完后转入下一步。", roles.join("、")),
                Lang::En => format!("Done once for each {}; the matter moves with the last.", roles.join(", ")),
            });
        }
        out.extend(self.clocks(matter, action, &facts));
        out.extend(action.papers.iter().filter(|p| self.frame.holds(&p.only, &facts)).filter_map(|p| self.makes(&p.paper)));
        if action.opens.is_some() {
            out.push(self.t("另立一件关联事项。", "Opens a related matter."));
        }
        out
    }

    /// 转入“待指派”。
    pub(crate) fn moves(&self, action: &Action) -> Option<String> {
        let states: Vec<String> = action.to.iter().map(|s| self.state(s)).collect();
        if action.back {
            return Some(self.t("回到中断以前的环节。", "The matter goes back to where it was."));
        }
        (!states.is_empty()).then(|| match self.lang {
            Lang::Zh => format!("转入“{}”。", states.join("”“")),
            Lang::En => format!("The matter moves to “{}”.", states.join("”, “")),
        })
    }

    fn clocks(&self, matter: Option<&Matter>, action: &Action, facts: &Facts<'_>) -> Vec<String> {
        let p = self.frame.procedure;
        let mut out = Vec::new();
        let running = |c: &&Clock| matter.is_some_and(|m| m.clocks.iter().any(|i| i.clock == c.id && i.running()));
        for clock in p.clocks.iter().filter(running) {
            let title = self.text(&clock.title);
            let stands_still = clock.pauses.iter().any(|pause| action.to.contains(&pause.within));
            out.extend(match (clock.stops.contains(&action.event), stands_still, self.lang) {
                (true, _, Lang::Zh) => Some(format!("“{title}”的期限停止。")),
                (true, _, Lang::En) => Some(format!("The period “{title}” stops.")),
                (_, true, Lang::Zh) => Some(format!("“{title}”停表。")),
                (_, true, Lang::En) => Some(format!("“{title}” stands still.")),
                _ => None,
            });
        }
        let starts = |c: &&Clock| c.starts_with(&action.event);
        for clock in p.clocks.iter().filter(starts).filter(|c| self.may_hold(&c.only, action, facts)) {
            out.push(self.starts(clock, facts));
        }
        out
    }

    /// 起动期限：审查决定（7日）。
    pub(crate) fn starts(&self, clock: &Clock, facts: &Facts<'_>) -> String {
        let title = clock.title.text(self.lang);
        match (self.length(clock, facts), self.lang) {
            (Some(length), Lang::Zh) => format!("起动期限：{title}（{length}）。"),
            (Some(length), Lang::En) => format!("Starts the period “{title}” ({length})."),
            (None, Lang::Zh) => format!("起动期限：{title}。"),
            (None, Lang::En) => format!("Starts the period “{title}”."),
        }
    }

    /// Whether values hold, those counted in that the act itself sets.
    fn may_hold(&self, only: &[Id], action: &Action, facts: &Facts<'_>) -> bool {
        self.frame.holds(only, facts) || only.iter().any(|v| action.sets.contains(v))
    }

    fn makes(&self, paper: &Id) -> Option<String> {
        let known = self.frame.procedure.papers.get(paper)?;
        let title = self.text(&known.title);
        let to = known.to.iter().map(|r| self.role(r)).collect::<Vec<_>>().join(self.lang.pick("、", ", "));
        Some(match (to.is_empty(), self.lang) {
            (false, Lang::Zh) => format!("制作{title}，送{to}。"),
            (false, Lang::En) => format!("Makes “{title}”, to be served on: {to}."),
            (true, Lang::Zh) => format!("制作{title}，存卷。"),
            (true, Lang::En) => format!("Makes “{title}” for the file."),
        })
    }
}

//! Phrases: names as titles, citations as jurists write them, lengths with their unit.

use super::{Teller, join};
use crate::model::{Amount, BasisKind, Cite, FieldKind, Ground, HeldBy, Length, Personal, RemedyUse, RuleUse, Start, Trigger};
use calendar::Unit;
use kernel::{Id, Title};
use law::Citation;

impl Teller<'_> {
    /// The title of whatever bears this name: a state, event, paper, role, value, clock, track, field, rule, parameter.
    pub(crate) fn name(&self, id: &Id) -> Title {
        let p = self.p;
        if let Some((of, what)) = id.as_str().split_once('.') {
            if let Some(title) = self.of_kin(of, what, |teller, id| teller.name(id)) {
                return title;
            }
            let title = self.name(&of.into());
            return match what {
                "served" => Title::new(format!("{}送达", title.zh), format!("{} served", title.en)),
                "noticed" => Title::new(format!("{}公告", title.zh), format!("notice of {}", title.en)),
                "begun" => Title::new(format!("{}开始", title.zh), format!("{} begun", title.en)),
                "ended" => Title::new(format!("{}结束", title.zh), format!("{} ended", title.en)),
                _ => Title::new(id.to_string(), id.to_string()),
            };
        }
        let thing = p.states.get(id).map(|t| &t.title);
        let thing = thing.or_else(|| p.roles.get(id).map(|t| &t.title)).or_else(|| p.papers.get(id).map(|t| &t.title));
        let thing = thing.or_else(|| p.tracks.get(id).map(|t| &t.title)).or_else(|| p.rules.get(id).map(|t| &t.title));
        let thing = thing.or_else(|| p.remedies.get(id).map(|t| &t.title)).or_else(|| p.forms.get(id).map(|t| &t.title));
        let thing = thing.or_else(|| p.params.get(id).or_else(|| self.dossier.params.get(id)).map(|t| &t.title));
        let thing = thing.or_else(|| p.choice_of(id.as_str()).and_then(|c| c.values.iter().find(|v| v.id == *id)).map(|v| &v.title));
        let thing = thing.or_else(|| p.choices.get(id).map(|t| &t.title)).or_else(|| p.action(id.as_str()).map(|t| &t.title));
        let thing = thing.or_else(|| p.field(id.as_str()).map(|t| &t.title)).or_else(|| p.clock(id.as_str()).map(|t| &t.title));
        let thing =
            thing.or_else(|| self.dossier.procedures.iter().find(|q| q.child_of.as_ref() == Some(&p.id) && q.id == *id).map(|q| &q.title));
        thing.cloned().unwrap_or_else(|| Title::new(id.to_string(), id.to_string()))
    }

    /// An event by the acts and lapses that yield it.
    pub(super) fn event(&self, id: &Id) -> Title {
        let acts = self.p.actions.iter().filter(|a| a.event == *id).map(|a| a.title.clone());
        if let Some((of, what)) = id.as_str().split_once('.')
            && let Some(title) = self.of_kin(of, what, |teller, id| teller.event(id))
        {
            return title;
        }
        let lapses = self.p.clocks.iter().filter(|c| !c.notice && c.lapse.as_ref().is_some_and(|l| l.event == *id));
        let lapses = lapses.map(|c| Title::new(format!("{}届满", c.title.zh), format!("lapse of {}", c.title.en)));
        let told = join(acts.chain(lapses), "／", " / ");
        if told.zh.is_empty() { self.name(id) } else { told }
    }

    /// What stands in the parent, or in a child: 上级事项的“受理”, “附带审查”的“答复”.
    fn of_kin(&self, of: &str, what: &str, tell: impl Fn(&Teller, &Id) -> Title) -> Option<Title> {
        let find = |id: &str| self.dossier.procedures.iter().find(|q| q.id == *id);
        let within = |p| Teller { p, dossier: self.dossier, index: self.index };
        if of == "parent" {
            let parent = self.p.child_of.as_ref().and_then(|id| find(id.as_str()))?;
            let title = tell(&within(parent), &what.into());
            return Some(Title::new(format!("上级事项的“{}”", title.zh), format!("the parent's “{}”", title.en)));
        }
        let child = find(of).filter(|q| q.child_of.as_ref() == Some(&self.p.id))?;
        let title = match what {
            "opened" => Title::new("启动", "opening"),
            "closed" => Title::new("办结", "closing"),
            _ => tell(&within(child), &what.into()),
        };
        Some(Title::new(format!("“{}”的“{}”", child.title.zh, title.zh), format!("“{}” of “{}”", title.en, child.title.en)))
    }

    /// A procedure by its title, where it stands in this file.
    pub(super) fn procedure(&self, id: &Id) -> Title {
        let known = self.dossier.procedures.iter().find(|p| p.id == *id);
        known.map_or_else(|| Title::new(id.to_string(), id.to_string()), |p| p.title.clone())
    }

    /// Remedies with the values that limit them.
    pub(super) fn remedies(&self, uses: &[RemedyUse]) -> Title {
        let one = |r: &RemedyUse| {
            let (name, only) = (self.name(&r.remedy), self.only(&r.only));
            Title::new(format!("{}{}", name.zh, only.zh), format!("{}{}", name.en, only.en))
        };
        join(uses.iter().map(one), "、", ", ")
    }

    pub(crate) fn names<'i>(&self, ids: impl IntoIterator<Item = &'i Id>) -> Title {
        join(ids.into_iter().map(|id| self.name(id)), "、", ", ")
    }

    pub(super) fn rules(&self, asked: &[RuleUse]) -> Title {
        let one = |r: &RuleUse| {
            let (name, only) = (self.name(&r.rule), self.only(&r.only));
            Title::new(format!("{}{}", name.zh, only.zh), format!("{}{}", name.en, only.en))
        };
        join(asked.iter().map(one), "、", ", ")
    }

    pub(super) fn events<'i>(&self, ids: impl IntoIterator<Item = &'i Id>) -> Title {
        join(ids.into_iter().map(|id| self.event(id)), "、", ", ")
    }

    pub(super) fn start(&self, start: &Start) -> Title {
        let told = match &start.by {
            Trigger::Event(event) => self.event(event),
            Trigger::Field(field) => {
                let t = self.name(field);
                Title::new(format!("表单所填“{}”", t.zh), format!("the date in “{}”", t.en))
            }
        };
        let ground = self.ground(&start.ground);
        if ground.zh.is_empty() {
            return told;
        }
        Title::new(format!("{}（{}）", told.zh, ground.zh), format!("{} ({})", told.en, ground.en))
    }

    /// 需要核查或者免予核查; nothing where nothing is demanded.
    pub(crate) fn values(&self, only: &[Id]) -> Title {
        join(only.iter().map(|id| self.name(id)), "或者", " or ")
    }

    /// The same in brackets behind what it limits.
    pub(crate) fn only(&self, only: &[Id]) -> Title {
        let t = self.values(only);
        if t.zh.is_empty() { t } else { Title::new(format!("（限：{}）", t.zh), format!(" (only: {})", t.en)) }
    }

    /// 法律援助法第四十三条第一款；本地规定
    pub(super) fn ground(&self, ground: &Ground) -> Title {
        let cites = ground.cites.iter().map(|c| self.cite(c));
        join(cites.chain(ground.basis.iter().map(|b| self.basis(b.kind, b.text.as_ref()))), "；", "; ")
    }

    fn basis(&self, kind: BasisKind, text: Option<&Title>) -> Title {
        let word = match kind {
            BasisKind::Local => Title::new("本地规定", "local rule"),
            BasisKind::Internal => Title::new("内部目标", "own target"),
            BasisKind::Reading => Title::new("实务理解", "reading"),
        };
        match text {
            Some(text) => Title::new(format!("{}：{}", word.zh, text.zh), format!("{}: {}", word.en, text.en)),
            None => word,
        }
    }

    fn cite(&self, cite: &Cite) -> Title {
        let law = self.p.laws.get(&cite.law);
        let title = law.map_or_else(|| cite.law.to_string(), |l| l.title.clone());
        match &cite.at {
            Some(at) => {
                let nth = at.nth.map(|n| (format!("的第 {n} 个数字"), format!(", figure {n}"))).unwrap_or_default();
                Title::new(format!("{title}{}{}", at.chinese(), nth.0), format!("{} art. {}{}", cite.law, at.passage(), nth.1))
            }
            None => Title::new(format!("《{title}》（正文不在手边）"), format!("{} (text not at hand)", cite.law)),
        }
    }

    /// The few characters around the figure, for the eye: “助申请之日起七日内进行审查”.
    pub(super) fn surroundings(&self, ground: &Ground) -> String {
        let Some(index) = self.index else { return String::new() };
        let shown = ground.cites.iter().filter_map(|cite| {
            let (law, at) = (self.p.laws.get(&cite.law)?, cite.at.as_ref()?);
            let statute = index.edition(&law.title, law.edition.as_ref()?)?;
            let figures = match at {
                Citation { nth: Some(_), .. } => statute.figure(at).into_iter().collect(),
                _ => statute.figures(at),
            };
            let contexts: Vec<String> = figures.iter().map(|f| format!("“…{}…”", f.context)).collect();
            (!contexts.is_empty()).then(|| contexts.join("、"))
        });
        shown.collect::<Vec<_>>().join("、")
    }

    pub(super) fn length(&self, length: &Length) -> Title {
        let (amount, only) = (self.amount(&length.amount, length.unit), self.only(&length.only));
        Title::new(format!("{}{}", amount.zh, only.zh), format!("{}{}", amount.en, only.en))
    }

    /// 7 日, or 参数“补充材料期限”（10 日）
    pub(super) fn amount(&self, amount: &Amount, unit: Unit) -> Title {
        let (u, figure) = (unit.title(), |n: u64| Title::new(format!("{n} {}", unit.title().zh), format!("{n} {}", unit.title().en)));
        match amount {
            Amount::Fixed(n) => figure((*n).into()),
            Amount::Param(id) => {
                let title = self.name(id);
                let param = self.p.params.get(id).or_else(|| self.dossier.params.get(id));
                let set = param
                    .and_then(|p| p.value)
                    .map_or_else(|| Title::new(format!("待定，单位{}", u.zh), format!("not set, in {}", u.en)), figure);
                Title::new(format!("参数“{}”（{}）", title.zh, set.zh), format!("parameter “{}” ({})", title.en, set.en))
            }
        }
    }

    /// A parameter's unit in Chinese.
    pub(super) fn unit(&self, unit: &Id) -> String {
        let word = match unit.as_str() {
            "person" => "人",
            "yuan" => "元",
            "time" => "次",
            "case" => "件",
            "percent" => "%",
            "point" => "分",
            "page" => "页",
            other => return other.parse::<Unit>().map_or_else(|_| other.to_owned(), |u| u.title().zh),
        };
        word.to_owned()
    }

    pub(crate) fn held_by(&self, held: &HeldBy) -> Title {
        match held {
            HeldBy::Party => Title::new("当事人", "a party"),
            HeldBy::Outside => Title::new("外单位，由我方登记", "another organ, entered by ours"),
            HeldBy::Public => Title::new("任何人", "anybody"),
            HeldBy::Unit(kind) => Title::new(format!("本系统单位（{kind}）"), format!("our unit ({kind})")),
            HeldBy::Register(name) => Title::new(format!("名册中的人（{name}）"), format!("an entry of the register {name}")),
        }
    }

    pub(super) fn kind(&self, kind: &FieldKind) -> Title {
        let (zh, en) = match kind {
            FieldKind::Text => ("一行文字", "line of text"),
            FieldKind::LongText => ("多行文字", "text"),
            FieldKind::Date => ("日期", "date"),
            FieldKind::DateTime => ("日期和时刻", "date and time"),
            FieldKind::Number => ("整数", "whole number"),
            FieldKind::Money => ("金额", "money"),
            FieldKind::YesNo => ("是否", "yes or no"),
            FieldKind::Person => ("姓名", "name"),
            FieldKind::Period => ("期限（数、单位、依据）", "period: number, unit, article"),
            FieldKind::CnId => ("公民身份号码", "citizen identity number"),
            FieldKind::Uscc => ("统一社会信用代码", "credit code"),
            FieldKind::Phone => ("电话", "phone"),
            FieldKind::Address => ("地址", "address"),
            FieldKind::File => ("附件", "file"),
            FieldKind::Choice(choice) => {
                let values =
                    self.p.choices.get(choice).map(|c| join(c.values.iter().map(|v| v.title.clone()), "／", " / ")).unwrap_or_default();
                return Title::new(format!("单选：{}", values.zh), format!("one of {}", values.en));
            }
            FieldKind::Party(role) => {
                let role = self.name(role);
                return Title::new(format!("姓名或名称，成为{}", role.zh), format!("name; becomes {}", role.en));
            }
            FieldKind::Register { register, status } => {
                let known = self.dossier.registers.get(register);
                let standing = known.and_then(|r| r.statuses.iter().find(|s| s.id == *status)).map(|s| s.title.clone());
                let standing = standing.unwrap_or_else(|| Title::new(status.to_string(), status.to_string()));
                let name = known.map_or_else(|| Title::new(register.to_string(), register.to_string()), |r| r.title.clone());
                return Title::new(
                    format!("从名册 {} 选（{}）", name.zh, standing.zh),
                    format!("an entry of {} ({})", name.en, standing.en),
                );
            }
        };
        Title::new(zh, en)
    }

    pub(super) fn personal(&self, personal: Personal) -> Title {
        let (zh, en) = match personal {
            Personal::Identity => ("身份", "identity"),
            Personal::Finance => ("经济", "finance"),
            Personal::Dispute => ("纠纷", "dispute"),
            Personal::Status => ("特殊身份", "status"),
            Personal::Health => ("健康", "health"),
        };
        Title::new(zh, en)
    }
}

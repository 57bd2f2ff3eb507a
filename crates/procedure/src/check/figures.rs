//! Figures: the number written here stands in the cited passage, or says why it stands nowhere.

use super::Case;
use crate::diagnostic::Findings;
use crate::model::{Amount, BasisKind, Cite, Clock, Ground, Mode, Param, Place, Procedure};
use calendar::{Period, Rule, Unit};
use law::{Citation, Figure, FigureUnit, Index, Statute};

/// A number of the procedure that claims to be the law's.
pub(crate) struct Said<'a> {
    pub(crate) value: u64,
    pub(crate) unit: FigureUnit,
    pub(crate) rule: Rule,
    pub(crate) ground: &'a Ground,
    pub(crate) place: Place,
}

pub(super) fn check(case: &Case, found: &mut Findings) {
    for said in figures_of(case.p) {
        verify(case, &said, found);
    }
    for clock in case.p.clocks.iter().filter(|c| !c.notice) {
        grounded(case, clock, found);
        effects(clock, found);
    }
    for role in case.p.roles.values() {
        for bound in role.bounds.iter().filter(|b| b.ground.is_empty()) {
            ungrounded(bound.place, &format!("{}的人数", role.title.zh), &format!("the number of {}", role.id), found);
        }
    }
    for remedy in case.p.remedies.values() {
        if matches!(remedy.within, Some((Amount::Fixed(_), _))) && remedy.ground.is_empty() {
            ungrounded(remedy.place, &remedy.title.zh, &remedy.title.en, found);
        }
    }
    for param in case.p.params.values().chain(case.dossier.params.values()) {
        shown_as_such(param, found);
    }
}

/// Every number that claims to be the law's: no basis stands beside its citation.
pub(crate) fn figures_of(p: &Procedure) -> Vec<Said<'_>> {
    let mut said = Vec::new();
    for clock in p.clocks.iter().filter(|c| !c.notice) {
        for length in &clock.lengths {
            let ground = if length.ground.is_empty() { &clock.ground } else { &length.ground };
            if let Amount::Fixed(n) = length.amount {
                said.push(Said { value: n.into(), unit: figure_unit(length.unit), rule: clock.counting, ground, place: length.place });
            }
        }
        for extend in &clock.extends {
            if let Amount::Fixed(n) = extend.max {
                let (unit, ground) = (figure_unit(extend.unit), &extend.ground);
                said.push(Said { value: n.into(), unit, rule: clock.counting, ground, place: extend.place });
            }
        }
    }
    if let Some((length, n)) = p.notice.as_ref().and_then(|l| if let Amount::Fixed(n) = l.amount { Some((l, n)) } else { None }) {
        said.push(Said { value: n.into(), unit: figure_unit(length.unit), rule: p.counting, ground: &length.ground, place: length.place });
    }
    if let Some(kept) = &p.retention {
        said.push(Said { value: kept.years.into(), unit: FigureUnit::Year, rule: p.counting, ground: &kept.ground, place: kept.place });
    }
    for bound in p.roles.values().flat_map(|r| &r.bounds) {
        let (value, ground) = (bound.persons.into(), &bound.ground);
        said.push(Said { value, unit: FigureUnit::Person, rule: p.counting, ground, place: bound.place });
    }
    for remedy in p.remedies.values() {
        if let Some((Amount::Fixed(n), unit)) = remedy.within {
            let rule = remedy.counting.unwrap_or(p.counting);
            said.push(Said { value: n.into(), unit: figure_unit(unit), rule, ground: &remedy.ground, place: remedy.place });
        }
    }
    for param in p.params.values() {
        let unit = match param.unit.as_str() {
            "time" => FigureUnit::Times,
            other => other.parse().unwrap_or_else(|e| match e {}),
        };
        said.extend(param.value.map(|value| Said { value, unit, rule: p.counting, ground: &param.ground, place: param.place }));
    }
    said.retain(|s| s.ground.basis.is_none() && !s.ground.cites.is_empty());
    said
}

fn figure_unit(unit: Unit) -> FigureUnit {
    match unit {
        Unit::Hour => FigureUnit::Hour,
        Unit::Day => FigureUnit::Day,
        Unit::Workday => FigureUnit::Workday,
        Unit::Month => FigureUnit::Month,
        Unit::Year => FigureUnit::Year,
    }
}

impl Said<'_> {
    /// Whether a figure of the statute says this number. 五日 says five working days where the counting rule reads it so.
    fn matches(&self, figure: &Figure) -> bool {
        let workdays = self.unit == FigureUnit::Workday
            && u32::try_from(self.value).is_ok_and(|amount| self.rule.day_is_workday(&Period { amount, unit: Unit::Day }))
            && figure.says(self.value, &FigureUnit::Day);
        figure.says(self.value, &self.unit) || workdays
    }

    /// Whether the statute's text confirms the number.
    pub(crate) fn verified(&self, p: &Procedure, index: &Index) -> bool {
        let mut any = false;
        for cite in &self.ground.cites {
            let Some((statute, at)) = text_of(p, index, cite) else { continue };
            match self.against(statute, at) {
                Verdict::Says | Verdict::Several => any = true,
                Verdict::Other if at.nth.is_some() => return false,
                Verdict::Other => {}
            }
        }
        any
    }

    /// The titles of the statutes whose text says the number.
    pub(crate) fn statutes(&self, p: &Procedure, index: &Index) -> Vec<String> {
        let texts = self.ground.cites.iter().filter_map(|cite| text_of(p, index, cite));
        texts
            .filter(|(statute, at)| !matches!(self.against(statute, at), Verdict::Other))
            .map(|(statute, _)| statute.short.clone())
            .collect()
    }

    fn against(&self, statute: &Statute, at: &Citation) -> Verdict {
        if at.nth.is_some() {
            return if statute.figure(at).is_some_and(|f| self.matches(f)) { Verdict::Says } else { Verdict::Other };
        }
        match statute.figures(at).into_iter().filter(|f| self.matches(f)).count() {
            0 => Verdict::Other,
            1 => Verdict::Says,
            _ => Verdict::Several,
        }
    }

    fn written(&self) -> String {
        let unit = match &self.unit {
            FigureUnit::Hour => "小时",
            FigureUnit::Day => "日",
            FigureUnit::Workday => "个工作日",
            FigureUnit::Month => "个月",
            FigureUnit::Year => "年",
            FigureUnit::Person => "人",
            FigureUnit::Yuan => "元",
            FigureUnit::Percent => "%",
            FigureUnit::Times => "次",
            other => return format!("{} {other}", self.value),
        };
        format!("{} {unit}", self.value)
    }
}

enum Verdict {
    /// The passage, or the figure chosen in it, says the number.
    Says,
    /// The passage says it more than once and the citation chooses none.
    Several,
    /// It does not say it.
    Other,
}

fn text_of<'a>(p: &Procedure, index: &'a Index, cite: &'a Cite) -> Option<(&'a Statute, &'a Citation)> {
    let law = p.laws.get(&cite.law)?;
    let statute = index.edition(&law.title, law.edition.as_ref()?)?;
    let at = cite.at.as_ref()?;
    statute.has(at).then_some((statute, at))
}

/// Each citation that chooses a figure must say the number; of the others one must.
fn verify(case: &Case, said: &Said, found: &mut Findings) {
    let mut confirmed = false;
    let mut silent: Option<(&Statute, &Cite, &Citation)> = None;
    for cite in &said.ground.cites {
        let Some((statute, at)) = text_of(case.p, case.index, cite) else { continue };
        match said.against(statute, at) {
            Verdict::Says => confirmed = true,
            Verdict::Several => {
                confirmed = true;
                let (passage, word) = (format!("{}{}", statute.short, at.chinese()), said.written());
                found
                    .warn(
                        "P106",
                        cite.place,
                        format!("{passage}里不止一处写 {word}"),
                        format!("{} {at} says {} {} more than once", cite.law, said.value, said.unit),
                    )
                    .hint(format!("写明第几个数字：{}", choices(said, statute, at, cite)), "say which figure with @n");
            }
            Verdict::Other if at.nth.is_some() => {
                wrong(said, statute, cite, at, found);
                return;
            }
            Verdict::Other => silent = silent.or(Some((statute, cite, at))),
        }
    }
    if let (false, Some((statute, cite, at))) = (confirmed, silent) {
        wrong(said, statute, cite, at, found);
    }
}

fn choices(said: &Said, statute: &Statute, at: &Citation, cite: &Cite) -> String {
    let figures = statute.figures(at);
    let these = figures.iter().enumerate().filter(|(_, f)| said.matches(f));
    these.map(|(i, f)| format!("{}:{}@{}（{}）", cite.law, at, i + 1, f.context)).collect::<Vec<_>>().join("，")
}

fn wrong(said: &Said, statute: &Statute, cite: &Cite, at: &Citation, found: &mut Findings) {
    let figures = statute.figures(at);
    let list = figures.iter().map(|f| f.text.as_str()).collect::<Vec<_>>().join("、");
    let passage = format!("{}{}", statute.short, at.chinese());
    let (zh, en) = match (figures.is_empty(), at.nth, statute.figure(at)) {
        (true, ..) => (
            format!("{passage}没有数字，这里写 {}", said.written()),
            format!("{} {at} holds no figure; {} {} is written here", cite.law, said.value, said.unit),
        ),
        (false, Some(n), None) => (
            format!("{passage}只有 {} 个数字（{list}），没有第 {n} 个", figures.len()),
            format!("{} {} holds {} figures; there is no figure {n}", cite.law, at.passage(), figures.len()),
        ),
        (false, Some(n), Some(f)) => (
            format!("{passage}写的是 {list}，其中第 {n} 个是 {}，这里写 {}", f.text, said.written()),
            format!("figure {n} of {} {} is {f}; {} {} is written here", cite.law, at.passage(), said.value, said.unit),
        ),
        (false, None, _) => (
            format!("{passage}写的是 {list}，这里写 {}", said.written()),
            format!("{} {at} says {}; {} {} is written here", cite.law, english(&figures), said.value, said.unit),
        ),
    };
    let finding = found.error("P105", said.place, zh, en);
    match figures.iter().position(|f| said.matches(f)) {
        Some(i) => {
            finding.hint(format!("应写 {}:{}@{}", cite.law, at.passage(), i + 1), format!("write {}:{}@{}", cite.law, at.passage(), i + 1))
        }
        None => finding.hint(
            "改成条文的数字；条文没有规定的写成参数，用 basis= 说明",
            "write the article's figure; what no article fixes is a parameter with basis=",
        ),
    }
}

fn english(figures: &[&Figure]) -> String {
    figures.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Every length, pause and lapse rests on something.
fn grounded(case: &Case, clock: &Clock, found: &mut Findings) {
    let bare = |ground: &Ground| ground.is_empty();
    for length in clock.lengths.iter().filter(|l| bare(&l.ground) && bare(&clock.ground)) {
        // A parameter brings its own ground.
        let by_param =
            matches!(&length.amount, Amount::Param(id) if case.p.params.contains_key(id) || case.dossier.params.contains_key(id));
        if !by_param {
            ungrounded(length.place, &clock.title.zh, &clock.title.en, found);
        }
    }
    if matches!(clock.mode, Mode::Until(_)) && bare(&clock.ground) {
        ungrounded(clock.place, &clock.title.zh, &clock.title.en, found);
    }
    let lengths = clock.lengths.iter().map(|l| (&l.ground, l.place));
    for (ground, place) in lengths.chain([(&clock.ground, clock.place)]) {
        reading(clock, ground, place, found);
    }
}

/// What moves, halts or ends a running clock rests on something of its own.
fn effects(clock: &Clock, found: &mut Findings) {
    let pauses = clock.pauses.iter().map(|s| (&s.ground, s.place, "的中止", "the pause"));
    let extends = clock.extends.iter().map(|e| (&e.ground, e.place, "的延长", "the extension"));
    let restarts = clock.restarts.iter().map(|r| (&r.ground, r.place, "的重新起算", "the fresh start"));
    let rechosen = clock.rechosen.iter().map(|r| (&r.ground, r.place, "改变选项后的算法", "the new choice"));
    let lapses = clock.lapse.iter().map(|l| (&l.ground, l.place, "届满的后果", "the lapse"));
    for (ground, place, zh, en) in pauses.chain(extends).chain(restarts).chain(rechosen).chain(lapses) {
        if ground.is_empty() {
            ungrounded(place, &format!("{}{zh}", clock.title.zh), &format!("{en} of {}", clock.id), found);
        }
        reading(clock, ground, place, found);
    }
    for start in &clock.starts {
        reading(clock, &start.ground, clock.place, found);
    }
}

fn reading(clock: &Clock, ground: &Ground, place: Place, found: &mut Findings) {
    if ground.basis.as_ref().is_some_and(|b| b.kind == BasisKind::Reading) {
        found.warn("P114", place, format!("{}：这里按实务理解，条文没有写", clock.title.zh), "this is a reading; no text says it");
    }
}

pub(super) fn ungrounded(place: Place, zh: &str, en: &str, found: &mut Findings) {
    found.error("P110", place, format!("“{zh}”没有写依据"), format!("{en} rests on nothing")).hint(
        "写 cite=条文；条文没有规定的写 basis=local、internal 或者 reading",
        "write cite=; where no article says it, basis=local, internal or reading",
    );
}

/// Local numbers are shown as such, and one that is not set yet says so.
fn shown_as_such(param: &Param, found: &mut Findings) {
    if param.value.is_none() {
        found
            .warn(
                "P113",
                param.place,
                format!("参数“{}”待定：没有值就没有日期", param.title.zh),
                format!("{} is not set: no value, no date", param.id),
            )
            .hint("由本局在设置里填写", "the bureau sets it");
    }
    match param.ground.basis.as_ref().map(|b| b.kind) {
        Some(BasisKind::Reading) => {
            found.warn(
                "P114",
                param.place,
                format!("“{}”按实务理解，条文没有写", param.title.zh),
                format!("{} is a reading; no text says it", param.id),
            );
        }
        Some(BasisKind::Local) => {
            found.warn(
                "P115",
                param.place,
                format!("“{}”是本地规定，不是法律的数字", param.title.zh),
                format!("{} is a local figure, not the law's", param.id),
            );
        }
        _ => {}
    }
}

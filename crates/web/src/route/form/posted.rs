//! What was posted: the answers, the operation id, and the day on which it really happened.

use crate::view::{FieldGroup, FieldKind, FieldView, OptionView};
use app::{Fault, FieldFault, Typed};
use engine::Evidence;
use kernel::{Date, DateTime, Id, Lang, OperationId, Title, chinese_date, english_date, fold_width, parse_date};
use procedure::model::{Action, FieldKind as Answered, Procedure};

/// The first value of a name. No field of a procedure has a name with a hyphen, so the form's own names never meet one.
pub(crate) fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.trim())
}

/// The operation id that was made with the form.
pub(crate) fn operation(pairs: &[(String, String)]) -> Result<OperationId, Fault> {
    value(pairs, "operation")
        .parse()
        .map_err(|_| Fault::Input(Title::new("这张表单不完整，请重新打开这一页再填。", "This form is incomplete; open the page again.")))
}

/// The answers to an act's questions, exactly as typed, without what was left empty.
pub(crate) fn typed(procedure: &Procedure, action: &Action, pairs: &[(String, String)]) -> Typed {
    let mut out = Typed::new();
    let fields = action.forms.iter().filter_map(|f| procedure.form(f)).flat_map(|f| &f.sections).flat_map(|s| &s.fields);
    for field in fields {
        let given = pairs.iter().filter(|(k, _)| *k == *field.id.as_str()).map(|(_, v)| v.as_str());
        // Where several answers are typed into one box, each line is one.
        let lines = field.many && !matches!(field.kind, Answered::Choice(_));
        let texts = given.flat_map(|v| if lines { v.lines().collect() } else { vec![v] });
        let texts: Vec<String> = texts.filter(|t| !t.trim().is_empty()).map(str::to_owned).collect();
        if !texts.is_empty() {
            out.insert(field.id.clone(), texts);
        }
    }
    out
}

/// When it happened and what proves it, as typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Envelope {
    on: String,
    time: String,
    evidence: String,
}

const EVIDENCE: [(&str, Evidence, &str, &str); 4] = [
    ("postmark", Evidence::Postmark, "邮戳", "postmark"),
    ("receipt", Evidence::Receipt, "送达回证", "proof of service"),
    ("record", Evidence::Record, "笔录", "record made at the counter"),
    ("paper", Evidence::Paper, "来文载明的日期", "date on the paper received"),
];

/// Evidence in words; nothing for what the system saw itself.
pub(crate) fn evidence_words(evidence: Evidence, lang: Lang) -> Option<&'static str> {
    EVIDENCE.iter().find(|(_, e, ..)| *e == evidence).map(|(_, _, zh, en)| lang.pick(zh, en))
}

impl Envelope {
    /// Reads it.
    pub(crate) fn read(pairs: &[(String, String)]) -> Self {
        let of = |name| value(pairs, name).to_owned();
        Self { on: of("occurred-on"), time: of("occurred-time"), evidence: of("proven-by") }
    }

    /// The same with a day filled in.
    pub(crate) fn on(day: Date) -> Self {
        Self { on: day.to_string(), ..Self::default() }
    }

    /// Legal day, legal time and evidence.
    ///
    /// # Errors
    /// One sentence for each part that cannot be read.
    pub(crate) fn parse(&self) -> Result<(Option<Date>, Option<DateTime>, Evidence), Vec<FieldFault>> {
        let fault = |field: &str, zh: String, en: String| FieldFault { field: Id::from(field), message: Title::new(zh, en) };
        let mut faults = Vec::new();
        let on = if self.on.is_empty() { None } else { parse_date(&self.on) };
        if on.is_none() && !self.on.is_empty() {
            faults.push(fault(
                "occurred-on",
                format!("“{}”不是日期，请写成 2026-3-9 或者 2026年3月9日。", self.on),
                format!("“{}” is not a date; write it as 2026-3-9.", self.on),
            ));
        }
        let time = clock_time(&self.time);
        if time.is_none() && !self.time.is_empty() {
            faults.push(fault(
                "occurred-time",
                format!("“{}”不是时刻，请写成 14:30。", self.time),
                format!("“{}” is not a time of day; write it as 14:30.", self.time),
            ));
        }
        if time.is_some() && self.on.is_empty() {
            faults.push(fault("occurred-on", "填了时刻，也要填日期。".to_owned(), "A time of day needs its date.".to_owned()));
        }
        let evidence = EVIDENCE.iter().find(|(name, ..)| *name == self.evidence).map_or(Evidence::System, |(_, e, ..)| *e);
        let at = on.zip(time).map(|(day, (h, m))| day.at(h, m, 0, 0));
        if faults.is_empty() { Ok((on, at, evidence)) } else { Err(faults) }
    }

    /// The folded questions; unfolded as soon as something was typed into them.
    pub(crate) fn group(&self, today: Date, hours: bool, faults: &[FieldFault], lang: Lang) -> FieldGroup {
        let mut fields = vec![self.day_field(lang.pick("实际发生日", "It really happened on"), lang), self.evidence_field(lang)];
        if hours {
            let mut time = FieldView::new("occurred-time", lang.pick("时刻", "Time of day"), FieldKind::Line);
            time.hint = Some(lang.pick("按小时计算的期限要填，例如 14:30", "Needed where hours count, for example 14:30.").to_owned());
            time.value.clone_from(&self.time);
            fields.insert(1, time);
        }
        for field in &mut fields {
            field.error = faults.iter().find(|f| f.field == *field.name.as_str()).map(|f| f.message.text(lang).to_owned());
        }
        let lead = match lang {
            Lang::Zh => format!("不填就是今天，{}。补录以前的事，要写清凭什么。", chinese_date(today)),
            Lang::En => format!("Left empty it is today, {}. What happened earlier needs its evidence.", english_date(today)),
        };
        FieldGroup {
            title: lang.pick("与登记日不同时填写", "If it did not happen today").to_owned(),
            lead: Some(lead),
            why: None,
            folded: self.on.is_empty() && self.time.is_empty() && self.evidence.is_empty() && fields.iter().all(|f| f.error.is_none()),
            fields,
        }
    }

    /// The question of the day.
    pub(crate) fn day_field(&self, label: &str, lang: Lang) -> FieldView {
        let mut on = FieldView::new("occurred-on", label, FieldKind::Date);
        on.hint = Some(lang.pick("例如邮戳日期；期限从这一天起算", "Such as the postmark; periods run from this day.").to_owned());
        on.value.clone_from(&self.on);
        on
    }

    /// The question of the evidence.
    pub(crate) fn evidence_field(&self, lang: Lang) -> FieldView {
        let mut field = FieldView::new("proven-by", lang.pick("依据", "Evidence"), FieldKind::Select);
        let none = OptionView::new("", lang.pick("请选择", "Choose"));
        let all = EVIDENCE
            .iter()
            .map(|(name, _, zh, en)| OptionView { chosen: *name == self.evidence, ..OptionView::new(*name, lang.pick(zh, en)) });
        field.options = std::iter::once(none).chain(all).collect();
        field
    }
}

/// 14:30, 8：05.
fn clock_time(text: &str) -> Option<(i8, i8)> {
    let folded = fold_width(text);
    let (hour, minute) = folded.trim().split_once(':')?;
    let (hour, minute): (i8, i8) = (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_time_are_read_in_every_habit_or_named_as_wrong() {
        let read = |on: &str, time: &str| Envelope { on: on.to_owned(), time: time.to_owned(), evidence: "postmark".to_owned() }.parse();
        let day = Date::constant(2026, 3, 9);
        assert_eq!(read("２０２６年３月９日", "8：05").ok(), Some((Some(day), Some(day.at(8, 5, 0, 0)), Evidence::Postmark)));
        assert_eq!(read("", "").ok(), Some((None, None, Evidence::Postmark)));
        let wrong = |on, time| read(on, time).err().map(|f| f.iter().map(|f| f.field.to_string()).collect::<Vec<_>>());
        assert_eq!(wrong("明天", "25:00"), Some(vec!["occurred-on".to_owned(), "occurred-time".to_owned()]));
        assert_eq!(wrong("", "14:30"), Some(vec!["occurred-on".to_owned()]));
    }
}

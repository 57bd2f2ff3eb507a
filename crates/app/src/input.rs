//! From what was typed to what the engine takes: widths folded, dates in every habit, check digits checked, free text sealed.

use crate::ports::Plain;
use crate::{Bureau, Fault, FieldFault};
use calendar::Unit;
use engine::{Answer, RegisterEntry, Sealed};
use kernel::{DateTime, Id, PersonId, Title, check_citizen_id, check_credit_code, fold_width, parse_date, plain_number, sm3};
use procedure::model::{Action, Field, FieldKind, Procedure};
use std::collections::BTreeMap;

/// What was typed, by field.
pub type Typed = BTreeMap<Id, Vec<String>>;

/// Answers for the engine, and the personal values behind them.
#[derive(Debug, Default)]
pub struct Read {
    /// Answers.
    pub answers: BTreeMap<Id, Answer>,
    /// Values to encrypt.
    pub values: Vec<Plain>,
    /// Register entries named.
    pub registers: BTreeMap<Id, RegisterEntry>,
}

/// Longest single line, in characters.
const LINE: usize = 200;
/// Longest text, in characters.
const TEXT: usize = 5_000;

/// Reads everything typed for an action. Every fault is reported, not the first only.
///
/// # Errors
/// [`Fault::Fields`] with one sentence a field; [`Fault::Store`] when a register cannot be read.
pub async fn read_answers(
    bureau: &Bureau,
    procedure: &Procedure,
    action: &Action,
    typed: &Typed,
    (subject, opens): (PersonId, bool),
) -> Result<Read, Fault> {
    let mut read = Read::default();
    // The first party named when a matter begins is the one whose matter it is; every other is a person of its own.
    let mut own = opens;
    let mut faults = Vec::new();
    let fields = action.forms.iter().filter_map(|f| procedure.form(f)).flat_map(|f| &f.sections).flat_map(|s| &s.fields);
    for field in fields {
        let given: Vec<&str> = typed.get(&field.id).into_iter().flatten().map(|t| t.trim()).filter(|t| !t.is_empty()).collect();
        let mut all = Vec::new();
        for text in given {
            let person = match field.kind {
                FieldKind::Party(_) if !std::mem::take(&mut own) => bureau.new_person(),
                _ => subject,
            };
            match answer(bureau, procedure, field, text, person, &mut read).await? {
                Ok(answer) => all.push(answer),
                Err(message) => faults.push(FieldFault { field: field.id.clone(), message }),
            }
        }
        match (all.len(), field.many) {
            (0, _) => {}
            (1, _) => {
                read.answers.insert(field.id.clone(), all.swap_remove(0));
            }
            (_, true) => {
                read.answers.insert(field.id.clone(), Answer::Many(all));
            }
            (_, false) => faults.push(FieldFault { field: field.id.clone(), message: Title::new("只填一项。", "One answer only.") }),
        }
    }
    if faults.is_empty() { Ok(read) } else { Err(Fault::Fields(faults)) }
}

async fn answer(
    bureau: &Bureau,
    procedure: &Procedure,
    field: &Field,
    text: &str,
    subject: PersonId,
    read: &mut Read,
) -> Result<Result<Answer, Title>, Fault> {
    let limit = if matches!(field.kind, FieldKind::LongText) { TEXT } else { LINE };
    if text.chars().count() > limit {
        return Ok(Err(Title::new(
            format!("最多{limit}字，现在有{}字。", text.chars().count()),
            format!("At most {limit} characters; there are {}.", text.chars().count()),
        )));
    }
    if let FieldKind::Register { register, status } = &field.kind {
        let entry = bureau.store.entry(bureau.id, &Id::from(text)).await?;
        return Ok(match entry.filter(|e| e.register == *register) {
            None => Err(Title::new("名录里没有这一项，请从列表中选择。", "The register has no such entry; choose one from the list.")),
            Some(entry) if entry.status != *status => {
                Err(Title::new(format!("{}现在不能承办。", entry.name), format!("{} cannot act at present.", entry.name)))
            }
            Some(entry) => {
                let answer = Answer::Entry { entry: entry.id.clone(), account: entry.account.clone() };
                read.registers.insert(entry.id.clone(), entry);
                Ok(answer)
            }
        });
    }
    if field.kind == FieldKind::Period {
        return Ok(period(text).map(|(period, article)| {
            let (article, plain) = seal(bureau, &field.id, article, subject, None);
            read.values.push(plain);
            Answer::Period { period, article }
        }));
    }
    let sealed = |bureau: &Bureau, read: &mut Read, text: String, search| {
        let (sealed, plain) = seal(bureau, &field.id, text, subject, search);
        read.values.push(plain);
        Ok(Answer::Sealed(sealed))
    };
    Ok(match plain(procedure, field, text) {
        Some(result) => result,
        None => match checked(&field.kind, text) {
            Err(message) => Err(message),
            Ok((text, search)) => sealed(bureau, read, text, search),
        },
    })
}

/// Answers that are not sealed.
pub(crate) fn plain(procedure: &Procedure, field: &Field, text: &str) -> Option<Result<Answer, Title>> {
    let folded = fold_width(text);
    Some(match &field.kind {
        FieldKind::Date => parse_date(text).map(Answer::Date).ok_or_else(|| {
            Title::new(
                format!("“{text}”不是日期，请写成 2026-3-9 或者 2026年3月9日。"),
                format!("“{text}” is not a date; write it as 2026-3-9."),
            )
        }),
        FieldKind::DateTime => date_time(&folded).map(Answer::DateTime).ok_or_else(|| {
            Title::new(format!("“{text}”不是时间，请写成 2026-3-9 14:30。"), format!("“{text}” is not a time; write it as 2026-3-9 14:30."))
        }),
        FieldKind::Number => {
            let digits: String = folded.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
            digits
                .parse()
                .map(Answer::Number)
                .map_err(|_| Title::new(format!("“{text}”不是整数。"), format!("“{text}” is not a whole number.")))
        }
        FieldKind::Money => money(&folded).map(Answer::Money).ok_or_else(|| {
            Title::new(
                format!("“{text}”不是金额，请写成 1200 或者 1200.50（元）。"),
                format!("“{text}” is not an amount; write it as 1200 or 1200.50 (yuan)."),
            )
        }),
        FieldKind::YesNo => match folded.as_str() {
            "yes" | "是" | "true" | "on" => Ok(Answer::YesNo(true)),
            "no" | "否" | "false" => Ok(Answer::YesNo(false)),
            _ => Err(Title::new("请选“是”或者“否”。", "Choose yes or no.")),
        },
        FieldKind::Choice(choice) => {
            let known = procedure.choices.get(choice).is_some_and(|c| c.values.iter().any(|v| v.id == *text));
            if known {
                Ok(Answer::Choice(Id::from(text)))
            } else {
                Err(Title::new("请从所列各项中选一项。", "Choose one of the options."))
            }
        }
        _ => return None,
    })
}

/// A date in any habit, then a time of day: 2026-3-9 14:30, 2026年3月9日14：30, 2026-03-09T14:30.
fn date_time(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let at = text.find([' ', 'T', '日']).map(|at| (text.get(..at), text.get(at..).map(|t| t.trim_start_matches([' ', 'T', '日']))));
    let (Some(date), Some(time)) = at? else { return None };
    let (hour, minute) = time.trim().split_once(':')?;
    let (hour, minute): (i8, i8) = (hour.trim().parse().ok()?, minute.trim().split(':').next()?.parse().ok()?);
    let in_day = (0..24).contains(&hour) && (0..60).contains(&minute);
    parse_date(date).filter(|_| in_day).map(|day| day.at(hour, minute, 0, 0))
}

/// A length with its unit and the article that sets it: 90日 海关法第六十四条.
fn period(text: &str) -> Result<(calendar::Period, String), Title> {
    let wrong = || {
        Title::new(
            format!("“{text}”不是期限，请写成：90日 某法第几条。"),
            format!("“{text}” is not a period; write it as: 90日, then the article."),
        )
    };
    let folded = fold_width(text.trim());
    let digits: String = folded.chars().take_while(char::is_ascii_digit).collect();
    let rest = folded.strip_prefix(&digits).unwrap_or_default().trim_start();
    let words = [
        ("工作日", Unit::Workday),
        ("小时", Unit::Hour),
        ("个月", Unit::Month),
        ("月", Unit::Month),
        ("日", Unit::Day),
        ("天", Unit::Day),
        ("年", Unit::Year),
    ];
    let found = words.iter().find_map(|(word, unit)| Some((rest.strip_prefix(word)?, *unit)));
    match (digits.parse().ok().filter(|n| (1..=36_500).contains(n)), found) {
        (Some(amount), Some((article, unit))) if !article.trim().is_empty() => {
            Ok((calendar::Period { amount, unit }, article.trim().to_owned()))
        }
        _ => Err(wrong()),
    }
}

/// Yuan with at most two decimals, as 分.
fn money(text: &str) -> Option<i64> {
    let text: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '元' | '¥')).collect();
    let (yuan, cents) = text.split_once('.').unwrap_or((text.as_str(), ""));
    if cents.len() > 2 || yuan.is_empty() || !yuan.chars().chain(cents.chars()).all(|c| c.is_ascii_digit()) {
        return None;
    }
    let cents: i64 = format!("{cents:0<2}").parse().ok()?;
    yuan.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents)
}

/// Text to be sealed, in its normal form, and how it is searched.
fn checked(kind: &FieldKind, text: &str) -> Result<(String, Option<&'static str>), Title> {
    match kind {
        FieldKind::CnId => {
            let number = plain_number(text);
            match check_citizen_id(&number) {
                Ok(()) => Ok((number, Some("number"))),
                Err(fault) => Err(Title::new(format!("身份证号不对：{fault}。"), "The identity number is not valid: check its digits.")),
            }
        }
        FieldKind::Uscc => {
            let code = plain_number(text);
            match check_credit_code(&code) {
                Ok(()) => Ok((code, Some("number"))),
                Err(fault) => {
                    Err(Title::new(format!("统一社会信用代码不对：{fault}。"), "The credit code is not valid: check its characters."))
                }
            }
        }
        FieldKind::Phone => {
            let number: String = fold_width(text).chars().filter(|c| c.is_ascii_digit()).collect();
            if (7..=13).contains(&number.len()) {
                Ok((number, Some("phone")))
            } else {
                Err(Title::new("电话号码应为7至13位数字。", "A phone number has 7 to 13 digits."))
            }
        }
        FieldKind::Party(_) | FieldKind::Person => Ok((text.split_whitespace().collect::<Vec<_>>().join(" "), Some("name"))),
        _ => Ok((text.to_owned(), None)),
    }
}

/// Seals a text: the reference for the event, and the value for the store.
pub(crate) fn seal(bureau: &Bureau, field: &Id, text: String, person: PersonId, search: Option<&'static str>) -> (Sealed, Plain) {
    let salt: [u8; 16] = bureau.random();
    let value = bureau.new_value();
    let digest = sm3(&[&salt, text.as_bytes()]);
    (Sealed { value, person, digest }, Plain { value, person, field: field.clone(), salt, text, search })
}

#[cfg(test)]
mod tests {
    use super::{date_time, money};
    use kernel::Date;

    #[test]
    fn times_as_people_write_them() {
        let at = Date::constant(2026, 3, 9).at(14, 30, 0, 0);
        for text in ["2026-3-9 14:30", "2026-03-09T14:30", "2026年3月9日14:30", "2026/3/9  14:30:00"] {
            assert_eq!(date_time(text), Some(at), "{text}");
        }
        for text in ["2026-3-9", "14:30", "2026-3-9 25:00", "2026-3-9 1430", "日日", ""] {
            assert_eq!(date_time(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_as_people_write_them() {
        for (text, cents) in [
            ("1200", Some(120_000)),
            ("1,200.5", Some(120_050)),
            ("0.05元", Some(5)),
            ("1.234", None),
            ("-3", None),
            ("", None),
            ("十", None),
        ] {
            assert_eq!(money(text), cents, "{text}");
        }
    }
}

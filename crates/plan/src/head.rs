//! What stands before the first section: letterhead, number, title, addressees, date, general aims.

use crate::{
    label::label,
    lines::Line,
    model::{Head, NodeKind},
    numeral::digit,
    sentence::is_assignment,
    span::{Span, is_blank},
};
use kernel::{Date, chinese_number, parse_date};

/// What each line is. `Preamble` is whatever is nothing else.
pub(crate) fn classify(text: &str, lines: &[Line]) -> Vec<NodeKind> {
    let number = lines.iter().position(|l| is_issue_number(l.text.of(text)));
    let (mut titled, mut title_open, mut addressed, mut dated) = (false, true, false, false);
    let mut kinds = Vec::with_capacity(lines.len());
    let last_date = lines.iter().rposition(|l| date(l.text.of(text)).is_some());
    let last_title = lines.iter().rposition(|l| is_title(l.text.of(text)) && completes_title(l.text.of(text)));
    for (at, line) in lines.iter().enumerate() {
        let words = line.text.of(text);
        let later = |place: Option<usize>| place.is_some_and(|p| p > at);
        let listed = kinds.last() == Some(&NodeKind::Annex) && label(words).is_some();
        kinds.push(if number.is_some_and(|n| at < n) && is_title(words) {
            NodeKind::Letterhead
        } else if number == Some(at) {
            NodeKind::IssueNumber
        } else if is_annex(words) || listed {
            NodeKind::Annex
        } else if date(words).is_some() {
            (dated, title_open) = (true, addressed);
            NodeKind::Date
        } else if titled && !addressed && is_addressees(words) {
            (addressed, title_open) = (true, true);
            NodeKind::Addressees
        } else if title_open && is_title(words) && (!addressed || completes_title(words)) {
            titled = true;
            title_open = !completes_title(words);
            NodeKind::Title
        } else if (titled && is_remark(words)) || (addressed && ((!dated && later(last_date)) || later(last_title))) {
            NodeKind::Cover
        } else {
            title_open = title_open && addressed && !dated;
            NodeKind::Preamble
        });
    }
    kinds
}

/// The head's values from its lines, but for the preamble's sentences.
pub(crate) fn head(text: &str, lines: &[Line], kinds: &[NodeKind], file: &str) -> Head {
    let of = |kind: NodeKind| lines.iter().zip(kinds).filter(move |(_, k)| **k == kind).map(|(l, _)| l.text.of(text));
    let after_addressees = kinds.iter().position(|k| *k == NodeKind::Addressees).unwrap_or(0);
    let titles = |own: bool| -> String {
        let part = lines.iter().zip(kinds).enumerate().filter(|(at, (_, k))| **k == NodeKind::Title && (*at > after_addressees) == own);
        part.map(|(_, (l, _))| l.text.of(text)).collect()
    };
    let letter = (after_addressees > 0).then(|| titles(false)).filter(|t| !t.is_empty());
    let own = if after_addressees > 0 { titles(true) } else { titles(false) + &titles(true) };
    let named = letter.as_deref().or(Some(&own)).and_then(|l| Some(l.split_once('《')?.1.rsplit_once('》')?.0.to_owned()));
    let title = if after_addressees > 0 && !own.is_empty() { Some(own.clone()) } else { named.or(Some(own)).filter(|t| !t.is_empty()) };
    let title = title.or_else(|| letter.clone()).unwrap_or_else(|| stem(file).to_owned());
    let date = of(NodeKind::Date).find_map(date);
    let year = year_in(&title).or_else(|| of(NodeKind::Preamble).find_map(year_in)).or(date.map(|d| d.year()));
    Head {
        number: of(NodeKind::IssueNumber).next().map(|n| n.chars().filter(|c| !is_blank(*c)).collect()),
        letter: letter.filter(|l| *l != title),
        date,
        year,
        addressees: of(NodeKind::Addressees).flat_map(addressees).collect(),
        preamble: Vec::new(),
        title,
    }
}

/// From where on the last lines are date, signature and distribution list; never before `from`.
pub(crate) fn closing(text: &str, lines: &[Line], labelled: &[bool], from: usize) -> usize {
    let mut start = lines.len();
    for at in (from..lines.len()).rev().take(8) {
        let words = lines[at].text.of(text);
        let short = words.chars().count() <= 24 && !words.contains(['，', '。', '；', '：']);
        let signature =
            start < lines.len() && short && ["局", "委", "办公室", "政府", "委员会", "处", "厅", "部"].iter().any(|w| words.ends_with(w));
        let list = ["抄送", "主送", "（此件", "(此件", "联系人"].iter().any(|w| words.starts_with(w))
            || (words.ends_with("印发") && words.contains('日'));
        if labelled[at] || !(date(words).is_some() || is_annex(words) || signature || list) {
            break;
        }
        start = at;
    }
    start
}

/// A date that stands alone on its line: 2026年3月9日, （2026年3月9日）, 二〇二六年三月九日.
pub(crate) fn date(line: &str) -> Option<Date> {
    let line = line.trim_matches(|c| is_blank(c) || "（）()".contains(c));
    if line.chars().count() > 20 {
        return None;
    }
    parse_date(line).or_else(|| {
        let (year, rest) = line.split_once('年')?;
        let (month, day) = rest.trim_end_matches('日').split_once('月')?;
        let part = |t: &str| chinese_number(t.trim_matches(is_blank));
        Date::new(i16::try_from(part(year)?).ok()?, i8::try_from(part(month)?).ok()?, i8::try_from(part(day)?).ok()?).ok()
    })
}

/// The first year named in the text, between 2000 and 2099.
pub(crate) fn year_in(text: &str) -> Option<i16> {
    let mut digits = 0i16;
    let mut count = 0;
    for c in text.chars() {
        match digit(c) {
            Some(d) if count < 4 => (digits, count) = (digits * 10 + i16::try_from(d).ok()?, count + 1),
            Some(_) => count += 1,
            None if c == '年' && count == 4 && (2000..2100).contains(&digits) => return Some(digits),
            None => (digits, count) = (0, 0),
        }
    }
    None
}

/// 甲司发〔2026〕4号
fn is_issue_number(line: &str) -> bool {
    let line: String = line.chars().filter(|c| !is_blank(*c)).collect();
    let Some((before, after)) = line.split_once(['〔', '[', '［', '（', '(']) else { return false };
    let Some((year, number)) = after.split_once(['〕', ']', '］', '）', ')']) else { return false };
    let digits = |t: &str| !t.is_empty() && t.chars().all(|c| digit(c).is_some());
    let number = number.trim_start_matches('第');
    before.chars().count() <= 20 && year.chars().count() == 4 && digits(year) && number.strip_suffix('号').is_some_and(digits)
}

pub(crate) fn is_annex(line: &str) -> bool {
    line.strip_prefix("附件").is_some_and(|rest| rest.chars().next().is_none_or(|c| "：:".contains(c) || is_blank(c) || digit(c).is_some()))
}

fn is_title(line: &str) -> bool {
    line.chars().count() <= 60
        && !line.contains(['。', '；', '！', '？'])
        && !line.ends_with(['，', '、', '：', ':'])
        && !is_assignment(line)
        && !is_remark(line)
}

/// （征求意见稿）
fn is_remark(line: &str) -> bool {
    line.starts_with(['（', '(']) && line.ends_with(['）', ')']) && line.chars().count() <= 20
}

fn completes_title(line: &str) -> bool {
    const ENDS: [&str; 12] = ["要点", "计划", "方案", "安排", "通知", "意见", "规划", "总结", "任务", "思路", "措施", "清单"];
    let line = line.split(['（', '(']).next().unwrap_or(line).trim_end_matches(['》', ' ', '\u{3000}']);
    ENDS.iter().any(|e| line.ends_with(e))
}

fn is_addressees(line: &str) -> bool {
    const BODIES: [&str; 14] = ["局", "科室", "单位", "部门", "委", "办", "所", "处", "政府", "公司", "机关", "支队", "街道", "各"];
    line.ends_with(['：', ':']) && line.chars().count() <= 150 && !line.contains('。') && BODIES.iter().any(|b| line.contains(b))
}

fn addressees(line: &str) -> Vec<String> {
    let parts = line.trim_end_matches(['：', ':']).split(['，', ',', '、', '；']);
    parts.map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect()
}

fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// The spans of the lines of one kind.
pub(crate) fn spans_of(lines: &[Line], kinds: &[NodeKind], kind: NodeKind) -> impl Iterator<Item = Span> {
    lines.iter().zip(kinds).filter(move |(_, k)| **k == kind).map(|(l, _)| l.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_issue() {
        for yes in ["甲司发〔2026〕4号", "甲司通 [2026] 第12号", "甲政办发（2026）108号"] {
            assert!(is_issue_number(yes), "{yes}");
        }
        for no in ["〔2026〕", "根据甲司发〔2026〕4号文件", "甲司发〔26〕4号", "第4号"] {
            assert!(!is_issue_number(no), "{no}");
        }
    }

    #[test]
    fn dates_and_years() {
        assert_eq!(date("（二〇二六年三月九日）"), Some(Date::constant(2026, 3, 9)));
        assert_eq!(date("2026年3月9日"), Some(Date::constant(2026, 3, 9)));
        assert_eq!(date("2026年3月"), None);
        assert_eq!(year_in("甲市2026年工作要点"), Some(2026));
        assert_eq!(year_in("12026年，2026"), None);
    }
}

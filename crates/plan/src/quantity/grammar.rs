//! One pass over the tokens of a sentence, keeping what was said so far in the clause.

use super::{
    Comparator, Period, Quantity, Turn, subject,
    token::{Lexeme, Token},
};
use crate::{Span, numeral::Form};

/// How far before a number its subject is looked for, in bytes.
const REACH: usize = 150;
/// How far a counting verb lends weight to a small Chinese number, in bytes.
const VERB_REACH: usize = 60;

/// What the clause has said so far.
#[derive(Clone, Default)]
struct Clause {
    /// Where its words begin that no quantity has used yet.
    start: usize,
    every: Option<(Period, Span)>,
    per: Option<(Span, &'static str)>,
    limit: Option<(Comparator, Span)>,
    change: Option<(Comparator, Span)>,
    add: Option<(Comparator, Span)>,
    level: Option<Span>,
    act: Option<Span>,
    year_on_year: bool,
    case: bool,
    /// Whether the clause begins with what there is already (依托, 围绕).
    given: bool,
    /// Dates and frequencies: no part of a subject.
    cuts: Vec<Span>,
}

/// A day or span by which something is due, until a quantity takes it or the sentence ends.
struct Due {
    period: Period,
    span: Span,
    firm: bool,
    taken: bool,
    /// Whether nothing else stands in its clause, so that it speaks for the next one.
    bare: bool,
    /// Clauses ended since.
    commas: usize,
    finishes: bool,
    /// The words it may be about, the likelier first.
    scopes: [Span; 2],
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Lexeme],
    clause: Clause,
    outer: Vec<Clause>,
    within: Option<Period>,
    due: Option<Due>,
    previous: Span,
    /// Where the part of the sentence up to ； began.
    sentence: usize,
    found: Vec<Quantity>,
}

/// The quantities that the tokens of `text` spell.
pub(super) fn read(text: &str, tokens: &[Lexeme]) -> Vec<Quantity> {
    let mut reader = Reader {
        text,
        tokens,
        clause: Clause::default(),
        outer: Vec::new(),
        within: None,
        due: None,
        previous: Span::default(),
        sentence: 0,
        found: Vec::new(),
    };
    let mut at = 0;
    while at < tokens.len() {
        at = reader.token(at);
    }
    reader.end_clause(text.len());
    reader.settle_due();
    reader.found
}

impl Reader<'_> {
    /// Takes one token, or a number with all that belongs to it; returns the next place.
    fn token(&mut self, at: usize) -> usize {
        let Lexeme { token, span } = self.tokens[at];
        let clause = &mut self.clause;
        match token {
            Token::Number(..) | Token::Percent(_) => return self.number(at),
            Token::Fixed(comparator, value, unit) => self.fixed(comparator, value, unit, span),
            Token::Never => self.never(at, span),
            Token::Limit(comparator) => clause.limit = Some((comparator, span)),
            Token::Change(comparator) => clause.change = Some((comparator, span)),
            Token::Add(comparator) => clause.add = Some((comparator, span)),
            Token::Level => clause.level = Some(span),
            Token::Act { finishes } => {
                clause.act = Some(span);
                if let Some(due) = self.due.as_mut().filter(|d| d.commas == 0 || (d.bare && d.commas == 1)) {
                    due.finishes |= finishes;
                }
            }
            Token::Every(period) => {
                clause.every = Some((period, span));
                clause.cuts.push(span);
            }
            Token::Per(unit) => {
                clause.per = Some((unit, ""));
                clause.cuts.push(span);
            }
            Token::PerWord(unit) => {
                clause.per = Some((span, unit));
                clause.cuts.push(span);
            }
            Token::Within(period) => {
                clause.cuts.push(span);
                if period == Period::YearOnYear {
                    clause.year_on_year = true;
                } else {
                    self.within = Some(period);
                }
            }
            Token::Due { period, firm } => self.open_due(period, firm, span),
            Token::Case { anywhere } => clause.case |= anywhere || self.text[clause.start..span.start].trim().is_empty(),
            Token::Given => clause.given |= self.text[clause.start..span.start].trim().is_empty(),
            Token::Comma => self.end_clause(span.start),
            Token::Stop => {
                self.end_clause(span.start);
                self.settle_due();
                self.within = None;
                self.sentence = span.end;
            }
            Token::Open => {
                let outside = std::mem::replace(&mut self.clause, Clause { start: span.end, ..Clause::default() });
                self.outer.push(outside);
            }
            Token::Close => {
                // A date within the brackets is about what stands there.
                if self.due.as_ref().is_some_and(|d| d.commas == 0 && d.span.start >= self.clause.start) {
                    self.end_clause(span.start);
                }
                self.clause = self.outer.pop().unwrap_or_default();
            }
            Token::Touch(_)
            | Token::Suffix(_)
            | Token::Inside
            | Token::Odd
            | Token::To
            | Token::Unit(_)
            | Token::TimeUnit(_)
            | Token::Name => {}
        }
        if matches!(token, Token::Comma | Token::Stop) {
            self.clause.start = span.end;
        }
        at + 1
    }

    fn end_clause(&mut self, end: usize) {
        let words = Span::new(self.clause.start.min(end), end);
        if let Some(due) = &mut self.due {
            if due.commas == 0 {
                let (lead, rest) = (Span::new(words.start.min(due.span.start), due.span.start), Span::new(due.span.end.min(end), end));
                due.bare = [lead, rest].iter().all(|s| subject::before(s.of(self.text), false).is_empty());
                due.scopes = [rest, lead];
            } else if due.commas == 1 && due.bare {
                due.scopes = [words, words];
            }
            due.commas += 1;
        }
        self.previous = words;
        self.clause = Clause { start: end, ..Clause::default() };
    }

    fn open_due(&mut self, period: Period, firm: bool, span: Span) {
        self.settle_due();
        self.clause.cuts.push(span);
        let finishes = false;
        self.due = Some(Due { period, span, firm, taken: false, bare: false, commas: 0, finishes, scopes: [Span::default(); 2] });
        // 规划编制于6月底完成: the verb may stand before the date as well.
        if self.clause.act.is_some() && !firm {
            self.due.iter_mut().for_each(|d| d.finishes = true);
        }
    }

    /// A date that no number took is itself what is set.
    fn settle_due(&mut self) {
        let Some(due) = self.due.take().filter(|d| !d.taken && (d.firm || d.finishes)) else { return };
        let subject = due.scopes.iter().map(|s| subject::before(s.of(self.text), false)).find(|s| !s.is_empty() && !subject::is_verb(s));
        let subject = subject.unwrap_or_default();
        self.found.push(Quantity {
            comparator: Comparator::By,
            value: None,
            value_to: None,
            unit: String::new(),
            period: Some(due.period),
            subject,
            text: due.span.of(self.text).to_owned(),
            span: due.span,
        });
    }

    /// The period of a quantity in this clause.
    fn period(&mut self, changes: bool) -> Option<Period> {
        if let Some((every, _)) = self.clause.every {
            return Some(every);
        }
        if changes && self.clause.year_on_year {
            return Some(Period::YearOnYear);
        }
        if let Some(due) = self.due.as_mut().filter(|d| d.commas == 0 || d.bare) {
            due.taken = true;
            return Some(due.period);
        }
        self.within
    }

    fn next_is(&self, at: usize, wanted: impl Fn(Token) -> bool) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|t| wanted(t.token) && t.span.start == self.tokens[at - 1].span.end)
    }

    fn number(&mut self, at: usize) -> usize {
        let first = self.tokens[at];
        let mut end = at + 1;
        let mut unit = self.unit(&mut end);
        let mut value_to = None;
        if self.next_is(end, |t| t == Token::To) && self.next_is(end + 1, |t| matches!(t, Token::Number(..) | Token::Percent(_))) {
            value_to = value_of(self.tokens[end + 1].token);
            end += 2;
            unit = self.unit(&mut end).or(unit);
        }
        let odd = self.next_is(end, |t| t == Token::Odd) && self.next_is(end + 1, |t| matches!(t, Token::Unit(_) | Token::TimeUnit(_)));
        if odd {
            end += 1;
            unit = self.unit(&mut end);
        }
        let percent = matches!(first.token, Token::Percent(_));
        let (name, timed) = match unit {
            Some(Token::Unit(name)) => (name, false),
            Some(Token::TimeUnit(name)) => (name, true),
            _ if percent => ("%", false),
            _ => ("", false),
        };
        let mut per = None;
        if self.next_is(end, |t| matches!(t, Token::Per(_)))
            && let Token::Per(span) = self.tokens[end].token
        {
            per = Some(span.of(self.text).to_owned());
            end += 1;
        }
        let mut suffix = None;
        if let Some(Token::Suffix(c)) = self.tokens.get(end).filter(|_| self.next_is(end, |_| true)).map(|t| t.token) {
            suffix = Some(c);
            end += 1;
        } else if timed && self.next_is(end, |t| t == Token::Inside) {
            suffix = Some(Comparator::AtMost);
            end += 1;
        }
        let found = Measure { at, end, first, name, timed, percent, per, suffix, odd, value_to };
        self.measure(&found);
        end
    }

    fn unit(&self, end: &mut usize) -> Option<Token> {
        let here = self.next_is(*end, |t| matches!(t, Token::Unit(_) | Token::TimeUnit(_)));
        here.then(|| {
            *end += 1;
            self.tokens[*end - 1].token
        })
    }

    fn measure(&mut self, m: &Measure) {
        let before = m.at.checked_sub(1).map(|b| self.tokens[b]).filter(|b| b.span.end == m.first.span.start);
        let touch = before.and_then(|b| if let Token::Touch(c) = b.token { Some((c, b.span)) } else { None });
        let level = before.filter(|b| matches!(b.token, Token::To | Token::Level)).map(|b| b.span);
        // 为200家企业: at the beginning of a clause 为 is “for”.
        let level = level.filter(|l| self.text.get(self.clause.start..l.start).is_none_or(|ahead| !ahead.trim().is_empty()));
        let limit = touch.or(self.clause.limit);
        let changes = self.change(m, limit.map(|(_, s)| s), level.or(self.clause.level));
        if !self.is_quantity(m, limit.is_some(), changes.is_some(), level.is_some()) {
            return;
        }
        let comparator = if m.value_to.is_some() {
            Comparator::Between
        } else if let Some((c, _)) = changes {
            c
        } else if m.name == "倍" {
            Comparator::Multiply
        } else {
            let said = limit.map(|(c, _)| c).filter(|c| *c != Comparator::About).or(m.suffix).or(limit.map(|(c, _)| c));
            let every = if self.clause.every.is_some() { Comparator::Every } else { Comparator::Equal };
            said.unwrap_or(if m.odd { Comparator::About } else { every })
        };
        let mut start = m.first.span.start;
        for span in [limit.map(|(_, s)| s), changes.map(|(_, s)| s), level].into_iter().flatten() {
            start = start.min(span.start);
        }
        let subject_end = start;
        if comparator == Comparator::Every
            && let Some((_, span)) = self.clause.every
        {
            start = start.min(span.start);
        }
        let end = self.tokens[m.end - 1].span.end;
        let whole = Span::new(start.max(self.clause.start), end);
        let subject = self.subject(m, changes.map(|(_, s)| s), subject_end, end);
        // What stands behind the number belongs to this quantity, not to the next; with 每月一主题 it is part of its words.
        let behind = if !m.timed && self.text[end..].starts_with(subject.as_str()) { subject.len() } else { 0 };
        let period = self.period(changes.is_some());
        // 漏管率为零
        let name = if m.name.is_empty() && subject.ends_with('率') { "%" } else { m.name };
        let per = m
            .per
            .clone()
            .or_else(|| self.clause.per.map(|(s, word)| if word.is_empty() { s.of(self.text).to_owned() } else { word.to_owned() }));
        let whole = Span::new(whole.start, if self.is_named_turn(m) { whole.end + behind } else { whole.end });
        self.found.push(Quantity {
            comparator,
            value: value_of(m.first.token),
            value_to: m.value_to,
            unit: per.map_or_else(|| name.to_owned(), |p| format!("{name}/{p}")),
            period,
            subject,
            text: whole.of(self.text).to_owned(),
            span: whole,
        });
        self.clause.start = end + behind;
        self.clause.cuts.clear();
        (self.clause.limit, self.clause.change, self.clause.add, self.clause.level) = (None, None, None, None);
    }

    /// The change that this number measures: 增长10%, 新增…10个; not 提高到10%.
    fn change(&self, m: &Measure, limit: Option<Span>, level: Option<Span>) -> Option<(Comparator, Span)> {
        let after = |span: Span| level.is_none_or(|l| l.start < span.start);
        if let Some((c, span)) = self.clause.add.filter(|(_, s)| after(*s)) {
            return Some((c, span));
        }
        let (c, span) = self.clause.change.filter(|(_, s)| after(*s))?;
        let gap_end = limit.map_or(m.first.span.start, |l| l.start.max(span.end));
        let gap = self.text.get(span.end..gap_end)?.trim_matches(['了', '幅', '度', '率', ' ']);
        let bound = gap.is_empty() || m.name == "百分点" || self.clause.cuts.iter().any(|cut| cut.of(self.text) == gap);
        bound.then_some((c, span))
    }

    /// Whether a number is an aim and not part of a name or of a case.
    fn is_quantity(&self, m: &Measure, limited: bool, changes: bool, level: bool) -> bool {
        // 由每所3万元提高到5万元: the first is where it stands today.
        let led =
            m.at.checked_sub(1).map(|b| self.tokens[b]).filter(|b| matches!(b.token, Token::Per(_)) && b.span.end == m.first.span.start);
        let lead = self.text.get(self.clause.start..led.map_or(m.first.span.start, |b| b.span.start)).unwrap_or_default();
        if lead.ends_with(['由', '从']) {
            return false;
        }
        let end = self.tokens[m.end - 1].span.end;
        let attributive = m.suffix.is_some() && self.text[end..].starts_with('的');
        if attributive && (self.clause.case || m.timed) {
            return false;
        }
        let near = |span: Option<Span>, reach: usize| span.is_some_and(|s| m.first.span.start - s.end.min(m.first.span.start) <= reach);
        let limit_touches = near(self.clause.limit.map(|(_, s)| s), 0) || self.touched(m);
        let said = limited || changes || m.suffix.is_some();
        if m.timed {
            let measured = matches!(m.suffix, Some(Comparator::AtLeast | Comparator::AtMost)) || changes;
            let limit =
                self.clause.limit.is_some_and(|(c, _)| c != Comparator::About) && near(self.clause.limit.map(|(_, s)| s), VERB_REACH);
            // 压缩至10个工作日
            let reached = level && self.clause.change.is_some();
            return (measured || limit || reached) && !self.is_calendar(m);
        }
        let framed = said || m.odd || m.value_to.is_some() || self.clause.every.is_some() || self.clause.per.is_some() || m.per.is_some();
        let Token::Number(value, form) = m.first.token else { return true };
        if m.name.is_empty() {
            // 漏管率为零
            return limit_touches || self.is_named_turn(m) || (level && value == 0.0);
        }
        // 三个一, 两个100%: the number counts numbers. 依托9个…: what there is already.
        let counts_numbers = self.next_is(m.end, |t| matches!(t, Token::Number(..) | Token::Percent(_)));
        if counts_numbers || (self.clause.given && !said) {
            return false;
        }
        match form {
            Form::Arabic => true,
            Form::Chinese => true,
            Form::Small => framed || near(self.clause.act, VERB_REACH) && value > 1.0 || near(self.clause.act, 0),
            Form::Bare => said || m.odd,
            Form::Row => false,
        }
    }

    fn touched(&self, m: &Measure) -> bool {
        self.next_is(m.at, |_| true) && matches!(self.tokens[m.at.saturating_sub(1)].token, Token::Touch(_))
    }

    /// 2026年 is a year, not 2026 years.
    fn is_calendar(&self, m: &Measure) -> bool {
        matches!(m.first.token, Token::Number(value, _) if value >= 1900.0 && m.name == "年")
    }

    /// 每月一主题: one of what the word says, each month.
    fn is_named_turn(&self, m: &Measure) -> bool {
        if !m.name.is_empty() || m.percent || value_of(m.first.token) != Some(1.0) {
            return false;
        }
        let next = self.text[m.first.span.end..].chars().next();
        let touches = self.clause.every.is_some_and(|(period, span)| {
            span.end == m.first.span.start
                && matches!(period, Period::One(Turn::Month | Turn::Quarter | Turn::Year | Turn::Week) | Period::HalfYear)
        });
        touches && next.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    }

    /// What is counted, in the clause's words.
    fn subject(&self, m: &Measure, change: Option<Span>, start: usize, end: usize) -> String {
        let behind = subject::after(self.behind(end, m.end));
        if self.is_named_turn(m) {
            return behind.chars().take_while(|c| *c != '”').take(8).collect();
        }
        let counted = !m.percent && !m.timed && m.name != "百分点";
        // 新增工作站10个: what is added stands between the verb and the number.
        let from = change.filter(|c| c.end < m.first.span.start).map_or(self.clause.start, |c| c.end.max(self.clause.start));
        let ahead = if change.is_some_and(|c| c.end < m.first.span.start) && counted {
            subject::before(self.text.get(from..m.first.span.start).unwrap_or_default(), false)
        } else {
            String::new()
        };
        if !ahead.is_empty() {
            return ahead;
        }
        let mut pieces = self.pieces(start);
        // 至少调研1次: what is counted may stand between the limit and the number.
        if counted && let Some((_, limit)) = self.clause.limit.filter(|(_, l)| l.end < m.first.span.start) {
            pieces.push(self.text.get(limit.end..m.first.span.start).unwrap_or_default());
        }
        let piece = |p: &&str| {
            // 达到上年的3倍: what is compared stands before the verb.
            let words = if m.name == "倍" { p.split("达到").next().unwrap_or(p) } else { p };
            subject::before(words, counted)
        };
        let nearest = pieces.last().map(piece).unwrap_or_default();
        // 自受理之日起3个工作日内完成审查: what has the limit stands behind it.
        let starts_clock = m.timed && nearest.ends_with(['起', '后', '时']);
        let weak = subject::is_verb(&nearest) || pieces.last().is_some_and(|p| subject::ends_with_verb(p));
        let earlier = pieces.iter().rev().skip(1).map(piece);
        let previous = std::iter::once_with(|| subject::before(tail(self.previous.of(self.text)), counted));
        let first = if starts_clock || weak { [behind, nearest] } else { [nearest, behind] };
        // Of the clause before, what its last quantity counted, if it had one.
        let last = self.found.last().filter(|q| q.span.start >= self.sentence).map(|q| q.subject.clone());
        first.into_iter().chain(earlier).chain(last).chain(previous).find(|s| !s.is_empty()).unwrap_or_default()
    }

    /// The words of the clause before `end`, cut at dates and frequencies.
    fn pieces(&self, end: usize) -> Vec<&str> {
        let mut from = self.clause.start.min(end);
        let end = from + subject::without_start(self.text.get(from..end).unwrap_or_default()).len();
        let mut pieces = Vec::new();
        for cut in self.clause.cuts.iter().rev().take(4).rev().filter(|c| c.start >= self.clause.start && c.end <= end) {
            pieces.push(tail(self.text.get(from..cut.start).unwrap_or_default()));
            from = cut.end;
        }
        pieces.push(tail(self.text.get(from..end).unwrap_or_default()));
        pieces
    }

    /// The words from `start` on, up to the next mark or number among the tokens from `at` on.
    fn behind(&self, start: usize, at: usize) -> &str {
        let ends = |t: &&Lexeme| {
            matches!(t.token, Token::Comma | Token::Stop | Token::Open | Token::Close | Token::Number(..) | Token::Percent(_))
        };
        let end = self.tokens.get(at..).and_then(|rest| rest.iter().take(24).find(ends)).map_or(self.text.len(), |t| t.span.start);
        front(self.text.get(start..end).unwrap_or_default())
    }

    fn fixed(&mut self, comparator: Comparator, value: f64, unit: &str, span: Span) {
        let attributive = self.text[span.end..].starts_with('的');
        let ahead = self.pieces(span.start).iter().rev().map(|p| subject::before(p, false)).find(|p| !p.is_empty());
        let own = span.of(self.text).strip_prefix('零').filter(|own| *own != "发生");
        let behind = || subject::after(front(&self.text[span.end..]));
        let subject = match (own, ahead) {
            (Some(own), _) => own.to_owned(),
            (None, Some(ahead)) if !attributive => ahead,
            _ => behind(),
        };
        let period = self.period(false);
        self.push_fixed(comparator, value, unit, period, subject, span);
    }

    fn never(&mut self, at: usize, span: Span) {
        let subject = subject::after(self.behind(span.end, at + 1));
        let period = self.period(false);
        let end = span.end + if self.text[span.end..].starts_with(subject.as_str()) { subject.len() } else { 0 };
        self.push_fixed(Comparator::Equal, 0.0, "", period, subject, Span::new(span.start, end));
    }

    fn push_fixed(&mut self, comparator: Comparator, value: f64, unit: &str, period: Option<Period>, subject: String, span: Span) {
        let text = span.of(self.text).to_owned();
        self.found.push(Quantity { comparator, value: Some(value), value_to: None, unit: unit.to_owned(), period, subject, text, span });
        self.clause.start = span.end;
        self.clause.cuts.clear();
    }
}

/// A number with what belongs to it.
struct Measure {
    /// The number's token, and the token after the last that belongs to it.
    at: usize,
    end: usize,
    first: Lexeme,
    name: &'static str,
    timed: bool,
    percent: bool,
    per: Option<String>,
    suffix: Option<Comparator>,
    odd: bool,
    value_to: Option<f64>,
}

fn value_of(token: Token) -> Option<f64> {
    match token {
        Token::Number(value, _) | Token::Percent(value) => Some(value),
        _ => None,
    }
}

/// The last part of a long stretch: hostile text must not make the search quadratic.
fn tail(text: &str) -> &str {
    let mut start = text.len().saturating_sub(REACH);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// The first part of a long stretch.
fn front(text: &str) -> &str {
    let mut end = text.len().min(REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

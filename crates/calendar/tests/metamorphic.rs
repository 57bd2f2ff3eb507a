//! What must hold between answers, whatever the answers are.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use calendar::{Calendar, DayKind, Direction, Effect, Period, Query, Rule, Span, Unit, compute, due};
use jiff::ToSpan;
use kernel::Date;
use proptest::prelude::*;
use std::sync::LazyLock;

const DAY_RULES: [Rule; 10] = [
    Rule::CivilCode,
    Rule::CivilProcedure,
    Rule::ReconsiderationShort,
    Rule::PenaltyShort,
    Rule::CompulsionShort,
    Rule::Licensing,
    Rule::CriminalProcedure,
    Rule::CriminalCustody,
    Rule::PlainDays,
    Rule::PlainWorkdays,
];

fn china() -> &'static Calendar {
    Calendar::china()
}

fn plus(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap()
}

fn found_in(cal: &Calendar, start: Date, period: Period, rule: Rule, direction: Direction, pauses: &[Span], extensions: &[Period]) -> Date {
    due(cal, &Query { start: start.at(0, 0, 0, 0), period, rule, direction, pauses, extensions }).unwrap().due_on
}

fn found(start: Date, period: Period, rule: Rule, direction: Direction, pauses: &[Span], extensions: &[Period]) -> Date {
    found_in(china(), start, period, rule, direction, pauses, extensions)
}

prop_compose! {
    fn day()(off in 0..9000i64) -> Date { plus(Date::constant(2003, 6, 1), off) }
}

fn rule() -> impl Strategy<Value = Rule> {
    prop::sample::select(&DAY_RULES[..])
}

fn direction() -> impl Strategy<Value = Direction> {
    prop::sample::select(&[Direction::Within, Direction::Before, Direction::AtLeast][..])
}

fn period() -> impl Strategy<Value = Period> {
    let unit = prop::sample::select(&[Unit::Day, Unit::Workday, Unit::Month, Unit::Year][..]);
    (1..100u32, unit).prop_map(|(n, unit)| Period::new(if unit == Unit::Year { n % 5 + 1 } else { n }, unit))
}

/// The calendar with one more day off: the first plain working day from `day` on.
fn with_one_more_holiday(day: Date) -> (Calendar, Date) {
    static TABLE: LazyLock<&str> = LazyLock::new(|| include_str!("../../../calendars/cn.csv"));
    let mut extra = day;
    while china().status(extra) != calendar::DayStatus::Working {
        extra = extra.tomorrow().unwrap();
    }
    (Calendar::parse(&format!("{}{extra},holiday,加放,测试\n", *TABLE)).unwrap(), extra)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_later_start_never_gives_an_earlier_day(start in day(), later in 1..40i64, period in period(), rule in rule(), direction in direction(), after in 0..60i64, long in 0..30i64) {
        // With a pause only in days: months are of unequal length, so one that begins after the pause may be the shorter.
        let pause = [Span { after: plus(start, after), until: plus(start, after + long) }];
        let pauses = if matches!(period.unit, Unit::Day | Unit::Workday) { &pause[..] } else { &[][..] };
        prop_assert!(found(start, period, rule, direction, pauses, &[]) <= found(plus(start, later), period, rule, direction, pauses, &[]));
    }

    #[test]
    fn a_longer_period_never_ends_sooner(start in day(), n in 1..90u32, more in 1..30u32, unit in prop::sample::select(&[Unit::Workday, Unit::Month][..]), rule in rule()) {
        let (short, long) = (Period::new(n, unit), Period::new(n + more, unit));
        for (direction, sign) in [(Direction::Within, 1), (Direction::AtLeast, 1), (Direction::Before, -1)] {
            let between = (found(start, long, rule, direction, &[], &[]) - found(start, short, rule, direction, &[], &[])).get_days();
            prop_assert!(between * sign >= 0);
        }
    }

    #[test]
    fn an_extension_in_the_same_unit_is_a_longer_period(start in day(), n in 1..60u32, more in 1..60u32, unit in prop::sample::select(&[Unit::Day, Unit::Workday, Unit::Month][..]), direction in direction(), after in 0..60i64, long in 0..30i64) {
        let pauses = [Span { after: plus(start, after), until: plus(start, after + long) }];
        let together = found(start, Period::new(n + more, unit), Rule::CivilCode, direction, &pauses, &[]);
        prop_assert_eq!(found(start, Period::new(n, unit), Rule::CivilCode, direction, &pauses, &[Period::new(more, unit)]), together);
    }

    #[test]
    fn a_pause_of_k_days_moves_calendar_days_by_k(start in day(), n in 1..90u32, after in 0..90i64, k in 1..60i64) {
        let pause = [Span { after: plus(start, after), until: plus(start, after + k) }];
        let free = found(start, Period::new(n, Unit::Day), Rule::PlainDays, Direction::Within, &[], &[]);
        let expected = if plus(start, after) <= free { plus(free, k) } else { free };
        prop_assert_eq!(found(start, Period::new(n, Unit::Day), Rule::PlainDays, Direction::Within, &pause, &[]), expected);
    }

    #[test]
    fn a_pause_moves_working_days_by_the_working_days_in_it(start in day(), n in 1..60u32, after in 0..60i64, k in 1..40i64) {
        let pause = Span { after: plus(start, after), until: plus(start, after + k) };
        let free = found(start, Period::new(n, Unit::Workday), Rule::PlainWorkdays, Direction::Within, &[], &[]);
        let moved = found(start, Period::new(n, Unit::Workday), Rule::PlainWorkdays, Direction::Within, &[pause], &[]);
        if pause.after < free {
            prop_assert_eq!(china().workdays_between(free, moved), china().workdays_between(pause.after, pause.until));
        } else if pause.after > free {
            prop_assert_eq!(moved, free);
        }
    }

    #[test]
    fn a_period_never_ends_while_the_clock_stands_still(start in day(), period in period(), rule in rule(), after in 0..60i64, long in 1..60i64) {
        let pause = Span { after: plus(start, after), until: plus(start, after + long) };
        let end = found(start, period, rule, Direction::Within, &[pause], &[]);
        prop_assert!(!pause.leaves_out(end) || end == pause.until, "{end}");
    }

    #[test]
    fn how_a_pause_is_cut_up_does_not_matter(start in day(), period in period(), rule in rule(), direction in direction(), after in -20..60i64, cut in 0..20i64, overlap in 0..10i64, long in 0..30i64) {
        let from = plus(start, after);
        let whole = [Span { after: from, until: plus(from, cut + long) }];
        let pieces = [Span { after: plus(from, (cut - overlap).max(0)), until: plus(from, cut + long) }, Span { after: from, until: plus(from, cut) }];
        prop_assert_eq!(found(start, period, rule, direction, &whole, &[]), found(start, period, rule, direction, &pieces, &[]));
    }

    #[test]
    fn forward_and_backward_meet(start in day(), n in 1..90u32) {
        let days = Period::new(n, Unit::Day);
        let notice = found(start, days, Rule::PlainDays, Direction::Before, &[], &[]);
        prop_assert_eq!(found(notice, days, Rule::PlainDays, Direction::AtLeast, &[], &[]), start);
        let workdays = Period::new(n, Unit::Workday);
        let notice = found(start, workdays, Rule::CivilCode, Direction::Before, &[], &[]);
        prop_assert!(china().is_workday(notice));
        // N full working days lie strictly between, and the next working day would leave one too few.
        prop_assert_eq!(china().workdays_between(notice, start.yesterday().unwrap()), i64::from(n));
    }

    #[test]
    fn working_days_add_up(a in day(), b in day(), c in day()) {
        prop_assert_eq!(china().workdays_between(a, b) + china().workdays_between(b, c), china().workdays_between(a, c));
        prop_assert_eq!(china().workdays_between(a, a), 0);
    }

    #[test]
    fn a_rolling_rule_ends_on_a_working_day(start in day(), period in period(), rule in rule()) {
        let end = found(start, period, rule, Direction::Within, &[], &[]);
        prop_assert!(!rule.rolls() || china().is_workday(end));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_more_holiday_never_shortens(start in day(), off in 0..60i64, period in period(), rule in rule()) {
        let (cal, _) = with_one_more_holiday(plus(start, off));
        prop_assert!(found_in(&cal, start, period, rule, Direction::Within, &[], &[]) >= found(start, period, rule, Direction::Within, &[], &[]));
        prop_assert!(found_in(&cal, start, period, rule, Direction::Before, &[], &[]) <= found(start, period, rule, Direction::Before, &[], &[]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_strip_and_the_steps_tell_the_same_story(start in day(), n in 1..60u32, unit in prop::sample::select(&[Unit::Day, Unit::Workday][..]), rule in rule(), direction in direction(), after in -5..60i64, long in 0..20i64) {
        let pauses = [Span { after: plus(start, after), until: plus(start, after + long) }];
        let query = Query { start: start.at(0, 0, 0, 0), period: Period::new(n, unit), rule, direction, pauses: &pauses, extensions: &[] };
        let answer = compute(china(), &query).unwrap();
        // No day is missing, and the two ends are the start and the result.
        let days = &answer.days;
        prop_assert!(days.windows(2).all(|pair| pair[0].date.tomorrow().unwrap() == pair[1].date));
        let (first, last) = (days.first().unwrap(), days.last().unwrap());
        let (near, far) = if direction == Direction::Before { (last, first) } else { (first, last) };
        prop_assert_eq!((near.date, near.kind, far.date, far.kind), (start, DayKind::Start, answer.due_on, DayKind::End));
        // Each of the N units is there once.
        let mut ordinals: Vec<u32> = days.iter().filter_map(|day| day.ordinal).collect();
        ordinals.sort_unstable();
        prop_assert_eq!(ordinals, (1..=n).collect::<Vec<_>>());
        // Every day not counted has its step, and every such step its day.
        let marked = |kind: DayKind| days.iter().filter(|day| day.kind == kind).map(|day| day.date).collect::<Vec<_>>();
        let mut told: Vec<Date> = answer.steps.iter().filter(|step| step.effect == Effect::Skipped).map(|step| step.date).collect();
        told.sort_unstable();
        prop_assert_eq!(told, marked(DayKind::Skipped));
        for day in marked(DayKind::Paused) {
            prop_assert!(answer.steps.iter().any(|step| matches!(step.effect, Effect::Paused) && step.date <= day && day <= step.until.unwrap_or(step.date)), "{day}");
        }
        for step in &answer.steps {
            prop_assert!(!step.reason.zh.is_empty() && !step.reason.en.is_empty());
            prop_assert!(!step.reason.en.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{}", step.reason.en);
        }
        prop_assert!(answer.steps.iter().any(|step| step.effect == Effect::Due && step.date == answer.due_on));
        prop_assert_eq!(answer.provisional, answer.steps.iter().any(|step| step.effect == Effect::Provisional));
    }
}

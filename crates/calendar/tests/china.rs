//! `calendars/cn.csv` against what does not come from it: the notices, the moon and the sun, and the shared table of facts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use calendar::{Calendar, DayStatus};
use calendrical_calculations::chinese_based::{ChineseBased, chinese_based_date_from_fixed};
use calendrical_calculations::gregorian::fixed_from_gregorian;
use calendrical_calculations::rata_die::RataDie;
use kernel::Date;
use std::collections::BTreeSet;

const TABLE: &str = include_str!("../../../calendars/cn.csv");

fn china() -> &'static Calendar {
    Calendar::china()
}

fn days_of(year: i16) -> impl Iterator<Item = Date> {
    Date::constant(year, 1, 1).series(jiff::Span::new().days(1)).take_while(move |day| day.year() == year)
}

#[test]
fn every_year_from_2004_to_2026_is_published_and_no_other() {
    Calendar::parse(TABLE).expect("the table itself");
    for year in 1990..2060 {
        assert_eq!(china().published(year), (2004..=2026).contains(&year), "{year}");
        assert_eq!(china().statutory_only(year), year == 2027, "{year}");
    }
}

#[test]
fn each_year_names_its_notice() {
    for year in 2004..=2026 {
        let new_year = china().day(Date::constant(year, 1, 1));
        assert_eq!(new_year.name.unwrap().zh, "元旦");
        assert!(new_year.notice.unwrap().starts_with(&format!("国务院办公厅关于{year}年部分节假日安排的通知")), "{year}");
        for day in days_of(year) {
            let info = china().day(day);
            assert_eq!(info.notice.is_some(), info.name.is_some(), "{day}");
            if let Some(name) = info.name {
                assert!(name.en.is_ascii(), "{day} has no English name");
            }
        }
    }
    assert_eq!(
        china().day(Date::constant(2011, 12, 31)).notice,
        china().day(Date::constant(2012, 1, 1)).notice,
        "the notice of a year covers the last days before"
    );
}

#[test]
fn the_days_are_those_of_the_notices() {
    let day = |text: &str| text.parse::<Date>().unwrap();
    let (mut worked, mut years) = (BTreeSet::new(), BTreeSet::new());
    for line in include_str!("notices.tsv").lines().filter(|line| !line.starts_with('#')) {
        let cell: Vec<&str> = line.split('\t').collect();
        years.insert(cell[0].parse::<i16>().unwrap());
        for off in day(cell[1]).series(jiff::Span::new().days(1)).take_while(|off| *off <= day(cell[2])) {
            assert!(!china().is_workday(off), "{off} is off by the notice of {}", cell[0]);
        }
        for work in cell[3].split(' ').filter(|word| *word != "-") {
            assert_eq!(china().status(day(work)), DayStatus::MakeUp, "{work} by the notice of {}", cell[0]);
            worked.insert(day(work));
        }
    }
    // Nothing is worked in exchange beyond the notices, in the years whose notice was read whole.
    for year in years.into_iter().filter(|year| ![2009, 2016].contains(year)) {
        for made_up in days_of(year).filter(|made_up| china().status(*made_up) == DayStatus::MakeUp) {
            assert!(worked.contains(&made_up), "{made_up}");
        }
    }
}

struct Beijing;

impl ChineseBased for Beijing {
    fn utc_offset(_: RataDie) -> f64 {
        8.0 / 24.0
    }
    const EPOCH: RataDie = fixed_from_gregorian(-2636, 2, 15);
    const DEBUG_NAME: &'static str = "Beijing";
}

fn fixed(day: Date) -> RataDie {
    fixed_from_gregorian(i32::from(day.year()), day.month().unsigned_abs(), day.day().unsigned_abs())
}

/// Month and day of the lunar calendar; `None` in a leap month.
fn lunar(day: Date) -> Option<(u8, u8)> {
    let found = chinese_based_date_from_fixed::<Beijing>(fixed(day));
    match found.leap_month.map(u8::from) {
        Some(leap) if found.month == leap => None,
        Some(leap) if found.month > leap => Some((found.month - 1, found.day)),
        _ => Some((found.month, found.day)),
    }
}

/// The sun's apparent longitude at midnight in Beijing, in degrees, to a hundredth (Meeus, Astronomical Algorithms, chapter 25).
fn sun(day: Date) -> f64 {
    let julian_day = fixed(day).to_i64_date() as f64 + 1_721_424.5 - 8.0 / 24.0;
    let t = (julian_day - 2_451_545.0) / 36_525.0;
    let mean_longitude = 280.466_46 + 36_000.769_83 * t + 0.000_303_2 * t * t;
    let anomaly = (357.529_11 + 35_999.050_29 * t - 0.000_153_7 * t * t).to_radians();
    let centre = (1.914_602 - 0.004_817 * t) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_289 * (3.0 * anomaly).sin();
    let node = (125.04 - 1_934.136 * t).to_radians();
    (mean_longitude + centre - 0.005_69 - 0.004_78 * node.sin()).rem_euclid(360.0)
}

/// The holidays of a year that follow the moon or the sun: eve and first three days of the year, Qingming, Dragon Boat, Mid-Autumn.
fn heavenly(year: i16) -> BTreeSet<Date> {
    days_of(year)
        .filter(|day| {
            let eve = lunar(day.tomorrow().unwrap()) == Some((1, 1));
            let qingming = day.month() == 4 && sun(*day) < 15.0 && sun(day.tomorrow().unwrap()) >= 15.0;
            eve || qingming || matches!(lunar(*day), Some((1, 1..=3) | (5, 5) | (8, 15)))
        })
        .collect()
}

#[test]
fn the_moon_and_the_sun_agree_with_the_published_years() {
    for year in 2008..=2026 {
        for day in heavenly(year) {
            // The eve was no holiday in 2014 and was left to the employers in 2024.
            let eve = lunar(day.tomorrow().unwrap()) == Some((1, 1));
            assert!(!china().is_workday(day) || (eve && [2014, 2024].contains(&year)), "{day}");
        }
    }
}

#[test]
fn the_holidays_fixed_by_law_in_2027_are_computed() {
    let mut expected = heavenly(2027);
    expected.extend([(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)].map(|(month, day)| Date::constant(2027, month, day)));
    let told: BTreeSet<Date> = days_of(2027).filter(|day| china().day(*day).name.is_some()).collect();
    assert_eq!(told, expected);
    assert!(told.iter().all(|day| china().status(*day) == DayStatus::Holiday));
}

#[test]
fn the_shared_table_of_facts_is_all_there() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/workdays_prc.csv");
    let Ok(text) = std::fs::read_to_string(path) else {
        assert!(std::env::var_os("SINAN_REQUIRE_SHARED").is_none(), "SINAN_REQUIRE_SHARED is set, but the shared table is not there");
        println!("skipped: the shared table is not there");
        return;
    };
    let mut facts = 0;
    for line in text.lines().skip(1) {
        let cell: Vec<&str> = line.split(',').collect();
        let status = if cell[1] == "workday" { DayStatus::MakeUp } else { DayStatus::Holiday };
        assert_eq!(china().status(cell[0].parse().unwrap()), status, "{line}");
        facts += 1;
    }
    // One day more than the shared table: 31 December 2005, worked by the notice for 2006.
    let ours = TABLE.lines().skip(1).filter(|line| !line.contains(",statutory,")).count();
    assert_eq!(ours, facts + 1);
    assert_eq!(china().status(Date::constant(2005, 12, 31)), DayStatus::MakeUp);
}

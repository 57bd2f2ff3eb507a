//! One indicator, computed from counters, with its districts and the words that say how.

use super::Concealed;
use crate::ports::{Counter, CounterQuery, Interval, Unit};
use crate::{Bureau, Fault};
use kernel::{Date, Id, OrgPath, Title};
use plan::Comparator;
use procedure::model::{Counted, Measure};
use serde::{Deserialize, Serialize};

/// How a point or a figure stands. The order is from harmless to pressing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lit {
    /// No source of numbers yet, or nothing due. 未接入
    Wait,
    /// 正常
    Ok,
    /// 关注
    Warn,
    /// 滞后
    Late,
}

/// Residents of a district, as officially published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Population {
    /// Administrative division code.
    pub division: String,
    /// Persons.
    pub persons: u64,
    /// The year the figure is for.
    pub year: i16,
    /// Who published it.
    pub source: String,
}

/// A figure on the board.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The indicator.
    pub indicator: Id,
    /// Its title.
    pub title: Title,
    /// How it is computed, in words (口径).
    pub reading: Title,
    /// Its unit: 件/10万人, 件, %.
    pub unit: Title,
    /// The value; `None` while a population is missing.
    pub value: Option<f64>,
    /// Matters counted.
    pub count: i64,
    /// Matters it is a share of, where it is one.
    pub of: Option<i64>,
    /// The plan's target.
    pub target: Option<f64>,
    /// The value that the time passed asks for.
    pub pace: Option<f64>,
    /// Matters still needed to reach the target.
    pub remaining: Option<i64>,
    /// How it stands.
    pub lit: Lit,
    /// The same for each district.
    pub districts: Vec<DistrictFigure>,
    /// Where the population comes from.
    pub population: Option<Population>,
    /// Counted measures: procedure and measure, for the list behind the figure.
    pub measures: Vec<(Id, Id)>,
    /// Over which days; `None` for what is open now.
    pub days: Option<(Date, Date)>,
    /// Month by month, for what has a period.
    pub months: Vec<(Date, i64)>,
    /// Its sum is not told: it would give away a district with few.
    pub concealed: bool,
}

/// A district's part of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct DistrictFigure {
    /// The district bureau.
    pub unit: OrgPath,
    /// Its name.
    pub title: Title,
    /// The value.
    pub value: Option<f64>,
    /// Matters counted.
    pub count: i64,
    /// Residents.
    pub persons: Option<u64>,
    /// Matters still needed.
    pub remaining: Option<i64>,
    /// How it stands.
    pub lit: Lit,
    /// Why it is not told, where it is not.
    pub concealed: Option<Concealed>,
}

/// Share of the pace below which a figure is late: an internal parameter, shown beside the reading.
pub const LATE_BELOW: f64 = 0.9;

/// A target as the plan's sentence sets it.
type Target = Option<(Comparator, f64)>;

impl Bureau {
    /// An indicator of the year so far, without a plan's target; `None` when no module knows it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn indicator(&self, indicator: &Id) -> Result<Option<Figure>, Fault> {
        self.figure(indicator.as_str(), None, self.today().year()).await
    }

    /// Computes an indicator for a year; `None` when no module knows it.
    pub(crate) async fn figure(&self, indicator: &str, target: Target, year: i16) -> Result<Option<Figure>, Fault> {
        let Some(known) = self.library.indicator(&Id::from(indicator)) else { return Ok(None) };
        let today = self.today();
        let year_days = (Date::new(year, 1, 1).unwrap_or(today), today.min(Date::new(year, 12, 31).unwrap_or(today)));
        let (count, of, per, days) = parts(&known.measure, year_days);
        let counters = self.sums(&count, days).await?;
        let total: i64 = counters.iter().map(|c| c.count).sum();
        let whole = match &of {
            Some(of) => Some(self.sums(of, days).await?.iter().map(|c| c.count).sum::<i64>()),
            None => None,
        };
        let residents = self.residents().await?;
        let pace_share = if days.is_some() && per.is_some() { super::elapsed(year, today) } else { 1.0 };
        let judge = Judge { target: target.or(default_target(&known.measure)), per, pace_share };
        let city: Option<u64> = per.and((!residents.is_empty()).then(|| residents.iter().map(|p| p.persons).sum()));
        let value = value(total, whole, per, city);
        let units = self.units().await?;
        let districts = if per.is_some() { judge.districts(&units, &counters, &residents) } else { Vec::new() };
        let mut lit = judge.lit(value);
        if districts.iter().any(|d| d.lit == Lit::Late) {
            lit = lit.max(Lit::Warn);
        }
        Ok(Some(Figure {
            indicator: known.id.clone(),
            title: known.title.clone(),
            reading: known.reading.clone().unwrap_or_default(),
            unit: unit_of(&known.measure),
            value,
            count: total,
            of: whole,
            target: judge.target.map(|(_, v)| v),
            pace: judge.pace(),
            remaining: judge.remaining(total, city),
            lit,
            districts,
            population: residents.first().cloned(),
            months: months(&counters),
            concealed: false,
            measures: count,
            days,
        }))
    }

    async fn sums(&self, measures: &[(Id, Id)], days: Option<(Date, Date)>) -> Result<Vec<Counter>, Fault> {
        let days = days.map(|(from, to)| Interval { from, to });
        let query = CounterQuery { measures: measures.to_vec(), by_month: days.is_some(), days };
        Ok(self.store.counters(self.id, &query).await?)
    }

    /// Residents by district, as the bureau filled them in.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn residents(&self) -> Result<Vec<Population>, Fault> {
        let found = self.store.setting(self.id, "population").await?;
        Ok(found.and_then(|v| serde_json::from_value(v).ok()).unwrap_or_default())
    }
}

struct Judge {
    target: Target,
    per: Option<u64>,
    pace_share: f64,
}

impl Judge {
    fn pace(&self) -> Option<f64> {
        match self.target {
            Some((Comparator::AtLeast, target)) => Some(target * self.pace_share),
            _ => None,
        }
    }

    fn lit(&self, value: Option<f64>) -> Lit {
        let (Some(value), Some((comparator, target))) = (value, self.target) else { return Lit::Wait };
        match comparator {
            Comparator::AtMost => {
                if value <= target {
                    Lit::Ok
                } else {
                    Lit::Late
                }
            }
            _ => {
                let pace = target * self.pace_share;
                if value >= pace {
                    Lit::Ok
                } else if value >= pace * LATE_BELOW {
                    Lit::Warn
                } else {
                    Lit::Late
                }
            }
        }
    }

    fn remaining(&self, count: i64, persons: Option<u64>) -> Option<i64> {
        let (Some((Comparator::AtLeast, target)), Some(per), Some(persons)) = (self.target, self.per, persons) else { return None };
        let needed = (target * persons as f64 / per as f64).ceil() as i64;
        Some((needed - count).max(0))
    }

    fn districts(&self, units: &[Unit], counters: &[Counter], residents: &[Population]) -> Vec<DistrictFigure> {
        let districts = units.iter().filter_map(|u| Some((u, residents.iter().find(|p| Some(&p.division) == u.division.as_ref())?)));
        districts
            .filter(|(u, _)| u.kind == "district_bureau")
            .map(|(unit, population)| {
                let count = counters.iter().filter(|c| unit.path.covers(&c.unit)).map(|c| c.count).sum();
                let value = value(count, None, self.per, Some(population.persons));
                DistrictFigure {
                    unit: unit.path.clone(),
                    title: unit.title.clone(),
                    value,
                    count,
                    persons: Some(population.persons),
                    remaining: self.remaining(count, Some(population.persons)),
                    lit: self.lit(value),
                    concealed: None,
                }
            })
            .collect()
    }
}

type Parts = (Vec<(Id, Id)>, Option<Vec<(Id, Id)>>, Option<u64>, Option<(Date, Date)>);

/// Which measures are summed, of which, per how many residents, over which days.
fn parts(measure: &Measure, year: (Date, Date)) -> Parts {
    let pairs = |all: &[Counted], prefix: &str| {
        all.iter().map(|c| (c.procedure.clone(), Id::from(format!("{prefix}{}", c.name)))).collect::<Vec<_>>()
    };
    match measure {
        Measure::Rate { count, per } => (pairs(count, ""), None, per.as_ref().map(|(_, n)| *n), Some(year)),
        Measure::Share { count, of } => (pairs(count, ""), Some(pairs(of, "")), None, Some(year)),
        Measure::Open(states) => (pairs(states, "state:"), None, None, None),
        Measure::OnTime(clock) => {
            let one = std::slice::from_ref(clock);
            let both = [pairs(one, "on_time:"), pairs(one, "late:")].concat();
            (pairs(one, "on_time:"), Some(both), None, Some(year))
        }
    }
}

fn value(count: i64, whole: Option<i64>, per: Option<u64>, persons: Option<u64>) -> Option<f64> {
    match (whole, per, persons) {
        (Some(0), ..) => None,
        (Some(whole), ..) => Some(count as f64 * 100.0 / whole as f64),
        (None, Some(per), Some(persons)) if persons > 0 => Some(count as f64 * per as f64 / persons as f64),
        (None, Some(_), _) => None,
        (None, None, _) => Some(count as f64),
    }
}

/// What is open in a state that ought to be empty has the target nought; a share of what is in time has a hundred.
fn default_target(measure: &Measure) -> Target {
    match measure {
        Measure::Open(_) => Some((Comparator::AtMost, 0.0)),
        Measure::OnTime(_) => Some((Comparator::AtLeast, 100.0)),
        _ => None,
    }
}

fn unit_of(measure: &Measure) -> Title {
    match measure {
        Measure::Rate { per: Some((_, 100_000)), .. } => Title::new("件/10万人", "per 100,000"),
        Measure::Rate { per: Some((_, n)), .. } => Title::new(format!("件/{n}人"), format!("per {n}")),
        Measure::Rate { .. } | Measure::Open(_) => Title::new("件", "matters"),
        Measure::Share { .. } | Measure::OnTime(_) => Title::new("%", "%"),
    }
}

fn months(counters: &[Counter]) -> Vec<(Date, i64)> {
    let mut out = std::collections::BTreeMap::new();
    for counter in counters {
        if let Some(month) = counter.month {
            *out.entry(month).or_insert(0) += counter.count;
        }
    }
    out.into_iter().collect()
}

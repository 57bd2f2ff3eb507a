//! The counting rules: which law says how its periods are counted, and which of its days are working days.

use crate::error::CalendarError;
use crate::period::{Period, Unit};
use kernel::Title;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// By which law a period is counted. Nothing is counted without one.
///
/// In every rule the day of the event is not counted, months and years end on the corresponding day or, where the month
/// has none, on its last day, and hours run from the minute and never move. (民事诉讼法 and 刑事诉讼法 leave the hour of the
/// event out as well; counting from the minute is never later.) The rules differ in the rest, said at each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// 民法典 200–204: calendar days; a last day on a day of rest moves to the next working day.
    CivilCode,
    /// 民事诉讼法 85: as the Civil Code; what is posted before the end is in time (在途不计).
    CivilProcedure,
    /// 行政复议法 88: 三日、五日、七日、十日 are working days; otherwise as 民事诉讼法, to which it refers.
    ReconsiderationShort,
    /// 行政处罚法 85: 二日、三日、五日、七日 are working days; what it leaves open follows the Civil Code.
    PenaltyShort,
    /// 行政强制法 69: periods of up to ten days are working days; what it leaves open follows the Civil Code.
    CompulsionShort,
    /// 行政许可法 82: every day of the periods that bind the organ is a working day. An applicant's periods are counted by another rule.
    Licensing,
    /// 刑事诉讼法 105: calendar days; a last day on a day of rest moves to the next working day. Not for custody.
    CriminalProcedure,
    /// 刑事诉讼法 105.4: custody ends on its last day whatever day that is.
    CriminalCustody,
    /// Hours by the clock and nothing else.
    RunningHours,
    /// Calendar days as they come; no law speaks of the last day, so it does not move.
    PlainDays,
    /// 日 and 工作日 alike are working days; for rules of an organ that say so themselves.
    PlainWorkdays,
}

/// Which passage carries what. `None`: no text at hand says it.
pub(crate) struct Grounds {
    pub start: Option<&'static str>,
    pub corresponding: Option<&'static str>,
    pub roll: Option<&'static str>,
    pub workday: Option<&'static str>,
    pub hours: Option<&'static str>,
    pub transit: Option<&'static str>,
}

const CIVIL_CODE: Grounds = Grounds {
    start: Some("民法典:201.1"),
    corresponding: Some("民法典:202"),
    roll: Some("民法典:203.1"),
    workday: None,
    hours: Some("民法典:201.2"),
    transit: None,
};
const CIVIL_PROCEDURE: Grounds =
    Grounds {
        start: Some("民事诉讼法:85.2"), roll: Some("民事诉讼法:85.3"), transit: Some("民事诉讼法:85.4"), ..CIVIL_CODE
    };
const CRIMINAL_PROCEDURE: Grounds =
    Grounds {
        start: Some("刑事诉讼法:105.2"), roll: Some("刑事诉讼法:105.4"), transit: Some("刑事诉讼法:105.3"), ..CIVIL_CODE
    };
const PLAIN: Grounds = Grounds { start: None, corresponding: None, roll: None, workday: None, hours: None, transit: None };

impl Rule {
    /// Every rule, in the order of the documentation.
    pub const ALL: [Self; 11] = [
        Self::CivilCode,
        Self::CivilProcedure,
        Self::ReconsiderationShort,
        Self::PenaltyShort,
        Self::CompulsionShort,
        Self::Licensing,
        Self::CriminalProcedure,
        Self::CriminalCustody,
        Self::RunningHours,
        Self::PlainDays,
        Self::PlainWorkdays,
    ];

    /// The word used in procedures and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::CivilCode => "civil-code",
            Self::CivilProcedure => "civil-procedure",
            Self::ReconsiderationShort => "reconsideration-short",
            Self::PenaltyShort => "penalty-short",
            Self::CompulsionShort => "compulsion-short",
            Self::Licensing => "licensing",
            Self::CriminalProcedure => "criminal-procedure",
            Self::CriminalCustody => "criminal-custody",
            Self::RunningHours => "running-hours",
            Self::PlainDays => "plain-days",
            Self::PlainWorkdays => "plain-workdays",
        }
    }

    /// All words, for a message.
    pub(crate) fn names() -> String {
        Self::ALL.map(Self::word).join(", ")
    }

    /// The passages on which the rule rests, as `LAW:article[.paragraph]`; empty where no law is counted by.
    #[must_use]
    pub fn citations(self) -> &'static [&'static str] {
        match self {
            Self::CivilCode => &["民法典:200", "民法典:201.1", "民法典:201.2", "民法典:202", "民法典:203.1", "民法典:203.2"],
            Self::CivilProcedure => &["民事诉讼法:85.2", "民事诉讼法:85.3", "民事诉讼法:85.4", "民法典:202"],
            Self::ReconsiderationShort => {
                &["行政复议法:88.1", "行政复议法:88.2", "民事诉讼法:85.2", "民事诉讼法:85.3", "民事诉讼法:85.4", "民法典:202"]
            }
            Self::PenaltyShort => &["行政处罚法:85", "民法典:201.1", "民法典:202", "民法典:203.1"],
            Self::CompulsionShort => &["行政强制法:69", "民法典:201.1", "民法典:202", "民法典:203.1"],
            Self::Licensing => &["行政许可法:82", "民法典:201.1", "民法典:202", "民法典:203.1"],
            Self::CriminalProcedure => &["刑事诉讼法:105.2", "刑事诉讼法:105.3", "刑事诉讼法:105.4", "民法典:202"],
            Self::CriminalCustody => &["刑事诉讼法:105.2", "刑事诉讼法:105.4", "民法典:202"],
            Self::RunningHours => &["民法典:201.2"],
            Self::PlainDays | Self::PlainWorkdays => &[],
        }
    }

    /// The law whose rule this is; `None` for the plain rules.
    #[must_use]
    pub fn law(self) -> Option<Title> {
        let (zh, en) = match self {
            Self::CivilCode | Self::RunningHours => ("民法典", "Civil Code"),
            Self::CivilProcedure => ("民事诉讼法", "Civil Procedure Law"),
            Self::ReconsiderationShort => ("行政复议法", "Administrative Reconsideration Law"),
            Self::PenaltyShort => ("行政处罚法", "Administrative Penalty Law"),
            Self::CompulsionShort => ("行政强制法", "Administrative Compulsion Law"),
            Self::Licensing => ("行政许可法", "Administrative Licensing Law"),
            Self::CriminalProcedure | Self::CriminalCustody => ("刑事诉讼法", "Criminal Procedure Law"),
            Self::PlainDays | Self::PlainWorkdays => return None,
        };
        Some(Title::new(zh, en))
    }

    /// The article of that law, for display; `None` for the plain rules.
    #[must_use]
    pub fn article(self) -> Option<Title> {
        let (zh, en) = match self {
            Self::CivilCode => ("第二百条至第二百零四条", "articles 200–204"),
            Self::CivilProcedure => ("第八十五条", "article 85"),
            Self::ReconsiderationShort => ("第八十八条", "article 88"),
            Self::PenaltyShort => ("第八十五条", "article 85"),
            Self::CompulsionShort => ("第六十九条", "article 69"),
            Self::Licensing => ("第八十二条", "article 82"),
            Self::CriminalProcedure => ("第一百零五条", "article 105"),
            Self::CriminalCustody => ("第一百零五条第四款", "article 105(4)"),
            Self::RunningHours => ("第二百零一条第二款", "article 201(2)"),
            Self::PlainDays | Self::PlainWorkdays => return None,
        };
        Some(Title::new(zh, en))
    }

    /// What the rule is called where a reader chooses or checks it.
    #[must_use]
    pub fn title(self) -> Title {
        match (self, self.law(), self.article()) {
            (Self::RunningHours, ..) => Title::new("按小时连续计算", "Running hours"),
            (Self::CriminalCustody, ..) => {
                Title::new("刑事诉讼法第一百零五条第四款（在押期间）", "Criminal Procedure Law, article 105(4), custody")
            }
            (_, Some(law), Some(article)) => Title::new(format!("{}{}", law.zh, article.zh), format!("{}, {}", law.en, article.en)),
            (Self::PlainWorkdays, ..) => Title::new("按工作日计算", "Working days"),
            _ => Title::new("按自然日计算", "Calendar days"),
        }
    }

    /// Whether this law means working days by 日 in a period of this length: 复议法88 三、五、七、十日; 处罚法85 二、三、五、七日;
    /// 强制法69 up to ten; 许可法82 and `plain-workdays` always. False for other units.
    #[must_use]
    pub fn day_is_workday(self, period: &Period) -> bool {
        period.unit == Unit::Day
            && match self {
                Self::ReconsiderationShort => matches!(period.amount, 3 | 5 | 7 | 10),
                Self::PenaltyShort => matches!(period.amount, 2 | 3 | 5 | 7),
                Self::CompulsionShort => period.amount <= 10,
                Self::Licensing | Self::PlainWorkdays => true,
                _ => false,
            }
    }

    /// Whether a last day that is no working day moves: to the next working day, or counted backwards to the one before.
    #[must_use]
    pub fn rolls(self) -> bool {
        !matches!(self, Self::CriminalCustody | Self::RunningHours | Self::PlainDays)
    }

    pub(crate) fn grounds(self) -> Grounds {
        match self {
            Self::CivilCode | Self::RunningHours => CIVIL_CODE,
            Self::CivilProcedure => CIVIL_PROCEDURE,
            Self::ReconsiderationShort => Grounds { workday: Some("行政复议法:88.2"), ..CIVIL_PROCEDURE },
            Self::PenaltyShort => Grounds { workday: Some("行政处罚法:85"), ..CIVIL_CODE },
            Self::CompulsionShort => Grounds { workday: Some("行政强制法:69"), ..CIVIL_CODE },
            Self::Licensing => Grounds { workday: Some("行政许可法:82"), ..CIVIL_CODE },
            Self::CriminalProcedure => CRIMINAL_PROCEDURE,
            Self::CriminalCustody => Grounds { transit: None, ..CRIMINAL_PROCEDURE },
            Self::PlainDays | Self::PlainWorkdays => PLAIN,
        }
    }

    /// How a passage of another law comes to apply: this law refers to it, or says nothing and it is taken by analogy. `None` for its own.
    pub(crate) fn manner(self, citation: &str) -> Option<Title> {
        let own = self.law()?;
        let (law, _) = citation.split_once(':')?;
        match law {
            _ if own.zh == law => None,
            "民事诉讼法" => {
                Some(Title::new("依行政复议法第八十八条第一款适用民事诉讼法", "Civil Procedure Law, to which article 88(1) refers"))
            }
            _ => Some(Title::new(format!("本法没有规定，参照{law}"), "by analogy with the Civil Code, this law being silent")),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Rule {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        Self::ALL.into_iter().find(|rule| rule.word() == text).ok_or_else(|| CalendarError::UnknownRule(text.to_owned()))
    }
}

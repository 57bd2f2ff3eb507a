//! The three administrators (三员), and what may not meet in one account.
//!
//! The separation follows GB/T 22239-2019 in what it asks of a system of the third level; that nobody of them works on matters is ours.

use kernel::{Grant, Id, Title};

/// An administrator's office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Office {
    /// Units, people, registers.
    System,
    /// Roles, sign-in.
    Security,
    /// The journal.
    Audit,
}

impl Office {
    /// All three.
    pub const ALL: [Self; 3] = [Self::System, Self::Security, Self::Audit];

    /// The role by which a grant gives it.
    #[must_use]
    pub fn role(self) -> Id {
        Id::from(match self {
            Self::System => "system_administrator",
            Self::Security => "security_administrator",
            Self::Audit => "audit_administrator",
        })
    }

    /// The office that a role gives.
    #[must_use]
    pub fn of_role(role: &Id) -> Option<Self> {
        Self::ALL.into_iter().find(|office| office.role() == *role)
    }

    /// What people call it.
    #[must_use]
    pub fn title(self) -> Title {
        match self {
            Self::System => Title::new("系统管理员", "System administrator"),
            Self::Security => Title::new("安全管理员", "Security administrator"),
            Self::Audit => Title::new("审计管理员", "Audit administrator"),
        }
    }
}

/// Two grants of one account that may not meet on any day: two offices, or an office and a role of some procedure.
#[must_use]
pub fn collision(grants: &[Grant]) -> Option<(&Grant, &Grant)> {
    let meet = |a: &Grant, b: &Grant| a.until.is_none_or(|u| b.from <= u) && b.until.is_none_or(|u| a.from <= u);
    let apart = |a: &Grant, b: &Grant| a.role != b.role && (Office::of_role(&a.role).is_some() || Office::of_role(&b.role).is_some());
    let pairs = grants.iter().enumerate().flat_map(|(i, a)| grants.iter().skip(i + 1).map(move |b| (a, b)));
    pairs.into_iter().find(|(a, b)| apart(a, b) && meet(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Date, OrgPath};

    fn grant(role: &str, from: i8, until: Option<i8>) -> Grant {
        let day = |d| Date::constant(2026, 3, d);
        Grant { role: Id::from(role), unit: OrgPath::new("/city"), from: day(from), until: until.map(day), acting_for: None }
    }

    #[test]
    fn no_two_offices_and_no_office_beside_a_role() {
        for office in Office::ALL {
            assert_eq!(Office::of_role(&office.role()), Some(office));
            for other in Office::ALL.iter().map(|o| o.role()).chain([Id::from("reviewer")]).filter(|r| *r != office.role()) {
                let both = [grant(office.role().as_str(), 1, None), grant(other.as_str(), 5, Some(9))];
                assert!(collision(&both).is_some(), "{office:?} beside {other}");
            }
        }
        assert_eq!(collision(&[grant("reviewer", 1, None), grant("approver", 1, None)]), None);
        let twice = [grant("audit_administrator", 1, None), grant("audit_administrator", 2, None)];
        assert_eq!(collision(&twice), None, "the same office over two units is one office");
    }

    #[test]
    fn one_after_the_other_may_be() {
        assert_eq!(collision(&[grant("reviewer", 1, Some(4)), grant("audit_administrator", 5, None)]), None);
        assert!(collision(&[grant("reviewer", 1, Some(5)), grant("audit_administrator", 5, None)]).is_some());
        assert!(collision(&[grant("audit_administrator", 5, None), grant("reviewer", 1, Some(5))]).is_some());
    }
}

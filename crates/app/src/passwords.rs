//! What a new password must be. By default long and not guessed early, without composition and without change by the calendar (ASVS 6.2);
//! where the bureau must show what an assessment of its protection level (等保) asks for, composed and changed as well. The figures of the
//! second are internal ones: no provision fixes them.

use kernel::Title;
use serde::Deserialize;

/// Which rules passwords follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PasswordRules {
    /// Length, and no early guess.
    #[default]
    Asvs,
    /// The same, composed of several kinds of characters and changed from time to time (等保, the multi-level protection scheme).
    Mlps,
}

/// Fewest characters.
const SHORTEST: usize = 12;
/// Most characters; any may be used.
const LONGEST: usize = 128;
/// Guesses before which an estimate must not have found it (the lists of common passwords and words that the estimate knows come first).
const GUESSES: u64 = 10_000_000_000;
/// Kinds of characters under [`PasswordRules::Mlps`], of four. Internal.
const KINDS: usize = 3;
/// Days after which a password is changed under [`PasswordRules::Mlps`]. Internal.
const DAYS: i64 = 90;

impl PasswordRules {
    /// What is asked of a new password, in a sentence.
    #[must_use]
    pub fn said(self) -> Title {
        match self {
            Self::Asvs => Title::new(
                "12至128位，什么字符都可以；不能是常用密码；不要求定期更换。",
                "12 to 128 characters of any kind; no common password; no regular change is asked.",
            ),
            Self::Mlps => Title::new(
                format!("12至128位，大写、小写、数字、其他字符四种里至少三种；不能是常用密码；每{DAYS}天更换一次（本单位内部规定）。"),
                format!(
                    "12 to 128 characters, at least three of four kinds (capitals, small letters, digits, others); no common password; changed every {DAYS} days (an internal rule)."
                ),
            ),
        }
    }

    /// Whether a password set at that instant must be changed by now; both microseconds since 1970.
    pub(crate) fn too_old(self, set: i64, now: i64) -> bool {
        self == Self::Mlps && now - set > DAYS * 24 * 3600 * 1_000_000
    }

    /// What is wrong with a password for an account of this name, if anything.
    pub(crate) fn fault_of(self, password: &str, account: &str) -> Option<Title> {
        let count = password.chars().count();
        if count < SHORTEST {
            return Some(Title::new("密码至少12位。", "A password has at least 12 characters."));
        }
        if count > LONGEST {
            return Some(Title::new("密码最多128位。", "A password has at most 128 characters."));
        }
        if self == Self::Mlps && kinds(password) < KINDS {
            return Some(Title::new(
                "密码要含大写字母、小写字母、数字、其他字符四种里的至少三种（本单位内部规定）。",
                "A password has at least three of four kinds: capitals, small letters, digits, others (an internal rule).",
            ));
        }
        (zxcvbn::zxcvbn(password, &[account, "sinan"]).guesses() < GUESSES).then(|| {
            Title::new(
                "这个密码太容易猜到：它是常用密码，或者由常用的词、账号名、重复或者连续的字符组成。请换成几个互不相干的词。",
                "This password is guessed too easily: it is a common one, or made of common words, the account’s name, repetition or sequences. Use several unrelated words.",
            )
        })
    }
}

fn kinds(password: &str) -> usize {
    let of = |kind: fn(char) -> bool| usize::from(password.chars().any(kind));
    of(char::is_uppercase)
        + of(char::is_lowercase)
        + of(char::is_numeric)
        + of(|c| !c.is_uppercase() && !c.is_lowercase() && !c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_is_enough_and_what_is_guessed_first_is_not() {
        for good in ["correct horse battery", "乌海的葡萄九月熟了很甜吧", "Xk2!vbQ9#mLp7"] {
            assert_eq!(PasswordRules::Asvs.fault_of(good, "li.jing"), None, "{good}");
        }
        let long = "a0".repeat(65);
        let easy = [
            "short",
            "aaaaaaaaaaaaaaaa",
            "123456789012",
            "qwertyuiop123",
            "passwordpassword",
            "password1234",
            "P@ssw0rd1234",
            "li.jing-2026",
            "abcdeabcdeabcde",
            "sinansinan2026",
            &long,
        ];
        for bad in easy {
            assert!(PasswordRules::Asvs.fault_of(bad, "li.jing").is_some(), "{bad}");
        }
    }

    #[test]
    fn composition_and_age_are_asked_for_by_one_rule_only() {
        let (plain, composed) = ("correct horse battery", "Correct horse battery 9");
        assert!(PasswordRules::Mlps.fault_of(plain, "li").is_some());
        assert_eq!(PasswordRules::Mlps.fault_of(composed, "li"), None);
        for (password, taken) in [
            ("velvetharbour9lantern", false),
            ("velvet harbour lantern", false),
            ("VELVETHARBOURLANTERN9", false),
            ("velvetHarbour9lantern", true),
            ("velvet harbour 9lantern", true),
            ("VELVET HARBOUR lantern", true),
            ("VELVET HARBOUR 9LANTERN", true),
        ] {
            assert_eq!(PasswordRules::Mlps.fault_of(password, "li").is_none(), taken, "{password}");
        }
        let days = |n: i64| n * 24 * 3600 * 1_000_000;
        assert!(PasswordRules::Mlps.too_old(0, days(91)) && !PasswordRules::Mlps.too_old(0, days(89)));
        assert!(!PasswordRules::Asvs.too_old(0, days(10_000)));
    }
}

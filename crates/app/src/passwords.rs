//! What a new password must be: long, and not one that is guessed first. No composition, no change by the calendar (ASVS 6.2).

use kernel::Title;

/// Fewest characters.
const SHORTEST: usize = 12;
/// Most characters; any may be used.
const LONGEST: usize = 128;
/// Fewest different characters.
const DIFFERENT: usize = 5;

/// What is wrong with a password for an account of this name, if anything.
#[must_use]
pub fn fault_of(password: &str, account: &str) -> Option<Title> {
    let count = password.chars().count();
    if count < SHORTEST {
        return Some(Title::new("密码至少12位。", "A password has at least 12 characters."));
    }
    if count > LONGEST {
        return Some(Title::new("密码最多128位。", "A password has at most 128 characters."));
    }
    guessed_first(&password.to_lowercase(), &account.to_lowercase()).then(|| {
        Title::new(
            "这个密码太容易猜到：它由账号名、重复或者连续的字符组成。请换成几个互不相干的词。",
            "This password is guessed too easily: it is made of the account’s name, of repetition or of sequences. Use several unrelated words.",
        )
    })
}

/// What a guesser tries first is made of few pieces.
fn guessed_first(password: &str, account: &str) -> bool {
    let without = if account.chars().count() < 3 { password.to_owned() } else { password.replace(account, "") };
    let chars: Vec<char> = without.chars().collect();
    let different = chars.iter().collect::<std::collections::BTreeSet<_>>().len();
    let steps = chars.windows(2).filter(|w| u32::from(w[0]).abs_diff(u32::from(w[1])) <= 1 || neighbours(w[0], w[1])).count();
    let repeated = (1..=chars.len() / 2).any(|period| chars.iter().skip(period).zip(&chars).all(|(a, b)| a == b));
    chars.len() < SHORTEST / 2 || different < DIFFERENT || repeated || steps * 3 >= chars.len() * 2
}

/// Whether two keys stand side by side.
fn neighbours(a: char, b: char) -> bool {
    let beside =
        |row: &str| row.as_bytes().windows(2).any(|w| [w[0], w[1]].map(char::from) == [a, b] || [w[1], w[0]].map(char::from) == [a, b]);
    ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"].into_iter().any(beside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_is_enough_and_easy_is_not() {
        for good in ["correct horse battery", "乌海的葡萄九月熟了很甜吧", "Xk2!vbQ9#mLp7"] {
            assert_eq!(fault_of(good, "li.jing"), None, "{good}");
        }
        let long = "a0".repeat(65);
        let easy =
            ["short", "aaaaaaaaaaaaaaaa", "123456789012", "qwertyuiop123", "passwordpassword", "li.jing-2026", "abcdeabcdeabcde", &long];
        for bad in easy {
            assert!(fault_of(bad, "li.jing").is_some(), "{bad}");
        }
    }
}

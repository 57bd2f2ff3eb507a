//! Check digits of identity numbers (GB 11643) and unified social credit codes (GB 32100).

use crate::text::{Title, fold_width};
use thiserror::Error;

/// Why a number is not well formed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NumberFault {
    /// Wrong number of characters.
    #[error("应为 {expected} 位，现为 {found} 位")]
    Length {
        /// Characters the standard asks for.
        expected: usize,
        /// Characters given.
        found: usize,
    },
    /// A character that the standard does not allow.
    #[error("第 {place} 位“{found}”不应出现")]
    Character {
        /// Place, counted from 1.
        place: usize,
        /// The character found.
        found: char,
    },
    /// The date of birth within the number is no date.
    #[error("其中的出生日期不存在")]
    Birth,
    /// The last character does not follow from the others.
    #[error("校验位不符：按前 17 位，最后一位应是“{expected}”，请核对有无抄错")]
    CheckDigit {
        /// The last character that follows from the others.
        expected: char,
    },
}

impl NumberFault {
    /// What people read, in both languages.
    #[must_use]
    pub fn title(&self) -> Title {
        let en = match self {
            Self::Length { expected, found } => format!("it has {expected} characters, not {found}"),
            Self::Character { place, found } => format!("character {place}, “{found}”, cannot stand there"),
            Self::Birth => "the date of birth in it is no date".to_owned(),
            Self::CheckDigit { expected } => {
                format!("the check digit does not fit: after the first 17 characters the last is “{expected}”; look for a slip of the pen")
            }
        };
        Title::new(self.to_string(), en)
    }
}

/// A number of an identity document or a credit code as it is compared and stored: half-width, upper case, without spaces and dashes.
#[must_use]
pub fn plain_number(typed: &str) -> String {
    fold_width(typed).to_ascii_uppercase().chars().filter(|c| !matches!(c, ' ' | '-')).collect()
}

/// A matter's or document's number with every kind of bracket turned into its own: `[2026]`, `(2026)`, `【2026】` all mean `〔2026〕`.
#[must_use]
pub fn official_number(typed: &str) -> String {
    fold_width(typed)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '[' | '(' | '【' | '﹝' => '〔',
            ']' | ')' | '】' | '﹞' => '〕',
            c => c,
        })
        .collect()
}

/// Checks an 18-digit citizen identity number (GB 11643-1999): length, date of birth, check digit. `X` may be in lower case.
///
/// # Errors
/// The first fault found.
pub fn check_citizen_id(number: &str) -> Result<(), NumberFault> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: &[u8; 11] = b"10X98765432";
    let found = number.chars().count();
    if found != 18 {
        return Err(NumberFault::Length { expected: 18, found });
    }
    let mut sum = 0;
    for (i, c) in number.chars().enumerate() {
        let last = i == 17;
        match c.to_digit(10) {
            Some(d) if !last => sum += d * WEIGHTS[i],
            Some(_) => {}
            None if last && c.eq_ignore_ascii_case(&'x') => {}
            None => return Err(NumberFault::Character { place: i + 1, found: c }),
        }
    }
    if crate::parse_date(&number[6..14]).is_none() {
        return Err(NumberFault::Birth);
    }
    let expected = CHECK[(sum % 11) as usize];
    if number.as_bytes()[17].to_ascii_uppercase() == expected {
        Ok(())
    } else {
        Err(NumberFault::CheckDigit { expected: char::from(expected) })
    }
}

/// Checks an 18-character unified social credit code (GB 32100-2015).
///
/// # Errors
/// The first fault found.
pub fn check_credit_code(code: &str) -> Result<(), NumberFault> {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let found = code.chars().count();
    if found != 18 {
        return Err(NumberFault::Length { expected: 18, found });
    }
    let mut values = [0usize; 18];
    for (i, c) in code.chars().enumerate() {
        values[i] = ALPHABET.find(c.to_ascii_uppercase()).ok_or(NumberFault::Character { place: i + 1, found: c })?;
    }
    let sum: usize = WEIGHTS.iter().zip(values).map(|(w, v)| w * v).sum();
    let last = (31 - sum % 31) % 31;
    if last == values[17] {
        return Ok(());
    }
    Err(NumberFault::CheckDigit { expected: ALPHABET.chars().nth(last).unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_taken_as_people_type_them() {
        assert_eq!(plain_number("１１０１０５ 19491231-002x"), "11010519491231002X");
        for typed in ["乌援[2026]4号", "乌援(2026)4号", "乌援（２０２６）4号", " 乌援【2026】 4号"] {
            assert_eq!(official_number(typed), "乌援〔2026〕4号");
        }
    }

    #[test]
    fn citizen_ids() {
        // The worked example of GB 11643-1999.
        assert_eq!(check_citizen_id("11010519491231002X"), Ok(()));
        assert_eq!(check_citizen_id("11010519491231002x"), Ok(()));
        assert_eq!(check_citizen_id("110105194912310021"), Err(NumberFault::CheckDigit { expected: 'X' }));
        assert_eq!(check_citizen_id("11010519491331002X"), Err(NumberFault::Birth));
        assert!(matches!(check_citizen_id("1101051949123100"), Err(NumberFault::Length { .. })));
        assert!(matches!(
            check_citizen_id("1101051949123100２X"),
            Err(NumberFault::Character { .. }) | Err(NumberFault::CheckDigit { .. })
        ));
        assert!(check_citizen_id("一二三四五六七八九十一二三四五六七八").is_err());
    }

    #[test]
    fn credit_codes() {
        assert_eq!(check_credit_code("91350100M000100Y43"), Ok(()));
        assert_eq!(check_credit_code("91350100M000100Y44"), Err(NumberFault::CheckDigit { expected: '3' }));
        let said = NumberFault::CheckDigit { expected: '3' }.title();
        assert!(said.zh.contains("应是“3”") && said.en.contains("is “3”"), "{said:?}");
        assert!(matches!(check_credit_code("91350100M000100I43"), Err(NumberFault::Character { .. })));
    }
}

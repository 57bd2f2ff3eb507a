//! One-time codes by time (RFC 6238) and what a person types for them. Pure: the time comes in.

use crate::ports::SecondFactor;
use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::{Digest, sm3};
use sha1::Sha1;

/// Seconds in which one code holds.
const STEP: u64 = 30;
/// Steps before and after in which a code is still taken: a device's clock is seldom right.
const SKEW: u64 = 1;
/// Base32 of RFC 4648, which authenticator apps read.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The code of a time step: six digits.
#[must_use]
pub fn code(secret: &[u8], step: u64) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[19] & 15);
    let number = u32::from_be_bytes([hash[offset] & 127, hash[offset + 1], hash[offset + 2], hash[offset + 3]]);
    format!("{:06}", number % 1_000_000)
}

/// The step of an instant, microseconds since 1970.
#[must_use]
pub fn step(micros: i64) -> u64 {
    micros.unsigned_abs() / 1_000_000 / STEP
}

/// Bytes as people copy them.
#[must_use]
pub fn base32(bytes: &[u8]) -> String {
    let mut out = String::new();
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(ALPHABET[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        out.push(char::from(ALPHABET[(held << (5 - bits) & 31) as usize]));
    }
    out
}

/// The bytes again; `None` where it is no base32.
#[must_use]
pub fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.bytes() {
        let place = ALPHABET.iter().position(|known| *known == letter)?;
        held = held << 5 | u32::try_from(place).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits & 255) as u8);
        }
    }
    Some(out)
}

/// What was typed without what people put between: `ABCD-EFGH`, `123 456`.
fn bare(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// The digest by which a recovery code is kept. It holds 80 random bits, so a slow hash would add nothing.
pub(crate) fn recovery_digest(code: &str) -> Digest {
    sm3(&[b"recovery", bare(code).as_bytes()])
}

/// Whether what was typed is a code that holds now and was not used before, or a recovery code. The factor remembers that it was used;
/// the caller saves it before anything opens.
pub(crate) fn accept(factor: &mut SecondFactor, typed: &str, micros: i64) -> bool {
    let (typed, now) = (bare(typed), step(micros));
    if typed.len() == 6 {
        let found = (now.saturating_sub(SKEW)..=now + SKEW).find(|s| *s > factor.last_step && code(&factor.secret, *s) == typed);
        factor.last_step = found.unwrap_or(factor.last_step);
        return found.is_some();
    }
    let digest = recovery_digest(&typed);
    let found = factor.recovery.iter().position(|kept| *kept == digest);
    if let Some(place) = found {
        factor.recovery.remove(place);
        return true;
    }
    false
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, SHA-1, the last six of eight digits.
        for (seconds, expected) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")] {
            assert_eq!(code(b"12345678901234567890", step(seconds * 1_000_000)), expected);
        }
        // RFC 4648, section 10, without padding.
        assert_eq!([base32(b"f"), base32(b"fooba"), base32(b"foobar")], ["MY", "MZXW6YTB", "MZXW6YTBOI"]);
        assert_eq!(from_base32("MZXW6YTBOI").unwrap(), b"foobar");
        assert_eq!(from_base32("M0"), None);
    }

    #[test]
    fn a_code_serves_once_and_only_near_its_time() {
        let at = |step: u64| i64::try_from(step * STEP * 1_000_000).unwrap();
        let mut factor = SecondFactor {
            account: kernel::Id::from("li"),
            secret: vec![7; 20],
            last_step: 0,
            recovery: vec![recovery_digest("ABCD-EFGH-IJKL-MNOP")],
            revision: 1,
        };
        let typed = code(&factor.secret, 1_000);
        assert!(!accept(&mut factor, &typed, at(1_002)), "too late");
        assert!(!accept(&mut factor, &typed, at(998)), "too early");
        assert!(accept(&mut factor, &format!("{} {}", &typed[..3], &typed[3..]), at(1_001)));
        assert!(!accept(&mut factor, &typed, at(1_001)), "used");
        assert!(!accept(&mut factor, &code(&[7; 20], 999), at(1_000)), "one before the one used");
        assert!(accept(&mut factor, "abcdefghijklmnop", at(1_001)));
        assert!(!accept(&mut factor, "ABCD-EFGH-IJKL-MNOP", at(1_001)), "used");
    }
}

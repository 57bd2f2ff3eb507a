//! SM3 digests: the hash of the event chain and of stored values.

use serde::{Deserialize, Serialize};
use sm3::{Digest as _, Sm3};
use std::fmt;

/// A 256-bit SM3 digest (GB/T 32905), written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(pub [u8; 32]);

/// SM3 over the parts, one after the other. The caller separates parts so that no two inputs run together.
#[must_use]
pub fn sm3(parts: &[&[u8]]) -> Digest {
    let mut hasher = Sm3::new();
    for part in parts {
        hasher.update(part);
    }
    Digest(hasher.finalize().into())
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let fault = || format!("not a 64-digit hexadecimal digest: {text}");
        if text.len() != 64 || !text.is_ascii() {
            return Err(fault());
        }
        let mut out = [0; 32];
        for (i, byte) in out.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).map_err(|_| fault())?;
        }
        Ok(Self(out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_example() {
        // GB/T 32905-2016, appendix A.1: SM3("abc").
        let d = sm3(&[b"abc"]);
        assert_eq!(d.to_string(), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assert_eq!(Digest::try_from(d.to_string()), Ok(d));
        assert!(Digest::try_from("zz".to_owned()).is_err());
    }
}

//! Authenticated encryption and keyed hashes, by suite. Each stored ciphertext names its suite, so that values of several lie side by side.

use crate::coding::damaged;
use crate::random::random;
use aes_gcm::aead::{Aead, KeyInit as _, Payload, consts::U12};
use aes_gcm::{Aes256Gcm, AesGcm, Nonce};
use app::ports::StoreError;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use sm3::Sm3;
use sm4::Sm4;
use std::str::FromStr;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

type Sm4Gcm = AesGcm<Sm4, U12>;

/// A cipher with the hash that belongs to it. The numbers lie in the database and never change their meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Suite {
    /// 1: AES-256-GCM with HMAC-SHA-256.
    #[default]
    Aes256Gcm = 1,
    /// 2: SM4-GCM (GB/T 32907) with HMAC-SM3 (GB/T 32905).
    Sm4Gcm = 2,
}

impl Suite {
    /// Its number in the database.
    pub(crate) fn id(self) -> i64 {
        self as i64
    }

    /// The suite of a number in the database.
    pub(crate) fn of(id: i64) -> Result<Self, StoreError> {
        match id {
            1 => Ok(Self::Aes256Gcm),
            2 => Ok(Self::Sm4Gcm),
            _ => Err(damaged(format!("密文用的算法套件 {id} 本程序不认识"))),
        }
    }
}

impl std::fmt::Display for Suite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Aes256Gcm => "aes-256-gcm",
            Self::Sm4Gcm => "sm4-gcm",
        })
    }
}

impl FromStr for Suite {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        [Self::Aes256Gcm, Self::Sm4Gcm]
            .into_iter()
            .find(|suite| suite.to_string() == name)
            .ok_or_else(|| format!("没有算法套件“{name}”，请写 aes-256-gcm 或者 sm4-gcm。(No such suite: write aes-256-gcm or sm4-gcm.)"))
    }
}

/// A 256-bit key, the same for every suite. It is never printed, and overwritten when it is dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Key(pub(crate) [u8; 32]);

/// A ciphertext with the suite and the nonce it was made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Locked {
    pub(crate) suite: i64,
    pub(crate) nonce: [u8; 12],
    pub(crate) bytes: Vec<u8>,
}

/// Encrypts; `place` says in which row and column the ciphertext will lie, and it opens nowhere else and under no other suite.
pub(crate) fn lock(suite: Suite, key: &Key, place: &[u8], plain: &[u8]) -> Result<Locked, StoreError> {
    let nonce: [u8; 12] = random()?;
    let bound = bound(suite, place);
    let (at, payload) = (Nonce::from(nonce), Payload { msg: plain, aad: &bound });
    let bytes = match suite {
        Suite::Aes256Gcm => aes(key).encrypt(&at, payload),
        Suite::Sm4Gcm => sm4(key).encrypt(&at, payload),
    };
    Ok(Locked { suite: suite.id(), nonce, bytes: bytes.map_err(|_| damaged("加密失败"))? })
}

/// Decrypts what was locked for this place under this key.
pub(crate) fn unlock(key: &Key, place: &[u8], suite: i64, nonce: &[u8], bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let suite = Suite::of(suite)?;
    let nonce: [u8; 12] = nonce.try_into().map_err(|_| damaged("密文的随机数长度不对"))?;
    let bound = bound(suite, place);
    let (at, payload) = (Nonce::from(nonce), Payload { msg: bytes, aad: &bound });
    let plain = match suite {
        Suite::Aes256Gcm => aes(key).decrypt(&at, payload),
        Suite::Sm4Gcm => sm4(key).decrypt(&at, payload),
    };
    plain.map(Zeroizing::new).map_err(|_| damaged("密文解不开：已被改动，或密钥不符"))
}

/// The suite's keyed hash over the parts. Parts other than the last have a fixed length or end in a zero byte.
pub(crate) fn keyed_hash(suite: Suite, key: &Key, parts: &[&[u8]]) -> [u8; 32] {
    // A 32-byte array is a valid HMAC key of fixed size; shorter than a block, it is filled up with zeros as HMAC prescribes.
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(&key.0);
    match suite {
        Suite::Aes256Gcm => {
            let mut mac = Hmac::<Sha256>::new(&(*block).into());
            parts.iter().for_each(|part| mac.update(part));
            mac.finalize().into_bytes().into()
        }
        Suite::Sm4Gcm => {
            let mut mac = Hmac::<Sm3>::new(&(*block).into());
            parts.iter().for_each(|part| mac.update(part));
            mac.finalize().into_bytes().into()
        }
    }
}

/// A key for one purpose, made from another by HMAC-SM3, whatever the suite.
pub(crate) fn derive(key: &Key, purpose: &str) -> Key {
    Key(keyed_hash(Suite::Sm4Gcm, key, &[purpose.as_bytes()]))
}

/// What a ciphertext is bound to: its suite and its place.
fn bound(suite: Suite, place: &[u8]) -> Vec<u8> {
    [&suite.id().to_be_bytes(), place].concat()
}

fn aes(key: &Key) -> Aes256Gcm {
    Aes256Gcm::new(&key.0.into())
}

/// SM4 takes 128 bits. They are derived, so that no byte ever keys two ciphers.
fn sm4(key: &Key) -> Sm4Gcm {
    let own = derive(key, "sinan/sm4-gcm/1");
    let mut half = Zeroizing::new([0; 16]);
    half.copy_from_slice(&own.0[..16]);
    Sm4Gcm::new(&(*half).into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use sm3::Digest as _;

    const SUITES: [Suite; 2] = [Suite::Aes256Gcm, Suite::Sm4Gcm];

    fn bytes(hex: &str) -> Vec<u8> {
        hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
    }

    fn sealed(cipher: &impl Aead<NonceSize = U12>, nonce: &str, plain: &str, aad: &str) -> Vec<u8> {
        let nonce: [u8; 12] = bytes(nonce).try_into().unwrap();
        cipher.encrypt(&nonce.into(), Payload { msg: &bytes(plain), aad: &bytes(aad) }).unwrap()
    }

    #[test]
    fn what_is_locked_opens_only_in_its_place_under_its_key_and_suite() {
        let key = Key([7; 32]);
        for (suite, other) in [(SUITES[0], 2), (SUITES[1], 1)] {
            let locked = lock(suite, &key, b"here", "张三".as_bytes()).unwrap();
            assert_eq!(locked.suite, suite.id());
            assert_eq!(**unlock(&key, b"here", suite.id(), &locked.nonce, &locked.bytes).unwrap(), *"张三".as_bytes());
            assert!(unlock(&key, b"there", suite.id(), &locked.nonce, &locked.bytes).is_err());
            assert!(unlock(&Key([8; 32]), b"here", suite.id(), &locked.nonce, &locked.bytes).is_err());
            assert!(unlock(&key, b"here", other, &locked.nonce, &locked.bytes).is_err());
            assert!(unlock(&key, b"here", 3, &locked.nonce, &locked.bytes).is_err());
            assert_ne!(lock(suite, &key, b"here", b"x").unwrap().nonce, lock(suite, &key, b"here", b"x").unwrap().nonce);
            assert_eq!(suite.to_string().parse(), Ok(suite));
        }
        assert!("des".parse::<Suite>().unwrap_err().contains("sm4-gcm"));
    }

    /// RFC 8998, appendix A.1.
    #[test]
    fn sm4_gcm_gives_the_known_answer() {
        let key: [u8; 16] = bytes("0123456789abcdeffedcba9876543210").try_into().unwrap();
        let plain = "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa";
        let made = sealed(&Sm4Gcm::new(&key.into()), "00001234567800000000abcd", plain, "feedfacedeadbeeffeedfacedeadbeefabaddad2");
        let cipher = "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d";
        assert_eq!(made, bytes(&format!("{cipher}83de3541e4c2b58177e065a9bf7b62ec")));
    }

    /// McGrew and Viega, “The Galois/Counter Mode of Operation”, test case 16.
    #[test]
    fn aes_256_gcm_gives_the_known_answer() {
        let key = Key(bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308").try_into().unwrap());
        let plain =
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
        let made = sealed(&aes(&key), "cafebabefacedbaddecaf888", plain, "feedfacedeadbeeffeedfacedeadbeefabaddad2");
        let cipher =
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662";
        assert_eq!(made, bytes(&format!("{cipher}76fc6ece0f4e1768cddf8853bb2d551b")));
    }

    /// RFC 4231, test case 2, for HMAC-SHA-256; the definition of HMAC, written out, for HMAC-SM3.
    #[test]
    fn keyed_hashes_give_the_known_answers() {
        let (mut key, data) = (Key([0; 32]), "what do ya want for nothing?");
        key.0[..4].copy_from_slice(b"Jefe");
        let sha = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(keyed_hash(Suite::Aes256Gcm, &key, &[data.as_bytes()]).to_vec(), bytes(sha));
        let pad = |with: u8| key.0.iter().chain(&[0; 32]).map(|b| b ^ with).collect::<Vec<u8>>();
        let inner = Sm3::digest([pad(0x36), data.as_bytes().to_vec()].concat());
        let outer = Sm3::digest([pad(0x5c), inner.to_vec()].concat());
        assert_eq!(keyed_hash(Suite::Sm4Gcm, &key, &[data.as_bytes()]).to_vec(), outer.to_vec());
    }

    #[test]
    fn keys_for_different_purposes_differ() {
        let key = Key([7; 32]);
        assert!(derive(&key, "a") != derive(&key, "b"));
        for suite in SUITES {
            assert_ne!(keyed_hash(suite, &key, &[b"a"]), keyed_hash(suite, &Key([8; 32]), &[b"a"]));
        }
    }
}

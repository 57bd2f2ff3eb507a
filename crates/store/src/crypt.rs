//! Authenticated encryption and keyed hashes, by suite.
//!
//! Suite 1 is AES-256-GCM with HMAC-SM3. Each stored ciphertext names its suite, so that another can be added beside it.

use crate::coding::damaged;
use crate::random::random;
use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use app::ports::StoreError;
use hmac::{Hmac, Mac as _};
use sm3::Sm3;

/// The suite that new values are written in.
pub(crate) const SUITE: i64 = 1;

/// A 256-bit key. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key(pub(crate) [u8; 32]);

/// A ciphertext with the nonce it was made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Locked {
    pub(crate) nonce: [u8; 12],
    pub(crate) bytes: Vec<u8>,
}

/// Encrypts; `place` says where the ciphertext will lie, and it opens nowhere else.
pub(crate) fn lock(key: &Key, place: &[u8], plain: &[u8]) -> Result<Locked, StoreError> {
    let nonce: [u8; 12] = random()?;
    let bytes = cipher(key).encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: place }).map_err(|_| damaged("加密失败"))?;
    Ok(Locked { nonce, bytes })
}

/// Decrypts what was locked for this place under this key.
pub(crate) fn unlock(key: &Key, place: &[u8], suite: i64, nonce: &[u8], bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    if suite != SUITE {
        return Err(damaged(format!("密文用的算法套件 {suite} 本程序不认识")));
    }
    let nonce: [u8; 12] = nonce.try_into().map_err(|_| damaged("密文的随机数长度不对"))?;
    cipher(key).decrypt(&Nonce::from(nonce), Payload { msg: bytes, aad: place }).map_err(|_| damaged("密文解不开：已被改动，或密钥不符"))
}

/// HMAC-SM3 over the parts. Parts other than the last have a fixed length or end in a zero byte.
pub(crate) fn keyed_hash(key: &Key, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = mac(key);
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// A key for one purpose, made from another.
pub(crate) fn derive(key: &Key, purpose: &str) -> Key {
    Key(keyed_hash(key, &[purpose.as_bytes()]))
}

fn cipher(key: &Key) -> Aes256Gcm {
    Aes256Gcm::new(&key.0.into())
}

fn mac(key: &Key) -> Hmac<Sm3> {
    // A 32-byte array is a valid HMAC key of fixed size; shorter than a block, it is filled up with zeros as HMAC prescribes.
    let mut block = [0; 64];
    block[..32].copy_from_slice(&key.0);
    Hmac::<Sm3>::new(&block.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn what_is_locked_opens_only_in_its_place() {
        let key = Key([7; 32]);
        let locked = lock(&key, b"here", "张三".as_bytes()).unwrap();
        assert_eq!(unlock(&key, b"here", SUITE, &locked.nonce, &locked.bytes).unwrap(), "张三".as_bytes());
        assert!(unlock(&key, b"there", SUITE, &locked.nonce, &locked.bytes).is_err());
        assert!(unlock(&Key([8; 32]), b"here", SUITE, &locked.nonce, &locked.bytes).is_err());
        assert!(unlock(&key, b"here", 2, &locked.nonce, &locked.bytes).is_err());
        assert_ne!(lock(&key, b"here", b"x").unwrap().nonce, lock(&key, b"here", b"x").unwrap().nonce);
    }

    #[test]
    fn keys_for_different_purposes_differ() {
        let key = Key([7; 32]);
        assert!(derive(&key, "a") != derive(&key, "b"));
        assert_ne!(keyed_hash(&key, &[b"a"]), keyed_hash(&Key([8; 32]), &[b"a"]));
    }
}

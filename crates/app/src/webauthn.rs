//! What an authenticator says (Web Authentication, level 2), checked step by step. Pure: challenge, answer and what is kept come in.
//!
//! Attestation is not asked for and not read: which make of device somebody uses is not the bureau's business. A signature therefore
//! stands for one key and nothing more; whose the key is was settled when it was added.

use crate::ports::Passkey;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value;
use ring::digest::{SHA256, digest};
use ring::signature::{ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;
use thiserror::Error;

/// COSE numbers of the signatures that are taken, the preferred first: ES256, EdDSA, and RS256, which older TPMs know alone.
pub(crate) const ALGORITHMS: [i64; 3] = [-7, -8, -257];
/// Longest credential id that the standard allows, in bytes.
const LONGEST_ID: usize = 1023;

/// For whom passkeys are made: a host's name and the address at which browsers must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelyingParty {
    id: String,
    origin: String,
}

impl RelyingParty {
    /// From the address at which people find the site. `None` where browsers would make none: without https (but on `localhost`), or
    /// under a number instead of a name.
    #[must_use]
    pub fn at(address: &str) -> Option<Self> {
        let address = address.to_ascii_lowercase();
        let (scheme, place) = address.split_once("://")?;
        let default = if scheme == "https" { ":443" } else { ":80" };
        let place = place.strip_suffix(default).unwrap_or(place);
        let (host, port) = place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port)));
        let named = host.split('.').all(|l| !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
        // A host whose last part is a number is an address (as browsers see it).
        let number = host.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
        let safe = scheme == "https" || scheme == "http" && host == "localhost";
        let fits = named && !number && safe && port.is_none_or(|p| p.parse::<u16>().is_ok());
        fits.then(|| Self { id: host.to_owned(), origin: format!("{scheme}://{place}") })
    }

    /// The host's name, which a passkey is made for.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// Why an answer does not hold; for the log, the person reads that it was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum Untrue {
    #[error("it cannot be read: {0}")]
    Unreadable(&'static str),
    #[error("it answers another question")]
    Kind,
    #[error("another challenge")]
    Challenge,
    #[error("another origin, or a page within another site's")]
    Origin,
    #[error("for another host")]
    RelyingParty,
    #[error("nobody was there, or the device did not verify who")]
    Unverified,
    #[error("flags that contradict each other or what was said before")]
    Flags,
    #[error("a kind of key that was not asked for")]
    Algorithm,
    #[error("made for another account")]
    Holder,
    #[error("the signature does not fit")]
    Signature,
    #[error("the counter went back: the key may have been copied")]
    Counter,
}

/// What a browser sends of a new credential, in the standard's JSON.
#[derive(Debug, Deserialize)]
pub(crate) struct Creation {
    response: CreationResponse,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct CreationResponse {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    attestation_object: String,
}

/// What a browser sends of a signature, in the standard's JSON.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Assertion {
    raw_id: String,
    response: AssertionResponse,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AssertionResponse {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    authenticator_data: String,
    signature: String,
    #[serde(default)]
    user_handle: Option<String>,
}

/// A credential that was made.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Made {
    /// Its id.
    pub credential: Vec<u8>,
    /// Its public key as `COSE_Key`.
    pub key: Vec<u8>,
    /// Its counter.
    pub counter: u32,
    /// Its holder's devices may share it.
    pub shared: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// The part of an answer that the device signs.
struct Said<'a> {
    shared: bool,
    counter: u32,
    /// What follows: a new credential, extensions.
    rest: &'a [u8],
    attested: bool,
    extended: bool,
}

/// Bytes as the standard's JSON writes them.
pub(crate) fn written(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes again; some browsers pad.
pub(crate) fn read(text: &str) -> Result<Vec<u8>, Untrue> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| Untrue::Unreadable("base64url"))
}

/// Checks a new credential: made here, for this challenge, by somebody whom the device verified.
pub(crate) fn made(party: &RelyingParty, challenge: &str, answer: &Creation) -> Result<Made, Untrue> {
    let client = read(&answer.response.client_data)?;
    client_data(party, &client, ("webauthn.create", challenge))?;
    let object = read(&answer.response.attestation_object)?;
    let mut left = object.as_slice();
    let object = map(&mut left, "attestation object")?;
    let data = entry(&object, &Value::from("authData")).and_then(Value::as_bytes).ok_or(Untrue::Unreadable("authData"))?;
    let said = authenticator_data(party, data)?;
    if !said.attested {
        return Err(Untrue::Unreadable("no credential"));
    }
    // Sixteen bytes name the make of the device; they are passed over.
    let (_, rest) = said.rest.split_at_checked(16).ok_or(Untrue::Unreadable("credential"))?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or(Untrue::Unreadable("credential"))?;
    let length = usize::from(u16::from_be_bytes(*length));
    if length == 0 || length > LONGEST_ID {
        return Err(Untrue::Unreadable("credential id"));
    }
    let (credential, after) = rest.split_at_checked(length).ok_or(Untrue::Unreadable("credential id"))?;
    let mut left = after;
    let key = map(&mut left, "public key")?;
    PublicKey::of(&key)?;
    let key = after[..after.len() - left.len()].to_vec();
    ends(left, said.extended)?;
    Ok(Made { credential: credential.to_vec(), key, counter: said.counter, shared: said.shared })
}

/// The credential that an answer is signed by, as it claims.
pub(crate) fn claimed(answer: &Assertion) -> Result<Vec<u8>, Untrue> {
    read(&answer.raw_id)
}

/// Checks a signature by a passkey that is known, whose holder has this handle. Returns the counter.
pub(crate) fn asserted(
    party: &RelyingParty,
    challenge: &str,
    (passkey, handle): (&Passkey, &[u8]),
    answer: &Assertion,
) -> Result<u32, Untrue> {
    let response = &answer.response;
    let client = read(&response.client_data)?;
    client_data(party, &client, ("webauthn.get", challenge))?;
    // Nobody gave a name before, so the device must say whose key it used.
    let told = response.user_handle.as_deref().map(read).transpose()?;
    if told.as_deref() != Some(handle) {
        return Err(Untrue::Holder);
    }
    let data = read(&response.authenticator_data)?;
    let said = authenticator_data(party, &data)?;
    if said.shared != passkey.shared || said.attested {
        return Err(Untrue::Flags);
    }
    ends(said.rest, said.extended)?;
    let signed = [data.as_slice(), digest(&SHA256, &client).as_ref()].concat();
    let key = map(&mut passkey.key.as_slice(), "public key")?;
    PublicKey::of(&key)?.verify(&signed, &read(&response.signature)?)?;
    // Keys that are shared among devices do not count and say zero for ever.
    if (said.counter, passkey.counter) != (0, 0) && said.counter <= passkey.counter {
        return Err(Untrue::Counter);
    }
    Ok(said.counter)
}

fn client_data(party: &RelyingParty, bytes: &[u8], (kind, challenge): (&str, &str)) -> Result<(), Untrue> {
    let data: ClientData = serde_json::from_slice(bytes).map_err(|_| Untrue::Unreadable("client data"))?;
    match () {
        () if data.r#type != kind => Err(Untrue::Kind),
        () if data.challenge.trim_end_matches('=') != challenge => Err(Untrue::Challenge),
        () if data.origin != party.origin || data.cross_origin => Err(Untrue::Origin),
        () => Ok(()),
    }
}

fn authenticator_data<'a>(party: &RelyingParty, data: &'a [u8]) -> Result<Said<'a>, Untrue> {
    let (host, rest) = data.split_first_chunk::<32>().ok_or(Untrue::Unreadable("authenticator data"))?;
    let (flags, rest) = rest.split_first().ok_or(Untrue::Unreadable("authenticator data"))?;
    let (counter, rest) = rest.split_first_chunk::<4>().ok_or(Untrue::Unreadable("authenticator data"))?;
    if digest(&SHA256, party.id.as_bytes()).as_ref() != host {
        return Err(Untrue::RelyingParty);
    }
    let flag = |bit: u8| flags >> bit & 1 == 1;
    let (present, verified, shared, backed_up) = (flag(0), flag(2), flag(3), flag(4));
    if !present || !verified {
        return Err(Untrue::Unverified);
    }
    if backed_up && !shared {
        return Err(Untrue::Flags);
    }
    Ok(Said { shared, counter: u32::from_be_bytes(*counter), rest, attested: flag(6), extended: flag(7) })
}

/// Nothing follows but the extensions that the flags announce; none was asked for, so what they say is not read.
fn ends(mut left: &[u8], extended: bool) -> Result<(), Untrue> {
    if extended {
        map(&mut left, "extensions")?;
    }
    if left.is_empty() { Ok(()) } else { Err(Untrue::Unreadable("something follows")) }
}

type Entries = Vec<(Value, Value)>;

fn map(left: &mut &[u8], what: &'static str) -> Result<Entries, Untrue> {
    match ciborium::from_reader(left) {
        Ok(Value::Map(entries)) => Ok(entries),
        _ => Err(Untrue::Unreadable(what)),
    }
}

fn entry<'a>(entries: &'a Entries, name: &Value) -> Option<&'a Value> {
    entries.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// A public key of a kind that was asked for (RFC 9053, RFC 8230).
enum PublicKey<'a> {
    /// An uncompressed point of P-256.
    Es256(Vec<u8>),
    Ed25519(&'a [u8]),
    Rs256 {
        n: &'a [u8],
        e: &'a [u8],
    },
}

impl<'a> PublicKey<'a> {
    fn of(key: &'a Entries) -> Result<Self, Untrue> {
        let number = |name: i64| entry(key, &Value::from(name)).and_then(Value::as_integer).and_then(|n| i64::try_from(n).ok());
        let bytes = |name: i64| entry(key, &Value::from(name)).and_then(Value::as_bytes).map(Vec::as_slice);
        let coordinate = |name: i64| bytes(name).filter(|b| b.len() == 32).ok_or(Untrue::Unreadable("public key"));
        // Kind of key, algorithm, curve.
        match (number(1), number(3), number(-1)) {
            (Some(2), Some(-7), Some(1)) => Ok(Self::Es256([&[4], coordinate(-2)?, coordinate(-3)?].concat())),
            (Some(1), Some(-8), Some(6)) => Ok(Self::Ed25519(coordinate(-2)?)),
            (Some(3), Some(-257), None) => {
                let whole = |name| bytes(name).filter(|b| !b.is_empty() && b.len() <= 1024).ok_or(Untrue::Unreadable("public key"));
                Ok(Self::Rs256 { n: whole(-1)?, e: whole(-2)? })
            }
            _ => Err(Untrue::Algorithm),
        }
    }

    fn verify(&self, signed: &[u8], signature: &[u8]) -> Result<(), Untrue> {
        let held = match self {
            Self::Es256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(signed, signature),
            Self::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(signed, signature),
            Self::Rs256 { n, e } => RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature),
        };
        held.map_err(|_| Untrue::Signature)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    /// A modulus, and a signature under it by OpenSSL; the private half was thrown away.
    const N: &str = "uGpB0C45BDdymkjvw5F3DJrJSYPmsdJmAA7yYp-Fii6KFAF_948CG8XQcQWFVlLYdKj_EVafNysqL4aN0_n0Cc6NqK1u-7RQ9N9-tOD6dVcHM5BJcg5PBgvTt2_1I-pRg4iUK38P7mUpIZ2Mrd9vPMBD0xARM0Cd_31UkIT8xRq__pCYspmC4cQnTx8aM04CU16w6wFr1AEFBgLCm0TsiLkl63Fx8rcfcCz5dxNutFVGsALw2hhwtSqN8xOgIziMf0zeIKFV2nHzebwk2dk6s6qKXzwWTqVDoUChXk3P8eodtpx1XJWwMGuKjym6h226Bd3kAkldvSFePYdnGxoi4w";
    const SIGNATURE: &str = "kN2SYLkC5-zWmJWFLyjc8XPwahRpU8Txq2HtM9uZaOo7xNG0_XKsrqZ8y4H2YjkUbcJpW_hSMZy9MtvhyaAJYXiO9nhBacbSr-rt7YoI8kpfQXVAM2MJD_aSBhL17yI05cRhBLlOkQGPeBQQrXsXARpyztFTooMTmE2ftvKyXKY2PhOk3p9GU1J6jl0sRQjlCpoTiF0fPLjUH8JPQ-TpVFZM9vZZHkgcstsOYFLkDJA8YTk0ILvR6lZ03H-n4OcrsMNg4nyuaKX1cbsDUO-Z4NQsP9F_NVWL_baT3C_MBzKoLsrpxSN3PN6t-iW8KpEJNa-DSuHWlKeUgAn5AGVkfA";

    #[test]
    fn a_signature_as_older_tpms_make_it_holds() {
        let entry = |name: i64, value: Value| (Value::from(name), value);
        let exponent: &[u8] = &[1, 0, 1];
        let cose = vec![entry(1, 3.into()), entry(3, (-257).into()), entry(-1, read(N).unwrap().into()), entry(-2, exponent.into())];
        let mut key = Vec::new();
        ciborium::into_writer(&Value::Map(cose), &mut key).unwrap();
        let account = kernel::Id::from("li");
        let passkey = Passkey { credential: vec![1], account, label: String::new(), began: 0, used: 0, key, counter: 8, shared: false };
        let party = RelyingParty::at("https://sinan.example").unwrap();
        let client = br#"{"type":"webauthn.get","challenge":"c2luYW4","origin":"https://sinan.example"}"#;
        let said = |counter: u8| {
            let host = digest(&SHA256, b"sinan.example");
            let response = AssertionResponse {
                client_data: written(client),
                authenticator_data: written(&[host.as_ref(), &[5, 0, 0, 0, counter]].concat()),
                signature: SIGNATURE.to_owned(),
                user_handle: Some(written(b"handle")),
            };
            asserted(&party, "c2luYW4", (&passkey, b"handle"), &Assertion { raw_id: String::new(), response })
        };
        assert_eq!(said(9), Ok(9));
        assert_eq!(said(10), Err(Untrue::Signature), "a bit that was not signed");
    }

    #[test]
    fn a_number_of_an_old_key_is_neither_empty_nor_without_end() {
        let key = |n: usize| [(1, 3.into()), (3, (-257).into()), (-1, vec![1_u8; n].into()), (-2, vec![3_u8].into())];
        let taken = |n: usize| PublicKey::of(&key(n).map(|(name, value): (i64, Value)| (Value::from(name), value)).to_vec()).is_ok();
        assert_eq!([0, 1, 256, 1024, 1025].map(taken), [false, true, true, true, false]);
    }
}

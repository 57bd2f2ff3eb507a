//! A device that makes passkeys and signs by them, as truthful as the test wants it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};
use serde_json::{Value as Json, json};

pub const HOST: &str = "sinan.example";
pub const ORIGIN: &str = "https://sinan.example";
/// Somebody was there, and the device knows who.
pub const VERIFIED: u8 = 0b101;

enum Key {
    Es256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// A device with one passkey, and what it says.
pub struct Device {
    key: Key,
    pub id: Vec<u8>,
    pub handle: Vec<u8>,
    pub counter: u32,
    pub host: &'static str,
    pub origin: &'static str,
    pub flags: u8,
    /// Said of the page; a page within another site's where it is true.
    pub within: bool,
    /// What the device says it does, in the place of what it does.
    pub kind: Option<&'static str>,
    /// What follows in the device's data.
    pub more: Vec<u8>,
    /// The curve of an ES256 key.
    pub curve: i64,
}

pub fn written(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn read(text: &Json) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}

impl Device {
    /// With a key on P-256, as most are.
    pub fn es256(id: &str) -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        Self::with(id, Key::Es256(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, document.as_ref(), &random).unwrap()))
    }

    pub fn ed25519(id: &str) -> Self {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self::with(id, Key::Ed25519(Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap()))
    }

    fn with(id: &str, key: Key) -> Self {
        let (id, handle) = (id.as_bytes().to_vec(), Vec::new());
        Self {
            key,
            id,
            handle,
            counter: 0,
            host: HOST,
            origin: ORIGIN,
            flags: VERIFIED,
            within: false,
            kind: None,
            more: Vec::new(),
            curve: 1,
        }
    }

    fn client_data(&self, kind: &str, options: &Json) -> Vec<u8> {
        let kind = self.kind.unwrap_or(kind);
        let data = json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": self.within, "more": 1 });
        data.to_string().into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let host = digest(&SHA256, self.host.as_bytes());
        [host.as_ref(), &[flags], &self.counter.to_be_bytes()].concat()
    }

    fn public(&self) -> Value {
        let entry = |name: i64, value: Value| (Value::from(name), value);
        match &self.key {
            Key::Es256(pair) => {
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                let numbers = [(1, 2), (3, -7), (-1, self.curve)].map(|(n, v): (i64, i64)| entry(n, Value::from(v)));
                Value::Map(numbers.into_iter().chain([entry(-2, Value::from(x)), entry(-3, Value::from(y))]).collect())
            }
            Key::Ed25519(pair) => {
                let numbers = [(1, 1), (3, -8), (-1, 6)].map(|(n, v): (i64, i64)| entry(n, Value::from(v)));
                Value::Map(numbers.into_iter().chain([entry(-2, Value::from(pair.public_key().as_ref()))]).collect())
            }
        }
    }

    /// Makes the passkey that is asked for.
    pub fn create(&mut self, options: &str) -> String {
        let options: Json = serde_json::from_str(options).unwrap();
        self.handle = read(&options["user"]["id"]);
        let mut key = Vec::new();
        ciborium::into_writer(&self.public(), &mut key).unwrap();
        let length = u16::try_from(self.id.len()).unwrap().to_be_bytes();
        let data = [self.data(self.flags | 0b100_0000).as_slice(), &[0; 16], &length, &self.id, &key, &self.more].concat();
        let text = |name: &str| Value::from(name);
        let object =
            Value::Map(vec![(text("fmt"), text("none")), (text("attStmt"), Value::Map(Vec::new())), (text("authData"), Value::from(data))]);
        let mut attestation = Vec::new();
        ciborium::into_writer(&object, &mut attestation).unwrap();
        let client = self.client_data("webauthn.create", &options);
        let response = json!({ "clientDataJSON": written(&client), "attestationObject": written(&attestation) });
        json!({ "id": written(&self.id), "rawId": written(&self.id), "type": "public-key", "response": response }).to_string()
    }

    /// Signs what is asked for.
    pub fn sign(&mut self, options: &str) -> Json {
        let options: Json = serde_json::from_str(options).unwrap();
        let (client, data) = (self.client_data("webauthn.get", &options), [self.data(self.flags), self.more.clone()].concat());
        let signed = [data.as_slice(), digest(&SHA256, &client).as_ref()].concat();
        let signature = match &self.key {
            Key::Es256(pair) => pair.sign(&SystemRandom::new(), &signed).unwrap().as_ref().to_vec(),
            Key::Ed25519(pair) => pair.sign(&signed).as_ref().to_vec(),
        };
        let response = json!({
            "clientDataJSON": written(&client),
            "authenticatorData": written(&data),
            "signature": written(&signature),
            "userHandle": written(&self.handle),
        });
        json!({ "id": written(&self.id), "rawId": written(&self.id), "type": "public-key", "response": response })
    }
}

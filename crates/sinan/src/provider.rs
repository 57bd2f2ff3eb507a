//! The city's provider of identities, asked by OpenID Connect: authorization code with PKCE, over https to the host of the settings alone.

use anyhow::{Context, Result, bail};
use app::ports::{Claimed, Provider, ProviderError, Secrets};
use async_trait::async_trait;
use http::{Request, Response, Uri};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use kernel::Title;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AsyncHttpClient, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpClientError, IdTokenFields, IssuerUrl, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, StandardErrorResponse, StandardTokenResponse, TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use std::io::{Cursor, Error};
use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest answer, in bytes.
const LARGEST: usize = 1024 * 1024;

/// `[sign_in.oidc]` of the settings file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The provider, as it signs; its host is the only one that is asked.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// The file with our secret there; a public client has none.
    pub client_secret_file: Option<PathBuf>,
    /// What people call it.
    pub label: Option<String>,
    /// The claim whose value names an account here, trusted to bind it the first time; without it each binds their own.
    pub match_claim: Option<String>,
}

/// Claims beyond the standard ones.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Others(serde_json::Map<String, serde_json::Value>);

impl AdditionalClaims for Others {}

type Fields = IdTokenFields<Others, EmptyExtraTokenFields, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
type Relying<Auth, Token, Info> = openidconnect::Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    Auth,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    Token,
    Info,
>;

/// A provider and our place there.
pub struct Oidc {
    settings: Settings,
    issuer: IssuerUrl,
    secret: Option<ClientSecret>,
    back: RedirectUrl,
    host: Uri,
    http: Client<HttpsConnector<HttpConnector>, Full<Cursor<Vec<u8>>>>,
}

impl Oidc {
    /// Reads the settings; `address` is where people find this site.
    ///
    /// # Errors
    /// A sentence, when they cannot work.
    pub fn new(settings: Settings, address: Option<&str>) -> Result<Self> {
        let address = address.context("设置里有 sign_in.oidc 时必须写 site.address，统一登录要凭它回到本站")?;
        let issuer = IssuerUrl::new(settings.issuer.clone()).context("设置里的 sign_in.oidc.issuer 不是网址")?;
        let host: Uri = settings.issuer.parse().context("设置里的 sign_in.oidc.issuer 不是网址")?;
        let near = host.host().is_some_and(|h| h == "127.0.0.1" || h == "localhost" || h == "[::1]");
        if host.scheme_str() != Some("https") && !near {
            bail!("设置里的 sign_in.oidc.issuer 必须是 https 网址（只有本机可以用 http）");
        }
        let secret = match &settings.client_secret_file {
            Some(path) => {
                let text =
                    std::fs::read_to_string(path).with_context(|| format!("读不了 sign_in.oidc.client_secret_file {}", path.display()))?;
                Some(ClientSecret::new(text.trim().to_owned()))
            }
            None => None,
        };
        let back = RedirectUrl::new(format!("{address}/sign-in/provider/back")).context("设置里的 site.address 不是网址")?;
        let tls = hyper_rustls::HttpsConnectorBuilder::new().with_native_roots().context("本机没有可信根证书")?;
        let http = Client::builder(TokioExecutor::new()).build(tls.https_or_http().enable_http1().build());
        Ok(Self { settings, issuer, secret, back, host, http })
    }

    /// One question to the provider's own host; redirects are not followed.
    async fn ask(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Error> {
        let uri = request.uri();
        if (uri.scheme(), uri.authority()) != (self.host.scheme(), self.host.authority()) {
            return Err(Error::other(format!("{} is not the issuer's host", uri.host().unwrap_or_default())));
        }
        let answered = async {
            let answer = self.http.request(request.map(|body| Full::new(Cursor::new(body)))).await.map_err(Error::other)?;
            let (head, body) = answer.into_parts();
            let body = Limited::new(body, LARGEST).collect().await.map_err(Error::other)?;
            Ok(Response::from_parts(head, body.to_bytes().to_vec()))
        };
        tokio::time::timeout(PATIENCE, answered).await.unwrap_or_else(|_| Err(Error::other("no answer in time")))
    }

    async fn relying(&self) -> Result<Relying<EndpointSet, EndpointMaybeSet, EndpointMaybeSet>, ProviderError> {
        let found = CoreProviderMetadata::discover_async(self.issuer.clone(), self).await;
        let metadata = found.map_err(|e| ProviderError::Unreachable(reasons(&e)))?;
        let client = Relying::from_provider_metadata(metadata, ClientId::new(self.settings.client_id.clone()), self.secret.clone());
        Ok(client.set_redirect_uri(self.back.clone()))
    }
}

impl<'c> AsyncHttpClient<'c> for Oidc {
    type Error = HttpClientError<Error>;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, Self::Error>> + Send + 'c>>;

    fn call(&'c self, request: Request<Vec<u8>>) -> Self::Future {
        Box::pin(async { self.ask(request).await.map_err(HttpClientError::Io) })
    }
}

#[async_trait]
impl Provider for Oidc {
    fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    fn label(&self) -> Title {
        match &self.settings.label {
            Some(label) => Title::new(label, label),
            None => Title::new("统一身份认证", "the city’s unified sign-in"),
        }
    }

    async fn address(&self, secrets: &Secrets) -> Result<String, ProviderError> {
        let client = self.relying().await?;
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(secrets.verifier.clone()));
        let (state, nonce) = (secrets.state.clone(), secrets.nonce.clone());
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (address, ..) = client.authorize_url(flow, || CsrfToken::new(state), || Nonce::new(nonce)).set_pkce_challenge(challenge).url();
        Ok(address.to_string())
    }

    async fn claims(&self, code: &str, secrets: &Secrets) -> Result<Claimed, ProviderError> {
        let client = self.relying().await?;
        let refused = |what: String| ProviderError::Refused(what);
        let exchange = client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(|e| refused(reasons(&e)))?;
        let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier.clone()));
        let answer = exchange.request_async(self).await.map_err(|e| refused(reasons(&e)))?;
        let token = answer.id_token().ok_or_else(|| refused("no ID token".into()))?;
        let verifier = client.id_token_verifier();
        let claims = token.claims(&verifier, &Nonce::new(secrets.nonce.clone())).map_err(|e| refused(reasons(&e)))?;
        if let Some(expected) = claims.access_token_hash() {
            let (alg, key) = (token.signing_alg(), token.signing_key(&verifier));
            let (alg, key) = (alg.map_err(|e| refused(reasons(&e)))?, key.map_err(|e| refused(reasons(&e)))?);
            let actual = AccessTokenHash::from_token(answer.access_token(), alg, key).map_err(|e| refused(reasons(&e)))?;
            if actual != *expected {
                return Err(refused("the access token is another one".into()));
            }
        }
        let named = self.settings.match_claim.as_ref().and_then(|name| claims.additional_claims().0.get(name)?.as_str());
        Ok(Claimed { subject: claims.subject().to_string(), account: named.map(str::to_owned) })
    }
}

/// An error with what is behind it.
fn reasons(error: &dyn std::error::Error) -> String {
    let mut all = error.to_string();
    let mut behind = error.source();
    while let Some(error) = behind {
        all = format!("{all}: {error}");
        behind = error.source();
    }
    all
}

//! One person at a browser, without the browser: signs in once, then sends forms over one kept connection.

use anyhow::{Context, Result, bail};
use http::{Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use tokio::net::TcpStream;
use uuid::Uuid;

/// An act that was acknowledged: from here on it must never be lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acked {
    /// The operation id it was sent under.
    pub operation: Uuid,
    /// Where its matter is.
    pub location: String,
}

/// A signed-in client with one connection.
pub struct Client {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    cookie: String,
}

impl Client {
    /// Connects and signs in as a demo persona.
    ///
    /// # Errors
    /// When the server does not answer as a demo bureau does.
    pub async fn sign_in(address: SocketAddr, persona: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let mut client = Self { sender, host: address.to_string(), cookie: String::new() };
        let response = client.send("POST", "/demo/enter", format!("account={persona}")).await?;
        let set = response.headers().get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok());
        let cookies: Vec<&str> = set.filter_map(|v| v.split(';').next()).collect();
        client.cookie = cookies.join("; ");
        if client.cookie.is_empty() {
            bail!("{persona} could not sign in: {}", response.status());
        }
        Ok(client)
    }

    /// Opens a consultation: one act, two events, with personal values to encrypt.
    ///
    /// # Errors
    /// When the connection ends or the act is not acknowledged.
    pub async fn consult(&mut self, operation: Uuid) -> Result<Acked> {
        let body = format!("operation={operation}&asker=%E5%8E%8B%E6%B5%8B&way=by_phone&topic=labour&question=%E6%BC%94%E7%A4%BA");
        let response = self.send("POST", "/matters/new/consultation/ask", body).await?;
        let status = response.status();
        let location = response.headers().get(header::LOCATION).and_then(|l| l.to_str().ok()).map(str::to_owned);
        match (status, location) {
            (StatusCode::SEE_OTHER, Some(location)) => Ok(Acked { operation, location }),
            _ => bail!("not acknowledged: {status} {}", String::from_utf8_lossy(&response.into_body())),
        }
    }

    /// Sends a form and says what came of it.
    ///
    /// # Errors
    /// When the connection ends.
    pub async fn post(&mut self, path: &str, body: String) -> Result<StatusCode> {
        Ok(self.send("POST", path, body).await?.status())
    }

    /// Reads a page.
    ///
    /// # Errors
    /// When the connection ends.
    pub async fn get(&mut self, path: &str) -> Result<(StatusCode, Bytes)> {
        let response = self.send("GET", path, String::new()).await?;
        Ok((response.status(), response.into_body()))
    }

    async fn send(&mut self, method: &str, path: &str, body: String) -> Result<http::Response<Bytes>> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, &self.host);
        if !self.cookie.is_empty() {
            request = request.header(header::COOKIE, &self.cookie);
        }
        if method == "POST" {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").header("sec-fetch-site", "same-origin");
        }
        self.sender.ready().await?;
        let response = self.sender.send_request(request.body(Full::new(Bytes::from(body)))?).await?;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.context("the answer broke off")?.to_bytes();
        Ok(http::Response::from_parts(parts, bytes))
    }
}

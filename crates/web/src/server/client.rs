//! Who is at the other end: the peer, or whom a proxy of ours names.

use super::Site;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use std::net::{IpAddr, SocketAddr};

/// Puts the visitor's own address in the place of the proxy's, where the peer is a proxy named in the settings.
pub(super) async fn believe(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    if let Some(peer) = peer {
        let client = behind(peer.to_canonical(), request.headers(), &site.options.trusted_proxies);
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(client, 0)));
    }
    next.run(request).await
}

/// Each proxy writes down at the end whom it heard it from: read backwards, the first who is no proxy of ours is the visitor, and
/// whatever stands before was written by the visitor.
fn behind(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let told: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).flat_map(|line| line.split(',')).map(str::trim).collect();
    let mut client = peer;
    for name in told.into_iter().rev() {
        if !proxies.contains(&client) {
            break;
        }
        // A word that is no address says nothing; the proxy that passed it on is the last one known.
        let Ok(next) = name.parse::<IpAddr>() else { break };
        client = next.to_canonical();
    }
    client
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn client(peer: &str, told: &[&str], proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in told {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let proxies: Vec<IpAddr> = proxies.iter().map(|p| p.parse().unwrap()).collect();
        behind(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn a_proxys_word_is_taken_from_named_proxies_alone() {
        assert_eq!(client("203.0.113.9", &["10.0.0.1"], &[]), "203.0.113.9", "nobody is trusted");
        assert_eq!(client("203.0.113.9", &["10.0.0.1"], &["127.0.0.1"]), "203.0.113.9", "a stranger says it");
        assert_eq!(client("127.0.0.1", &["203.0.113.9"], &["127.0.0.1"]), "203.0.113.9");
        assert_eq!(client("127.0.0.1", &["198.51.100.1, 203.0.113.9"], &["127.0.0.1"]), "203.0.113.9", "what the visitor wrote first");
        assert_eq!(client("127.0.0.1", &["198.51.100.1", "203.0.113.9"], &["127.0.0.1"]), "203.0.113.9", "on lines of their own");
        assert_eq!(client("127.0.0.1", &["203.0.113.9, 10.0.0.2"], &["127.0.0.1", "10.0.0.2"]), "203.0.113.9", "two proxies of ours");
        assert_eq!(client("127.0.0.1", &["203.0.113.9, nonsense"], &["127.0.0.1"]), "127.0.0.1");
        assert_eq!(client("127.0.0.1", &[], &["127.0.0.1"]), "127.0.0.1");
    }
}

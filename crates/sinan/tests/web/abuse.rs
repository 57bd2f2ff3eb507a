//! Requests that no browser sends: each gets an answer with a way on or is cut off, and the program goes on.

use super::visitor::{Bureau, Visitor};

fn status(answer: &str) -> u16 {
    answer.split_whitespace().nth(1).and_then(|s| s.parse().ok()).unwrap_or(0)
}

fn said(visitor: &Visitor, head: &str, body: &str) -> String {
    visitor.raw(format!("{head}\r\nhost: {}\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n{body}", visitor.host()).as_bytes())
}

#[test]
fn odd_addresses_get_a_page_with_a_way_on() {
    let bureau = Bureau::with("5", &[]);
    let mut visitor = bureau.visitor();
    let long = format!("/law?q={}", "x".repeat(9000));
    let addresses = [
        "/track?number=%00",
        "/law/%00",
        "/law/%ff%fe",
        "/law/%ED%A0%80",
        "/board/%2e%2e",
        "/board/-1",
        "/board/99999999999999999999",
        "/calendar?year=-1",
        "/calendar?year=999999999999",
        "/calendar?year=%F0%9F%98%80",
        "/deadline?start=9999-12-31&within=4294967295&unit=day",
        "/matters?page=0",
        "/matters?page=18446744073709551616",
        "/services/%27",
        "/registers/..%2f..%2fetc%2fpasswd",
        "/assets/../sinan.db",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%5c..%5csinan.db",
        "/assets/..%c0%af..%c0%afetc%c0%afpasswd",
        "/assets/%252e%252e%252fsinan.db",
        "/sinan.db",
        "/.git/config",
        "/.env",
        "//evil.example/",
        "/%2f%2fevil.example",
        "/law?lang=en%0d%0ax-evil:%201",
        "/sign-in?next=//evil.example",
        "/apply/legal_aid/0",
        "/apply/legal_aid/184467440737095516160",
        long.as_str(),
    ];
    for path in addresses {
        let answer = visitor.get(path);
        assert!(answer.status < 500 && answer.status != 0, "{path}: {}", answer.status);
        assert!(!answer.headers.iter().any(|(name, _)| name == "x-evil"), "{path}: a header of the visitor's own");
        assert!(!answer.location.contains("evil.example"), "{path}: {}", answer.location);
        if answer.status >= 400 {
            assert!(answer.body.contains("<h1>") && answer.links().contains(&"/".to_owned()), "{path} has no way on: {}", answer.body);
        }
        assert!(!answer.body.contains("root:") && !answer.body.contains("SQLite format"), "{path}");
    }
}

#[test]
fn odd_bodies_get_a_page_with_a_way_on() {
    let bureau = Bureau::with("5", &[]);
    let mut visitor = bureau.visitor();
    let many = "a=b&".repeat(5000);
    let wide = format!("number={}&code=x", "字".repeat(20_000));
    let bodies = [
        "number=a&number=b&code=c",
        "number=%00&code=a",
        "number=%ED%A0%80&code=%ff",
        "number=a\0&code=b",
        "%",
        "=",
        "&&&&",
        "number",
        "{\"number\":1}",
        "number[]=1&number[0]=2&code[a][b]=c",
        "number=1e999&code=NaN",
        many.as_str(),
        wide.as_str(),
    ];
    for body in bodies {
        for path in ["/track", "/sign-in", "/apply/legal_aid", "/demo/enter"] {
            let answer = visitor.send("POST", path, body);
            let shown: String = body.chars().take(40).collect();
            assert!(answer.status < 500 && answer.status != 0, "{path} {shown}: {}", answer.status);
            assert!(answer.status == 303 || answer.body.contains("<h1>"), "{path} {shown}: {} without a page", answer.status);
        }
    }
    assert_eq!(visitor.get("/").status, 200);
}

#[test]
fn methods_and_framing_that_nobody_offers_are_refused() {
    let bureau = Bureau::with("1", &[]);
    let mut visitor = bureau.visitor();
    for method in ["TRACE", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "FOO", "get"] {
        for path in ["/", "/track", "/sign-in", "/matters", "/demo/advance"] {
            let answer = visitor.send(method, path, "");
            assert!((300..500).contains(&answer.status), "{method} {path}: {}", answer.status);
            assert!(!answer.body.contains("sec-fetch-site"), "{method} sends the request back");
        }
    }
    // Two lengths, a length and chunks, chunks that are none, a length that is none: nobody may read two requests where another reads one.
    let framed = [
        "content-length: 5\r\ncontent-length: 6\r\n\r\na=b&c=",
        "content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /law HTTP/1.1\r\nhost: x\r\n\r\n",
        "transfer-encoding: chunked\r\n\r\nZZZ\r\na=b\r\n0\r\n\r\n",
        "transfer-encoding: xchunked\r\n\r\na=b",
        "transfer-encoding : chunked\r\n\r\n0\r\n\r\n",
        "content-length: -1\r\n\r\na=b",
        "content-length: 99999999999999999999999\r\n\r\na=b",
        "content-length: 0x3\r\n\r\na=b",
        "x-a: b\r\n c: d\r\n\r\n",
    ];
    for body in framed {
        let answer = said(&visitor, "POST /track HTTP/1.1", body);
        assert!(answer.is_empty() || (400..500).contains(&status(&answer)), "{body:?}: {answer}");
        assert!(answer.matches("HTTP/1.1 ").count() <= 1, "{body:?} was taken for two requests: {answer}");
    }
    // Chunks without end are cut at the size of a form.
    let endless = format!("transfer-encoding: chunked\r\n\r\n{}", format!("10000\r\n{}\r\n", "a".repeat(0x10000)).repeat(12));
    let answer = said(&visitor, "POST /track HTTP/1.1", &endless);
    assert!(answer.is_empty() || status(&answer) == 413, "{}", &answer[..answer.len().min(200)]);
    for head in
        ["GET http://evil.example/ HTTP/1.1", "GET * HTTP/1.1", "CONNECT evil.example:443 HTTP/1.1", "GET / HTTP/9.9", "GET  / HTTP/1.1"]
    {
        let answer = said(&visitor, head, "\r\n");
        assert!(status(&answer) < 500, "{head}: {answer}");
    }
    visitor.raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03");
    assert_eq!(visitor.get("/").status, 200);
}

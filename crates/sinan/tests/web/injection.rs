//! What reads like SQL, a pattern or a path is text: the answer is that of any other word.

use super::addresses::reached;
use super::handling::fill;
use super::visitor::{Answer, Bureau, Visitor, encoded};
use std::collections::BTreeSet;

/// The word that everything is compared with.
const PLAIN: &str = "zzqx";
const NUMBERED: &str = "zz(1)qx";
const ODD: [&str; 20] = [
    "'",
    "''",
    "\"",
    "' OR '1'='1",
    "' OR 1=1 --",
    "'; DROP TABLE matter; --",
    "') OR ('a'='a",
    "1) UNION SELECT body FROM event --",
    "%",
    "_%_",
    "\\",
    "\\'",
    "x' AND randomblob(1000000000)--",
    "x'||pg_sleep(5)--",
    "$1",
    "?1",
    "* MATCH NEAR(",
    "{{7*7}}",
    "../../sinan.db",
    "\u{feff}\u{202e}\u{1f600}",
];

/// The page without the echo of what was asked, in any form, and without the request's number.
fn told(answer: &Answer, word: &str) -> (u16, String) {
    let mut body = format!("{} {}", answer.location, answer.body);
    if let Some((before, rest)) = body.clone().split_once("id=\"errsum\"").or(None) {
        body = format!("{before}{rest}");
    }
    let html: String = word.chars().map(|c| if "&<>\"'".contains(c) { format!("&#{};", c as u32) } else { c.to_string() }).collect();
    let trimmed = word.trim();
    for echo in [html.as_str(), &encoded(word), &encoded(&html), word, trimmed] {
        body = body.replace(echo, "WORD");
    }
    // Addresses leave more letters as they are than the tests' own encoding does.
    let link: String = word
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() || b"-_.~".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect();
    body = body.replace(&link, "WORD").replace(&encoded(&link), "WORD");
    let mut out = String::new();
    for part in body.split("<span class=\"code\">") {
        out.push_str(part.split_once("</span>").map_or(part, |(code, rest)| if code.len() == 13 { rest } else { part }));
    }
    // A form's operation is a new one each time.
    let mut clean = String::new();
    for part in out.split("name=\"operation\"") {
        clean.push_str(part.strip_prefix(" value=\"").and_then(|p| p.split_once('"')).map_or(part, |(_, rest)| rest));
    }
    (answer.status, clean)
}

fn same(visitor: &mut Visitor, what: &str, ask: impl Fn(&mut Visitor, &str) -> Answer) -> usize {
    let expected = told(&ask(visitor, PLAIN), PLAIN);
    // A word in brackets is looked for as a matter's number, which is nobody's secret; a name in an address is not looked for.
    let numbered = told(&ask(visitor, NUMBERED), NUMBERED);
    for odd in ODD {
        let answer = ask(visitor, odd);
        assert!(answer.status < 500, "{what} with {odd}: {}", answer.status);
        let shown = told(&answer, odd);
        assert_eq!(shown.0, expected.0, "{what} with {odd}");
        // A list of one letter's width may wrap its echo; what counts is which rows are in it.
        let rows = |body: &str| body.matches("/matters/").count() + body.matches("<li").count() + body.matches("<tr").count();
        assert!([&expected.1, &numbered.1].iter().any(|body| rows(body) == rows(&shown.1)), "{what} with {odd} shows other rows");
        assert!(!shown.1.to_lowercase().contains("sqlite") && !shown.1.contains("syntax error"), "{what} with {odd}");
    }
    ODD.len()
}

#[test]
fn every_parameter_takes_odd_words_like_any_other() {
    let bureau = Bureau::with("30", &[]);
    let mut asked = 0;
    for account in ["", "haibowan.reviewer"] {
        let mut visitor = if account.is_empty() { bureau.visitor() } else { bureau.persona(account) };
        let mut parameters: BTreeSet<(String, String)> = BTreeSet::new();
        for path in reached(&mut visitor, 2).into_values().flatten() {
            let (bare, query) = path.split_once('?').unwrap_or((path.as_str(), ""));
            let page = visitor.get(&path);
            let of_links = query.split('&').filter_map(|pair| Some(pair.split_once('=')?.0.to_owned()));
            let of_forms = page.body.split("<form").skip(1).filter(|form| !form.split('>').next().unwrap_or_default().contains("post"));
            let fields = of_forms.flat_map(|form| form.split("</form>").next().unwrap_or_default().split("name=\"").skip(1));
            let names: BTreeSet<String> = of_links.chain(fields.filter_map(|f| Some(f.split('"').next()?.to_owned()))).collect();
            // Of a matter's own pages one is like the other.
            let pattern = if bare.starts_with("/matters/") { "/matters" } else { bare };
            parameters.extend(names.into_iter().map(|name| (pattern.to_owned(), name)));
        }
        for fixed in ["sort", "order", "q", "page", "due", "phase", "unit", "procedure", "newest"] {
            parameters.insert(("/matters".to_owned(), fixed.to_owned()));
        }
        println!("{} parameters for {account:?}", parameters.len());
        for (path, name) in parameters {
            asked +=
                same(&mut visitor, &format!("{path}?{name}"), |v, word| v.get(&format!("{path}?{}={}", encoded(&name), encoded(word))));
        }
    }
    let mut reviewer = bureau.persona("haibowan.reviewer");
    for (path, field) in [("/matters", "q"), ("/matters", "procedure"), ("/sign-in", "name"), ("/demo/enter", "account")] {
        let fields = move |word: &str| vec![(field.to_owned(), word.to_owned()), ("password".to_owned(), "x".to_owned())];
        // Failed sign-ins slow down the next, by name and address: each word asks as somebody else would.
        let words: &[&str] = if path == "/sign-in" { &ODD[..3] } else { &ODD };
        for word in words {
            let posted = fields(word);
            let pairs: Vec<(&str, &str)> = posted.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            let answer = reviewer.post(path, &pairs);
            assert!(answer.status < 500, "{path} {field} {word}: {}", answer.status);
            assert!(
                path != "/matters" || field != "q" || answer.status == 303 || answer.text().contains("没有找到"),
                "{word}: {}",
                answer.text()
            );
            asked += 1;
        }
    }
    println!("{asked} odd words asked");
    assert!(asked > 500, "{asked}");
}

/// What is typed into forms is kept as it is, and whatever reads it later reads text.
#[test]
fn text_fields_take_odd_words_like_any_other() {
    const START: &str = "/matters/new/legal_aid/apply";
    let bureau = Bureau::with("3", &[]);
    let mut applicant = bureau.visitor();
    applicant.post("/apply/legal_aid", &[("at-unit", "/wuhai/haibowan/legal-aid")]);
    for (step, fields) in
        [("1", &["applicant", "address", "id_number", "applying_as"][..]), ("4", &["facts", "aid_kind"]), ("6", &["household"])]
    {
        for field in fields {
            same(&mut applicant, &format!("{step} {field}"), |v, word| v.post(&format!("/apply/legal_aid/{step}"), &[(field, word)]));
        }
    }
    let mut reviewer = bureau.persona("haibowan.reviewer");
    let told = |answer: &Answer| (answer.status, answer.location.len());
    let expected = told(&applied_with(&mut reviewer, START, PLAIN));
    assert_eq!(expected.0, 303);
    for odd in ODD {
        let answer = applied_with(&mut reviewer, START, odd);
        assert_eq!(told(&answer), expected, "{odd}: {}", answer.text());
        // Read back, listed, searched for, and exported.
        for path in [answer.location.as_str(), "/matters?phase=all", "/desk", "/board"] {
            assert_eq!(reviewer.get(path).status, 200, "{path} after {odd}");
        }
        let found = reviewer.post("/matters", &[("q", odd)]);
        let itself = answer.location.split('?').next().unwrap();
        let of_the_list = found.links().into_iter().filter(|l| l.len() == itself.len() && l.starts_with("/matters/")).count();
        assert!(found.status == 303 || of_the_list <= 1, "{odd} finds {of_the_list} matters");
    }
}

fn applied_with(visitor: &mut Visitor, start: &str, word: &str) -> Answer {
    let fields = [
        ("applicant", word),
        ("applying_as", "in_person"),
        ("id_kind", "resident_id"),
        ("id_number", "11010519491231002x"),
        ("phone", "13800001234"),
        ("address", word),
        ("aid_kind", "litigation"),
        ("matter_kind", "labour"),
        ("facts", word),
        ("no_test_ground", "no_such_ground"),
        ("exempt_ground", "migrant_claim"),
        ("has_counsel", "no"),
        ("exempt_proof", word),
    ];
    fill(visitor, start, start, &fields)
}

//! Filling in a form as the page shows it, without knowing what it is about.

use super::visitor::Answer;

/// Values for every question of the page's first form that sends something: what stands there, the first choice, or a word of the kind
/// that is asked for.
pub fn filled(page: &Answer) -> Vec<(String, String)> {
    filled_with(page, &mut |_, _| None)
}

/// The same with words of one's own: by the question's name, and whether it is a plain line of text.
pub fn filled_with(page: &Answer, own: &mut dyn FnMut(&str, bool) -> Option<String>) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let Some((_, form)) = page.body.split_once("<form class=\"form\"") else { return out };
    let form = form.split("</form>").next().unwrap_or_default();
    for tag in form.split('<').filter(|t| ["input", "textarea", "select", "option"].iter().any(|k| t.starts_with(k))) {
        let inside = tag.split('>').next().unwrap_or_default();
        let of = |name: &str| inside.split_once(&format!("{name}=\"")).and_then(|(_, v)| v.split_once('"')).map(|(v, _)| v.to_owned());
        if tag.starts_with("option") {
            // The first that says something.
            if let (Some(last), Some(value)) = (out.last_mut().filter(|(_, v)| v.is_empty()), of("value")) {
                last.1 = value;
            }
            continue;
        }
        let (Some(name), kind) = (of("name"), of("type").unwrap_or_default()) else { continue };
        // When it happened is today, and needs no evidence.
        if ["occurred-on", "occurred-time", "proven-by"].contains(&name.as_str()) || kind == "file" {
            continue;
        }
        let known = out.iter().any(|(n, _)| *n == name);
        let value = match (kind.as_str(), of("value").filter(|v| !v.is_empty())) {
            ("radio" | "checkbox", _) if known => continue,
            (_, Some(value)) => value,
            _ if tag.starts_with("select") => String::new(),
            _ => {
                let usual = word(&name, inside);
                own(&name, usual == TEXT).unwrap_or_else(|| usual.to_owned())
            }
        };
        out.push((name, value));
    }
    out
}

/// Any text.
const TEXT: &str = "试填";

/// What is typed into an empty line.
fn word(name: &str, tag: &str) -> &'static str {
    let any = |parts: &[&str]| parts.iter().any(|p| name.contains(p));
    match tag {
        _ if any(&["phone", "mobile"]) => "13800001234",
        _ if any(&["id_number", "cn_id"]) => "11010519491231002x",
        _ if tag.contains("type=\"date\"") || any(&["_on", "date", "day"]) => "2026-9-29",
        _ if tag.contains("inputmode=\"numeric\"") || tag.contains("inputmode=\"decimal\"") => "1",
        _ => TEXT,
    }
}

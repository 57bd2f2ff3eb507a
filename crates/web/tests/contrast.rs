//! Contrast of the stylesheet's colours, in the light and in the dark: text 4.5 to 1, borders and shapes 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;

/// Colours by name, from the first block after `marker`.
fn tokens(css: &str, marker: &str) -> BTreeMap<String, [f64; 3]> {
    let from = css.find(marker).expect("the layer") + marker.len();
    let block = &css[css[from..].find(":root {").expect("its root") + from..];
    let block = &block[..block.find('}').expect("its end")];
    let mut found = BTreeMap::new();
    let bare: String = block.split("*/").map(|part| part.split("/*").next().unwrap_or_default()).collect();
    for declaration in bare.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let name = name.rsplit("--").next().unwrap_or_default().trim();
        let Some(hex) = value.trim().strip_prefix('#') else { continue };
        let hex = if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex.to_owned() };
        let channel = |i: usize| f64::from(u8::from_str_radix(&hex[i..i + 2], 16).expect("a colour")) / 255.0;
        found.insert(name.to_owned(), [channel(0), channel(2), channel(4)]);
    }
    found
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn words_and_shapes_can_be_read() {
    let css = std::str::from_utf8(web::assets::CSS).unwrap();
    let light = tokens(css, "@layer tokens {");
    let mut dark = light.clone();
    dark.extend(tokens(css, "@layer dark {"));
    assert!(light.len() > 25 && dark["ink"] != light["ink"], "both palettes are read");
    for (name, palette) in [("light", &light), ("dark", &dark)] {
        let check = |front: &str, back: &str, least: f64| {
            let found = contrast(palette[front], palette[back]);
            assert!(found >= least, "{name}: --{front} on --{back} is {found:.2}, should be {least}");
        };
        for ground in ["paper", "ground", "link-soft"] {
            ["ink", "muted", "link", "link-hover", "late", "warn", "ok", "info", "wait"].iter().for_each(|text| check(text, ground, 4.5));
        }
        for status in ["late", "warn", "ok", "info", "wait"] {
            check(status, &format!("{status}-bg"), 4.5);
            check("ink", &format!("{status}-bg"), 4.5);
            check(&format!("{status}-rule"), "paper", 3.0);
        }
        for (front, back, least) in [
            ("on-mast", "mast", 4.5),
            ("on-mast-2", "mast", 4.5),
            ("on-mast", "mast-2", 4.5),
            ("on-mast-2", "mast-2", 4.5),
            ("rule-strong", "paper", 3.0),
            ("needle", "paper", 3.0),
            ("bar", "sunk", 3.0),
            ("focus", "focus-ink", 4.5),
        ] {
            check(front, back, least);
        }
    }
    assert!((contrast([1.0; 3], [0.0; 3]) - 21.0).abs() < 0.01);
}

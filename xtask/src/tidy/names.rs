//! English names with the field's own terms; no pinyin; no drawer for whatever fits nowhere.

use super::{Finding, rust::Source, tree::Tree};
use std::collections::BTreeSet;

/// Pinyin that is likely to slip in. Each is the whole of one part of a name, so `sifa_bureau` is found and `specification` is not.
const PINYIN: [&str; 63] = [
    "anjian",
    "anyou",
    "banli",
    "beian",
    "beigao",
    "bianhao",
    "biaozhun",
    "buzheng",
    "chengxu",
    "chufa",
    "dangan",
    "dangshiren",
    "danwei",
    "daoqi",
    "diaojie",
    "dubandan",
    "fagui",
    "falv",
    "falyu",
    "falvyuanzhu",
    "fayuan",
    "fujian",
    "fuyi",
    "gongzheng",
    "gongzuo",
    "gongzuoliang",
    "jiancha",
    "jianding",
    "jiaozheng",
    "jieguo",
    "jigou",
    "juedingshu",
    "juanzong",
    "leixing",
    "lianxiren",
    "lvshi",
    "lyushi",
    "mingcheng",
    "mulu",
    "pucha",
    "qixian",
    "quxian",
    "renmin",
    "renyuan",
    "riqi",
    "shenhe",
    "shenpi",
    "shenqing",
    "shenqingren",
    "shenfenzheng",
    "shifou",
    "shijian",
    "shouli",
    "sifa",
    "sifasuo",
    "songda",
    "tiaojie",
    "tongzhishu",
    "wenshu",
    "xingzheng",
    "yaodian",
    "yewu",
    "zhuangtai",
];

/// File and folder names that say nothing of what is inside.
const DRAWERS: [&str; 6] = ["util", "utils", "helper", "helpers", "common", "misc"];

/// Every name that breaks the rule: file and folder names, and the identifiers of Rust files.
pub fn check(tree: &Tree, sources: &[Source]) -> Vec<Finding> {
    let mut findings = BTreeSet::new();
    for path in tree.files.keys() {
        for part in path.split('/') {
            let stem = part.split('.').next().unwrap_or_default();
            if path.ends_with(".rs") && DRAWERS.contains(&stem) {
                findings.insert((path.as_str(), 0, format!("“{stem}” says nothing of what is inside: name the idea")));
            }
            findings.extend(pinyin(stem).map(|word| (path.as_str(), 0, format!("pinyin in a file name: {word}"))));
        }
    }
    for source in sources {
        for word in &source.identifiers {
            let found =
                pinyin(&word.text).map(|pinyin| (source.path.as_str(), word.line, format!("pinyin in a name: {pinyin} in {}", word.text)));
            findings.extend(found);
        }
    }
    findings.into_iter().map(|(path, line, message)| Finding::new(path, line, message)).collect()
}

/// The first part of the name that is pinyin.
fn pinyin(name: &str) -> Option<&'static str> {
    let parts = parts(name);
    PINYIN.into_iter().find(|word| parts.iter().any(|part| part == word))
}

/// `shenqingRen_LIST` → shenqing, ren, list: cut at signs and where a capital follows a small letter.
fn parts(name: &str) -> Vec<String> {
    let mut words = String::new();
    let mut after_small = false;
    for c in name.chars() {
        if c.is_uppercase() && after_small {
            words.push(' ');
        }
        after_small = c.is_lowercase();
        words.extend(if c.is_alphanumeric() { c } else { ' ' }.to_lowercase());
    }
    words.split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, text: &str) -> Vec<String> {
        let tree = Tree::of(&[(path, text)]);
        check(&tree, &Source::all(&tree)).into_iter().map(|finding| finding.to_string()).collect()
    }

    #[test]
    fn english_passes() {
        let text = "//! 申请 are applications; shenqing in a comment is a word, not a name.\nfn apply(specification: &str) {}\n";
        assert_eq!(messages("crates/app/src/apply.rs", text), Vec::<String>::new());
    }

    #[test]
    fn pinyin_is_found_in_every_case() {
        let found = messages("crates/app/src/a.rs", "struct ShenqingForm;\nfn get_sifa() {}\nconst QIXIAN_DAYS: u8 = 7;\n");
        let expected = [
            "crates/app/src/a.rs:1: pinyin in a name: shenqing in ShenqingForm",
            "crates/app/src/a.rs:2: pinyin in a name: sifa in get_sifa",
            "crates/app/src/a.rs:3: pinyin in a name: qixian in QIXIAN_DAYS",
        ];
        assert_eq!(found, expected);
        assert_eq!(messages("crates/app/src/wenshu.rs", ""), ["crates/app/src/wenshu.rs: pinyin in a file name: wenshu"]);
    }

    #[test]
    fn drawers_are_found() {
        let found = messages("crates/app/src/utils/text.rs", "");
        assert_eq!(found, ["crates/app/src/utils/text.rs: “utils” says nothing of what is inside: name the idea"]);
    }
}

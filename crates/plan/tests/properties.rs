//! What holds for any text, and for any plan written by the rules of numbering.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use plan::{Source, diff, names, parse, quantities, read};
use proptest::prelude::*;
use shared::assert_partition;

/// Words that mean something to the reading of quantities.
const WORDS: &str = "对 凡 依托 围绕 涉案 由 从 至 到 为 达到 保持 控制在 至少 不超过 约 近 超 以上 以内 左右 余 内 新增 减少 增长 下降 提升 \
    同比 较上年 全年 年内 每月 每季度 每个司法所 每10万人 人均 上半年 年底前 三年内 2025年以来 全覆盖 动态清零 不发生 零事故 翻一番 过半 开展 完成 \
    培训 一次性 第一 二十大 百分点 工作日 小时 人次 的 率 （ ） “ ” 、 ， ； 。";

/// Pieces that make parsers stumble, in any order.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[一二三十]{1,2}[、．.]",
        "（[一二三]）",
        "[0-9]{1,3}[.．、）]",
        "第[一二]部分",
        "[①②]",
        "[一二三]是",
        Just("\n".to_owned()),
        Just("\r\n\r\n".to_owned()),
        Just("[bookmark: _GoBack]".to_owned()),
        Just("附件：1.".to_owned()),
        Just("责任单位：".to_owned()),
        "[“”《》（）()。；，：！]{1,3}",
        "不少于[0-9]{1,4}[件次%]",
        "(每|同比|到|较|百分之|翻)[年月一十0-9万]{0,4}",
        "[0-9]{4}年[0-9]{1,2}月底前",
        "[\u{4e00}-\u{4e2f}]{1,6}",
        prop::sample::select(WORDS.split_whitespace().map(str::to_owned).collect::<Vec<_>>()),
        prop::sample::select(WORDS.split_whitespace().map(str::to_owned).collect::<Vec<_>>()),
        "[一二两三十百万0-9.]{1,3}[件次个成倍年月日%]",
        "[ \u{3000}\u{200b}\u{feff}a-z+/·-]{1,3}",
        ".{0,4}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A plan as a tree of titles and sentences.
type Outline = Vec<(String, Vec<(String, Vec<String>)>)>;

fn words() -> impl Strategy<Value = String> {
    // Letters that are no numerals, labels, units or endings.
    prop::collection::vec(prop::sample::select("落实推动加快优化巩固拓展深入贯彻学习宣传".chars().collect::<Vec<_>>()), 4..14)
        .prop_map(String::from_iter)
}

fn outlines() -> impl Strategy<Value = Outline> {
    let point = (words(), prop::collection::vec(words(), 1..4));
    prop::collection::vec((words(), prop::collection::vec(point, 2..5)), 2..5)
}

const CHINESE: [&str; 20] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九",
    "二十",
];

/// A way of writing section and point labels, and whether points count through.
const STYLES: [(&str, &str, bool); 7] = [
    ("{c}、", "{n}.", true),
    ("{c}、", "（{c}）", false),
    ("第{c}部分　", "{n}、", false),
    ("第{c}部分　", "{c}、", true),
    ("（{c}）", "{n}．", false),
    ("{n}、", "（{c}）", false),
    ("{c}、", "（{n}）", true),
];

fn label(pattern: &str, n: usize) -> String {
    pattern.replace("{c}", CHINESE[n - 1]).replace("{n}", &n.to_string())
}

/// Writes the outline down in one of the styles.
fn written(outline: &Outline, (section_style, point_style, through): (&str, &str, bool)) -> String {
    let mut text = "示例市司法局2026年工作要点\n\n".to_owned();
    let mut count = 0;
    for (s, (title, points)) in outline.iter().enumerate() {
        text += &format!("{}{title}\n", label(section_style, s + 1));
        count = if through { count } else { 0 };
        for (title, sentences) in points {
            count += 1;
            text += &format!("　　{}{title}。", label(point_style, count));
            sentences.iter().for_each(|s| text += &format!("{s}。"));
            text.push('\n');
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_covered_without_gap_or_overlap(text in hostile()) {
        let source = Source::from_text("x.txt", &text);
        assert_partition(&source.text, &parse(&source));
    }

    #[test]
    fn quantities_and_names_lie_in_their_text(text in hostile(), year in prop::option::of(2000i16..2100)) {
        for q in quantities(&text, year) {
            prop_assert_eq!(q.span.of(&text), q.text.as_str());
            prop_assert!(q.value.is_none_or(f64::is_finite));
        }
        for name in names(&text, 0) {
            prop_assert!(name.span.of(&text).contains(&name.text));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), name in "[a-z]{0,3}\\.(txt|docx|pdf)") {
        let _ = read(&name, &bytes);
        let _ = read("x.docx", &[b"PK\x03\x04".as_slice(), &bytes].concat());
    }

    #[test]
    fn a_plan_written_in_any_style_reads_back(outline in outlines(), style in prop::sample::select(STYLES.to_vec())) {
        let text = written(&outline, style);
        let source = Source::from_text("x.txt", &text);
        let plan = parse(&source);
        assert_partition(&source.text, &plan);
        let found: Outline = plan
            .sections
            .iter()
            .map(|s| {
                let tasks = |p: &plan::Point| p.tasks.iter().map(|t| t.text.trim_end_matches('。').to_owned()).collect();
                (s.title.clone(), s.points.iter().map(|p| (p.title.clone(), tasks(p))).collect())
            })
            .collect();
        prop_assert_eq!(&found, &outline, "{}", text);
        prop_assert!(plan.sections.iter().all(|s| s.intro.is_empty()));
    }

    #[test]
    fn a_plan_survives_json(text in hostile()) {
        let plan = parse(&Source::from_text("x.txt", &text));
        let json = serde_json::to_string(&plan).unwrap();
        prop_assert_eq!(serde_json::from_str::<plan::Plan>(&json).unwrap(), plan);
    }

    #[test]
    fn an_edition_differs_from_itself_in_nothing(text in hostile(), other in hostile()) {
        let (a, b) = (parse(&Source::from_text("a", &text)), parse(&Source::from_text("b", &other)));
        prop_assert_eq!(diff(&a, &a), vec![]);
        // Every task of either edition is in a change or kept under its key.
        let changes = diff(&a, &b);
        let new: Vec<&str> = changes.iter().filter_map(|c| c.new_key.as_deref()).collect();
        let kept: Vec<&str> = a.tasks().map(|t| t.key.as_str()).collect();
        prop_assert!(b.tasks().all(|t| new.contains(&t.key.as_str()) || kept.contains(&t.key.as_str())));
        let old: Vec<&str> = changes.iter().filter_map(|c| c.old_key.as_deref()).collect();
        prop_assert!(a.tasks().all(|t| old.contains(&t.key.as_str()) || b.tasks().any(|u| u.key == t.key)));
    }
}

/// Each of these made an early version read the rest of the text again at every step.
#[test]
fn long_hostile_text_takes_no_longer_than_its_length() {
    for piece in [
        "（",
        "“a”",
        "一",
        "1.",
        "零",
        "每",
        "不少于1件、",
        "不发生",
        "6月底前",
        "同比增长1件",
        "\n1.a",
        "；一是甲；二是乙",
        "全覆盖",
        "（“",
        "9",
    ] {
        let text = |bytes: usize| format!("一、甲\n{}", piece.repeat(bytes / piece.len()));
        let time = |bytes: usize| {
            let source = Source::from_text("x", &text(bytes));
            let start = std::time::Instant::now();
            let plan = parse(&source);
            assert!(plan.nodes.last().is_some_and(|n| n.span.end == source.text.len()));
            start.elapsed().as_secs_f64()
        };
        let (short, long) = (time(20_000), time(160_000));
        // Eight times the text; quadratic work would take sixty-four times as long.
        assert!(long < 32.0 * short.max(0.01), "{piece}: {short:.3} s, then {long:.3} s");
    }
}

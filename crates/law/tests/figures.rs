//! What is a figure and what only looks like one. The phrases are invented; each shows one habit of Chinese drafting.

use law::figures_in;
use proptest::prelude::*;

/// The phrase, and its figures as `value unit`, separated by `, `.
const PHRASES: &[(&str, &str)] = &[
    // periods
    ("收到之日起七日内答复", "7 day"),
    ("应当在三日内转交", "3 day"),
    ("三十日届满", "30 day"),
    ("四十五日内办结", "45 day"),
    ("九十日", "90 day"),
    ("10日前", "10 day"),
    ("３日内", "3 day"),
    ("十五个工作日内", "15 workday"),
    ("5个工作日内", "5 workday"),
    ("五工作日", "5 workday"),
    ("二十四小时以内", "24 hour"),
    ("２４小时", "24 hour"),
    ("48个小时", "48 hour"),
    ("一个月", "1 month"),
    ("两个月内不履行", "2 month"),
    ("十二个月", "12 month"),
    ("一年内", "1 year"),
    ("每五年修订", "5 year"),
    ("二十年", "20 year"),
    ("七天至十五天", "7 day, 15 day"),
    ("十个自然日", "10 day"),
    ("一年六个月", "1 year, 6 month"),
    ("羁押一日折抵一日", "1 day, 1 day"),
    ("缓期二年执行", "2 year"),
    ("有关“三日”、“五日”的规定", "3 day, 5 day"),
    // ranges
    ("三日以上七日以下", "3 day, 7 day"),
    ("三至九人", "3 person, 9 person"),
    ("1至2名代理人", "1 person, 2 person"),
    ("3-5日", "3 day, 5 day"),
    ("３～５个工作日", "3 workday, 5 workday"),
    ("三日至七日", "3 day, 7 day"),
    ("五至十万元", "50000 yuan, 100000 yuan"),
    ("五万至十万元", "50000 yuan, 100000 yuan"),
    ("一倍以上三倍以下", "1 fold, 3 fold"),
    ("十日以上十五日以下拘留", "10 day, 15 day"),
    ("六个月以上一年以下", "6 month, 1 year"),
    // persons, money, shares, frequency, others
    ("两名以上人员", "2 person"),
    ("不得少于二人", "2 person"),
    ("三位专家", "3 person"),
    ("二名或者２名", "2 person, 2 person"),
    ("主任一人", "1 person"),
    ("人数十人以上", "10 person"),
    ("三千元以下", "3000 yuan"),
    ("二百元", "200 yuan"),
    ("一万二千元", "12000 yuan"),
    ("10万元以上30万元以下", "100000 yuan, 300000 yuan"),
    ("五千万元", "50000000 yuan"),
    ("一亿元", "100000000 yuan"),
    ("百分之八", "8 percent"),
    ("百分之二十以上", "20 percent"),
    ("加收3%", "3 percent"),
    ("８％", "8 percent"),
    ("三分之二以上通过", "2 of 3"),
    ("千分之五", "5 of 1000"),
    ("可以申请一次", "1 times"),
    ("两次以上", "2 times"),
    ("不满十四周岁", "14 周岁"),
    ("一式二份", "2 份"),
    ("三十分钟", "30 分钟"),
    ("一百零五日", "105 day"),
    ("一百二十日", "120 day"),
    // ordinals and citations
    ("依照第一款", ""),
    ("第二十五条", ""),
    ("第二十五条至第三十条", ""),
    ("第一项、第二项", ""),
    ("前两款", ""),
    ("与第三人恶意串通", ""),
    ("第三日", ""),
    ("第二年", ""),
    ("第一次修正", ""),
    ("〔2011〕5号", ""),
    // dates and points in time
    ("2021年8月20日", ""),
    ("2022年1月1日起施行", ""),
    ("二〇二六年三月一日", ""),
    ("每年1月31日前", ""),
    ("每月十日前", ""),
    ("2017年修正", ""),
    ("2020至2021年", ""),
    ("截止于二十四时", ""),
    ("期间的最后一日", ""),
    ("最后一次开庭", ""),
    ("自下一日开始", ""),
    ("上一年度", ""),
    ("九点三十分", ""),
    // words that begin like numbers
    ("一并提出", ""),
    ("一次性告知", ""),
    ("一次告知", ""),
    ("一般不予", ""),
    ("统一办理", ""),
    ("意见一致", ""),
    ("同一人民法院", ""),
    ("其中一个人民法院", ""),
    ("同一名称", ""),
    ("进一步", ""),
    ("情形之一的", ""),
    ("上一级机关", ""),
    ("一方当事人", ""),
    ("千方百计", ""),
    ("数十名", ""),
    ("三五日", ""),
    ("数百元", ""),
    ("若干日", ""),
    ("两个以上机关", ""),
    ("三级人民政府", ""),
    ("一定期限", ""),
    ("二审程序", ""),
    // amounts that are not whole are not guessed at
    ("1.5倍", ""),
    ("百分之零点五", ""),
    ("", ""),
];

#[test]
fn every_habit_is_read() {
    assert!(PHRASES.len() >= 60);
    for (phrase, expected) in PHRASES {
        let found: Vec<String> = figures_in(phrase).iter().map(ToString::to_string).collect();
        assert_eq!(found.join(", "), *expected, "{phrase}");
    }
}

#[test]
fn a_figure_keeps_its_term_and_a_little_around_it() {
    let found = figures_in("机关应当自收到申请之日起１５个工作日内作出是否准许的决定；三至九人");
    let words: Vec<_> = found.iter().map(|f| (f.text.as_str(), f.context.as_str())).collect();
    assert_eq!(words, [("１５个工作日", "到申请之日起１５个工作日内作出是否准"), ("三至九人", "三至九人"), ("三至九人", "三至九人")]);
}

proptest! {
    #[test]
    fn no_line_makes_it_fail(line in "[第一二三十百千万亿0-9５.点至到分之年月日个工作日人名元倍次%，。（）数几后最统 a]{0,24}") {
        for figure in figures_in(&line) {
            prop_assert!(line.contains(&figure.text) && line.contains(&figure.context));
            let around = figure.context.chars().count() - figure.text.chars().count();
            prop_assert!(around <= 12 && figure.context.contains(&figure.text));
        }
    }

    #[test]
    fn a_number_of_days_is_found_whatever_stands_around(days in 1u32..10_000, before in "[的应当于在]{0,5}", after in "[内前后起]{0,5}") {
        let found = figures_in(&format!("{before}{days}日{after}"));
        prop_assert_eq!(found.len(), 1);
        prop_assert!(found[0].says(u64::from(days), &law::FigureUnit::Day));
    }
}

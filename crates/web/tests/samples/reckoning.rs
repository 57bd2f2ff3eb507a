//! The explanation of a deadline, a correction, a paper.

use super::{Sample, Say, day, matter::head, sample};
use kernel::{Date, Lang};
use web::view::*;

pub fn pages(say: Say) -> Vec<Sample> {
    let mut texts = deadline(say);
    texts.layout.title = say.t("为什么是10月8日（载入法律文本时）", "Why 8 October, with texts loaded");
    texts.tentative =
        Some(say.t("下一年的放假安排还没有公布，公布以后这一天可能变动。", "Next year’s calendar is not published; the day may move."));
    texts.articles.iter_mut().for_each(|a| a.text = Run::split("（载入法律文本以后，这里是条文原文，**起作用的字**下面有朱线。）"));
    texts.strip = Some(long_strip());
    vec![
        sample("deadline", &deadline(say)),
        sample("deadline-texts", &texts),
        sample("correction", &correction(say)),
        sample("paper", &paper(say)),
    ]
}

fn cell(date: Date, kind: DayKind, note: &str) -> DayCell {
    DayCell { date, kind, note: note.to_owned(), make_up: false, today: date == super::TODAY }
}

fn strip(say: Say) -> DayStrip {
    use DayKind::{Counted, End, Paused, Rolled, Start};
    let mut days = vec![
        cell(day(9, 22), Start, say.0.pick("收到", "came")),
        cell(day(9, 23), Counted(1), ""),
        cell(day(9, 24), Counted(2), say.0.pick("告知", "asked")),
        cell(day(9, 25), Paused, say.0.pick("补充", "papers")),
        cell(day(9, 26), Paused, say.0.pick("补充", "papers")),
        cell(day(9, 27), Counted(3), ""),
        cell(day(9, 28), Counted(4), ""),
        cell(day(9, 29), Counted(5), say.0.pick("今天", "today")),
        cell(day(9, 30), Counted(6), ""),
        cell(day(10, 1), Counted(7), say.0.pick("国庆", "holiday")),
    ];
    days.extend((2..=7).map(|d| cell(day(10, d), Rolled, "")));
    days.push(cell(day(10, 8), End(None), say.0.pick("期满", "last day")));
    DayStrip {
        days,
        summary: say.t(
            "2026年9月22日(周二) 至 10月8日(周四)，共 17 天：计 7 · 停表 2 · 顺延 7 · 起点不计 1",
            "Tue 22 September to Thu 8 October 2026, 17 days: 7 counted · 2 stood still · 7 rolled over · the first not counted",
        ),
    }
}

fn long_strip() -> DayStrip {
    let start = day(9, 11);
    let days = (0i32..=60)
        .filter_map(|i| {
            let date = start.checked_add(jiff::Span::new().days(i)).ok()?;
            let kind = match i {
                0 => DayKind::Start,
                60 => DayKind::End(Some(60)),
                _ => DayKind::Counted(i.unsigned_abs()),
            };
            Some(DayCell { make_up: date == day(9, 20) || date == day(10, 10), ..cell(date, kind, "") })
        })
        .collect();
    DayStrip { days, summary: "2026-09-11 – 2026-11-10".to_owned() }
}

fn deadline(say: Say) -> DeadlinePage {
    let article = |zh: &str, en: &str, figures: &[&str]| ArticleView {
        citation: say.t(zh, en),
        href: format!("/law?q={zh}"),
        text: Vec::new(),
        figures: figures.iter().map(|f| (*f).to_owned()).collect(),
    };
    let step = |text: (&str, &str), basis: (&str, &str), href: &str, month, of| StepRow {
        text: say.t(text.0, text.1),
        basis: say.link(basis.0, basis.1, href),
        date: DueHead::Day(day(month, of)),
    };
    let say_zh = "9月22日(周二) 收到申请，**从次日起算 7 日**。9月24日一次性告知补充材料，26日补齐，中间**停表两天**。第 7 日是 10月1日，正逢国庆假期，所以**顺延到假后第一个工作日**，10月8日。";
    let say_en = "The application came on Tue 22 September; **7 days run from the next day**. Papers were asked for on 24 September and came on the 26th: **the clock stood still for two days**. Day 7 is 1 October, a holiday, so it **rolls on to the first working day**, 8 October.";
    DeadlinePage {
        layout: say.desk("为什么是10月8日 乌法援〔2026〕0501号", "No. 0501: why 8 October", "/matters"),
        head: head(say, "/m/0501/clocks/review"),
        question: say.t("为什么审查要在这一天前作出决定", "Why the decision is due on this day"),
        due: DueHead::Day(day(10, 8)),
        left: say.t("剩 2 个工作日", "2 working days left"),
        light: Light::Warn,
        tentative: None,
        say: Run::split(say.0.pick(say_zh, say_en)),
        articles: vec![
            article("法律援助法第四十三条第一款", "Legal Aid Law, art. 43(1)", &["七日", "三日"]),
            article("民法典第二百零三条", "Civil Code, art. 203", &["次日"]),
        ],
        strip: Some(strip(say)),
        steps: vec![
            step(("收到申请（网上提交）", "Application received (online)"), ("申请表", "Application"), "/m/0501/papers/0", 9, 22),
            step(
                ("开始的日不计，次日为第 1 日", "The first day is not counted"),
                ("民法典第二百零一条", "Civil Code, art. 201"),
                "/law?q=201",
                9,
                23,
            ),
            step(("7 日，按自然日算", "7 days, calendar days"), ("法律援助法第四十三条", "Legal Aid Law, art. 43"), "/law?q=43", 9, 29),
            step(
                ("补充材料期间停表 2 日", "Stood still for 2 days"),
                ("本地规定（通知载明）", "local rule, stated in the notice"),
                "",
                10,
                1,
            ),
            step(
                ("末日是法定假日，顺延", "The last day is a holiday and rolls on"),
                ("2026年放假安排", "2026 calendar"),
                "/calendar/2026",
                10,
                8,
            ),
        ],
        what_if: Some(what_if(say)),
        report: Some(say.link("报告算错了", "Report a mistake", "/m/0501/clocks/review/report")),
    }
}

fn correction(say: Say) -> CorrectionPage {
    let mut on = FieldView::new("occurred_on", say.t("收到日期应为", "The date of receipt should be"), FieldKind::Date);
    on.value = "2026年9月22日".to_owned();
    on.required = true;
    on.hint = Some(say.t("例如 2026年9月22日，或者 2026-9-22", "For example 2026-09-22"));
    let mut reason = FieldView::new("reason", say.t("为什么更正", "Why it is corrected"), FieldKind::Area);
    reason.required = true;
    let mut second = FieldView::new("second", say.t("请谁复核", "Who confirms it"), FieldKind::Select);
    second.options = vec![OptionView::new("han", say.t("韩雪梅（演示）", "Han Xuemei (demo)"))];
    second.required = true;
    let form = FormView {
        action: "/m/0501/correct/1".to_owned(),
        operation: "op-5".to_owned(),
        groups: vec![FieldGroup {
            title: say.t("更正的内容", "The correction"),
            fields: vec![on, reason, second],
            ..FieldGroup::default()
        }],
        general: Vec::new(),
        submit: say.t("提交更正，送第二人确认", "Send the correction to be confirmed"),
        consequences: vec![say.t("原来的记录仍然看得见。", "The old record stays in sight.")],
        grave: false,
        cancel: Some(say.link("不更正，回本案", "Leave it, back to the matter", "/m/0501")),
    };
    CorrectionPage {
        layout: say.desk("更正收到日期 乌法援〔2026〕0501号", "No. 0501: correct the receipt", "/matters"),
        head: head(say, ""),
        event: say.t("收到申请", "application received"),
        now: vec![
            Fact::new(say.t("收到日期", "Received"), say.t("2026年9月23日(周三)", "Wed 23 September 2026")),
            Fact::new(say.t("录入", "Entered by"), say.t("赵敏（演示），同日 8:40", "Zhao Min (demo), the same day, 8:40")),
        ],
        effects: vec![
            say.t("审查期限会重算，可能提前一日。", "The review clock is reckoned again and may end a day earlier."),
            say.t("本年受理件数不变。", "The year’s count stays."),
        ],
        form,
    }
}

fn paper(say: Say) -> PaperPage {
    let mut layout = say.desk("给予法律援助决定书", "Decision granting legal aid", "/matters");
    layout.frame = Frame::Sheet;
    layout.nav.clear();
    PaperPage {
        layout,
        organ: "乌海市法律援助中心".to_owned(),
        title: "给予法律援助决定书".to_owned(),
        number: "乌法援决〔2026〕412号".to_owned(),
        addressee: "林秀兰（演示）".to_owned(),
        paragraphs: [
            "你于2026年9月22日就追索劳动报酬一事提出的法律援助申请，本中心已收悉。",
            "经审查，你属于申请支付劳动报酬的进城务工人员，依照《中华人民共和国法律援助法》第四十二条第三项，免予核查经济困难状况；申请事项符合该法第三十一条第五项的规定。",
            "依照《中华人民共和国法律援助法》第四十三条，决定给予法律援助。本中心将在本决定作出之日起三日内指派法律援助人员。该期限的最后一日为法定休假日，顺延至2026年10月8日。",
            "法律援助不收取任何费用。你有权了解承办情况；对承办人员不依法履行职责的，可以向乌海市司法局投诉。",
        ]
        .map(str::to_owned)
        .to_vec(),
        remedy: String::new(),
        dated: "2026年9月29日".to_owned(),
        seal: Some("盖章处".to_owned()),
        foot: ["联系人：赵敏（演示）　电话：12348　地址：海勃湾区（演示）", "内容摘要（SM3）：5b1e 90c4 … 7a2d　本件一式三份"].map(str::to_owned).to_vec(),
        status: Status::new(Light::Wait, say.t("待盖章", "To be sealed")),
        provenance: say.t("第 1 版 · 赵敏（演示）拟，韩雪梅（演示）批", "Version 1 · drafted by Zhao Min (demo), approved by Han Xuemei (demo)"),
        back: say.link("返回本案", "Back to the matter", "/m/0501"),
        twin: (say.0 == Lang::Zh).then(|| "我们同意免费给您请律师要工资。最迟 10月8日(周四) 会打电话告诉您律师是谁。一分钱都不用交。有人要钱，请打 12348。".to_owned()),
    }
}

fn what_if(say: Say) -> WhatIf {
    let mut suppose = FieldView::new("suppose", say.t("假设", "Suppose"), FieldKind::Select);
    suppose.options = vec![
        OptionView::new("pause", say.t("再停表若干日", "the clock stands still again")),
        OptionView::new("start", say.t("收到日更正为", "another day of receipt")),
    ];
    let mut days = FieldView::new("days", say.t("日数", "Days"), FieldKind::Number(String::new()));
    days.value = "5".to_owned();
    let result = |title: (&str, &str), month, of, text: (&str, &str)| WhatIfResult {
        title: say.t(title.0, title.1),
        due: DueHead::Day(day(month, of)),
        text: say.t(text.0, text.1),
    };
    WhatIf {
        action: "/m/0501/clocks/review".to_owned(),
        fields: vec![suppose, days],
        results: vec![
            result(
                ("再停表 5 日（从明天起）", "Stands still for 5 more days, from tomorrow"),
                10,
                8,
                ("还是这一天：多出的几天都在假期里。", "The same day: the days added fall within the holiday."),
            ),
            result(("没有那次补充材料", "No papers had been asked for"), 9, 29, ("就是今天。", "That is today.")),
        ],
    }
}

//! The citizen's first page and the service guide.

use super::{Sample, Say, day, sample};
use web::view::chart::{Bar, bar};
use web::view::*;

pub fn pages(say: Say) -> Vec<Sample> {
    let mut elder = portal(say);
    elder.layout.elder = true;
    elder.layout.title = say.t("首页（长辈版）", "Home, large print");
    vec![sample("portal", &portal(say)), sample("portal-elder", &elder), sample("guide", &guide(say))]
}

fn portal(say: Say) -> PortalPage {
    PortalPage {
        layout: say.portal("首页", "Home", "/"),
        starts: Vec::new(),
        ask: Some("/guide".to_owned()),
        hints: vec![
            say.link("拖欠工资", "Unpaid wages", "/guide/legal-aid"),
            say.link("工伤", "Work injury", "/guide/legal-aid"),
            say.link("赡养抚养", "Maintenance", "/guide/legal-aid"),
            say.link("家庭暴力", "Domestic violence", "/guide/legal-aid"),
        ],
        doors: doors(say),
        news: vec![
            NewsItem {
                date: day(9, 25),
                title: say.t(
                    "国庆假期：12348 热线照常，窗口 10月8日(周四) 恢复",
                    "National Day: the 12348 line stays open; windows reopen on Thu 8 October",
                ),
                href: Some("/news/2".to_owned()),
            },
            NewsItem {
                date: day(9, 21),
                title: say.t(
                    "9月普法主题：法治宣传教育法，周六普法早市在人民公园",
                    "September’s theme: the law on legal education; Saturday market in People’s Park",
                ),
                href: Some("/news/1".to_owned()),
            },
        ],
        window: vec![
            say.t("最近的法律援助窗口", "Nearest legal-aid window"),
            say.t("海勃湾区公共法律服务中心", "Haibowan Public Legal Services Centre"),
            say.t("今天 8:30–12:00，14:30–17:30", "today 8:30–12:00 and 14:30–17:30"),
        ],
        figures: figures(say),
    }
}

fn guide(say: Say) -> GuidePage {
    let mut layout = say.portal("申请法律援助：办事指南", "Legal aid: service guide", "/guide/legal-aid");
    layout.crumbs = vec![say.link("首页", "Home", "/"), say.link("申请法律援助", "Legal aid", "#")];
    let fact = |zh: &str, en: &str, value: (&str, &str)| Fact::new(say.t(zh, en), say.t(value.0, value.1));
    GuidePage {
        layout,
        title: say.t("申请法律援助", "Apply for legal aid"),
        lead: say.t(
            "打官司、仲裁、调解请不起律师的，由政府免费请。",
            "If you cannot pay a lawyer for a lawsuit, arbitration or mediation, the government provides one free of charge.",
        ),
        apply: say.link("开始申请法律援助", "Start the application", "/apply/legal-aid/1"),
        conditions: vec![
            fact(
                "什么事",
                "Which matters",
                (
                    "要工资、工伤、赡养抚养、社会保险、交通事故、家庭暴力等。第三十一条",
                    "Wages, work injury, maintenance, social insurance, traffic accidents, domestic violence and others. Art. 31",
                ),
            ),
            fact("什么人", "Who", ("经济困难的人。标准由自治区定。第三十四条", "People in hardship, by the region’s standard. Art. 34")),
            fact(
                "不用核查",
                "No test",
                (
                    "低保、特困等对象；要工资、要工伤赔偿的进城务工人员；没有固定生活来源的老人、孩子、残疾人。第四十二条",
                    "People on relief; migrant workers claiming wages or injury damages; the old, children and disabled without income. Art. 42",
                ),
            ),
        ],
        materials: materials(say),
        steps: vec![
            fact("填申请", "Apply", ("网上 5 步，大约 3 分钟；也可以到窗口。", "5 steps online, about 3 minutes; or at a window.")),
            fact("审查", "Review", ("材料不齐，一次告诉您缺什么。", "If papers are missing you are told once, all of them.")),
            fact("决定", "Decision", ("书面告诉您。", "You are told in writing.")),
            fact("指派律师", "A lawyer", ("打电话告诉您是谁。", "We call and tell you who it is.")),
        ],
        limits: limits(say),
        facts: vec![
            fact("收费", "Fee", ("不收任何费用", "none")),
            fact("办理机构", "Organ", ("乌海市法律援助中心", "Wuhai Legal Aid Centre")),
            fact("要跑几次", "Visits", ("网上办不用跑", "none if done online")),
        ],
        remedies: vec![
            say.t(
                "不给援助，或者中途终止，可以向乌海市司法局提出异议。第四十九条",
                "If refused or ended, you may object to the Wuhai Justice Bureau. Art. 49",
            ),
            say.t("对异议的决定还不服，可以申请行政复议或者起诉。", "If you still disagree, you may ask for reconsideration or sue."),
        ],
        places: vec![
            fact(
                "海勃湾区公共法律服务中心",
                "Haibowan Centre",
                ("工作日 8:30–12:00，14:30–17:30", "working days 8:30–12:00 and 14:30–17:30"),
            ),
            fact("乌达区法律援助窗口", "Wuda window", ("工作日 8:30–12:00，14:30–17:30", "working days 8:30–12:00 and 14:30–17:30")),
        ],
    }
}

fn doors(say: Say) -> Vec<Door> {
    let door = |glyph: &str, title: (&str, &str), lead: (&str, &str), href: &str| Door {
        glyph: glyph.to_owned(),
        title: say.t(title.0, title.1),
        lead: say.t(lead.0, lead.1),
        href: href.to_owned(),
    };
    vec![
        door(
            "援",
            ("申请法律援助", "Apply for legal aid"),
            ("请不起律师，也能有律师。7日内答复。", "A lawyer even if you cannot pay. Answer within 7 days."),
            "/guide/legal-aid",
        ),
        door(
            "查",
            ("查办理进度", "Follow your matter"),
            ("凭办件编号和查询码，不用注册。", "With number and lookup code; no account."),
            "/track",
        ),
        door("法", ("查法律", "Look up the law"), ("期限、数字和官方发布处。", "Time limits, figures and the official place."), "/law"),
        door(
            "问",
            ("问问该找谁", "Ask whom to see"),
            ("法律援助、调解、复议、诉讼，各走哪条路。", "Aid, mediation, reconsideration, court: which way."),
            "/guide",
        ),
        door(
            "表",
            ("工作要点公开", "The work plan"),
            ("今年要办的22件大事，办到哪了。", "The 22 points of the year and how they stand."),
            "/public/board",
        ),
        door("历", ("工作日历", "Working days"), ("放假、调休，期限怎么数。", "Holidays, and how periods are counted."), "/calendar/2026"),
    ]
}

fn figures(say: Say) -> Vec<PublicFigure> {
    let figure = |title: (&str, &str),
                  value: &str,
                  note: (&str, &str),
                  v: f64,
                  max: f64,
                  target: f64,
                  expected: Option<f64>,
                  label: (&str, &str)| PublicFigure {
        title: say.t(title.0, title.1),
        value: value.to_owned(),
        note: say.t(note.0, note.1),
        chart: bar(&Bar { value: v, max, target: Some(target), expected, light: Light::Ok, width: 240.0, label: &say.t(label.0, label.1) }),
        basis: Some(say.link("怎么算的", "How it is counted", "/board/points/11")),
    };
    vec![
        figure(
            ("法律援助，每10万人", "Legal aid per 100,000 residents"),
            "89.6",
            (" / 目标115件", " / target 115"),
            89.6,
            140.0,
            115.0,
            Some(85.7),
            ("89.6件，目标115件，朱针为今日应达85.7件", "89.6, target 115, 85.7 expected by today"),
        ),
        figure(
            ("法律援助按期决定", "Decided on time"),
            "100",
            ("%，500件", "%, 500 matters"),
            100.0,
            100.0,
            100.0,
            None,
            ("按期决定率100%，500件", "100% decided on time, 500 matters"),
        ),
        figure(
            ("受援人评价满意", "Clients satisfied"),
            "97.8",
            ("%，312人评价", "%, 312 answers"),
            97.8,
            100.0,
            95.0,
            None,
            ("满意率97.8%，目标95%", "97.8% satisfied, target 95%"),
        ),
    ]
}

fn materials(say: Say) -> Vec<MaterialRow> {
    let material = |name: (&str, &str), form: (&str, &str), need: (&str, &str)| MaterialRow {
        name: say.t(name.0, name.1),
        form: say.t(form.0, form.1),
        need: say.t(need.0, need.1),
    };
    vec![
        material(("身份证", "Identity card"), ("原件拍照", "photo of the original"), ("要", "needed")),
        material(
            ("和事情有关的材料", "Papers about the matter"),
            ("欠条、合同、照片都行", "IOU, contract, photos"),
            ("有就带，没有先申请", "bring what you have; apply anyway"),
        ),
        material(
            ("免予核查的证明", "Proof of exemption"),
            ("原件拍照", "photo of the original"),
            ("属于免予核查的要，可以后补", "if exempt; can follow later"),
        ),
    ]
}

fn limits(say: Say) -> Vec<TimeLimit> {
    let limit = |title: (&str, &str), statutory: (&str, &str), promised: (&str, &str), ground: (&str, &str)| TimeLimit {
        title: say.t(title.0, title.1),
        statutory: say.t(statutory.0, statutory.1),
        promised: say.t(promised.0, promised.1),
        ground: say.t(ground.0, ground.1),
    };
    vec![
        limit(("决定给不给援助", "Deciding"), ("7日", "7 days"), ("5日", "5 days"), ("第四十三条第一款", "Art. 43(1)")),
        limit(("指派律师", "Assigning a lawyer"), ("3日", "3 days"), ("", ""), ("第四十三条第一款", "Art. 43(1)")),
        limit(("审查异议", "Reviewing an objection"), ("5日", "5 days"), ("", ""), ("第四十九条第二款", "Art. 49(2)")),
    ]
}

//! A matter: in review, and with a signature and a lapse that wait for the reader.

use super::{Sample, Say, TODAY, day, sample};
use web::view::*;

pub fn pages(say: Say) -> Vec<Sample> {
    let mut waiting = matter(say);
    waiting.layout.title = say.t("乌法援〔2026〕0476号 待您决定", "No. 0476: waiting for you");
    waiting.layout.notices.clear();
    waiting.lapses = vec![lapse(say)];
    waiting.pending = vec![signature(say)];
    waiting.can.clear();
    waiting.faults =
        vec![FaultLink { href: Some("#f-lapse-reason".to_owned()), text: say.t("请写明理由。", "Please give reasons.") }];
    vec![sample("matter", &matter(say)), sample("matter-waiting", &waiting)]
}

/// The identity of matter 0501.
pub fn head(say: Say, tab: &str) -> MatterHead {
    let item = |zh: &str, en: &str, href: &str, count: Option<u64>| NavItem {
        label: say.t(zh, en),
        href: href.to_owned(),
        count,
        current: tab == href,
    };
    MatterHead {
        number: "乌法援〔2026〕0501号".to_owned(),
        procedure: say.t("法律援助 · 申请 · 程序版本 1", "Legal aid · applied for · procedure version 1"),
        title: say.t("林秀兰（演示） 追索劳动报酬", "Lin Xiulan (demo), unpaid wages"),
        status: Status::new(Light::Live, say.t("审查中", "Under review")),
        handler: say.t("赵敏（演示）", "Zhao Min (demo)"),
        due: Some((say.t("审查决定", "Review"), say.due(10, 8, Light::Warn, "剩2个工作日", "2 working days left"))),
        tabs: vec![
            item("概况", "Overview", "/m/0501", None),
            item("时间线", "Timeline", "/m/0501#timeline", Some(5)),
            item("期限", "Deadlines", "/m/0501/clocks/review", Some(2)),
            item("文书", "Papers", "/m/0501#papers", Some(2)),
            item("当事人", "Parties", "/m/0501#parties", Some(2)),
        ],
    }
}

fn resumed(say: Say) -> Notice {
    Notice {
        light: Light::Ok,
        title: say.t("已收到补充的材料，审查期限接着算。", "The papers have come; the review clock goes on."),
        text: say.t("停表两天，期限改为 10月8日(周四)。", "It stood still for two days and now ends on Thu 8 October."),
        link: Some(say.link("为什么是这一天", "Why that day", "/m/0501/clocks/review")),
    }
}

fn matter(say: Say) -> MatterPage {
    let mut layout = say.desk("乌法援〔2026〕0501号 概况", "No. 0501: overview", "/matters");
    layout.notices = vec![resumed(say)];
    MatterPage {
        layout,
        head: head(say, "/m/0501"),
        faults: Vec::new(),
        lapses: Vec::new(),
        pending: Vec::new(),
        can: can(say),
        idle: Empty {
            title: say.t("现在没有您能办的", "Nothing for you to do now"),
            text: say.t("等前面的签批和建议处理完，这里会列出下一步。", "Once what is above is decided, the next steps appear here."),
            link: None,
        },
        cannot: cannot(say),
        timeline: timeline(say),
        events: 5,
        all_events: None,
        clocks: vec![
            ClockRow {
                title: say.t("审查决定", "Review"),
                due: Some(say.due(10, 8, Light::Warn, "剩2个工作日", "2 working days left")),
                outcome: String::new(),
            },
            ClockRow {
                title: say.t("补充材料", "Supplement"),
                due: None,
                outcome: say.t("9月26日已办，提前6日", "done on 26 September, 6 days early"),
            },
        ],
        facts: vec![
            Fact::new(say.t("事由", "Cause"), say.t("追索劳动报酬 18,600 元", "unpaid wages, ¥18,600")),
            Fact::new(say.t("援助类型", "Kind"), say.t("民事、行政", "civil or administrative")),
            Fact {
                name: say.t("经济困难", "Hardship"),
                value: say.t("免予核查", "exempt from the test"),
                link: Some(say.link("第四十二条", "art. 42", "/law?q=42")),
            },
            Fact::new(say.t("时效届满", "Limitation"), say.t("2027年6月30日(周三)", "Wed 30 June 2027")),
        ],
        parties: vec![
            PartyView {
                role: say.t("申请人", "Applicant"),
                name: say.t("林秀兰（演示）", "Lin Xiulan (demo)"),
                lines: vec![say.t("海勃湾区林荫街道", "Linyin, Haibowan")],
                masked: vec![
                    MaskedLine { name: say.t("证件号", "Identity number"), value: "●●●●●●●●3817".to_owned() },
                    MaskedLine { name: say.t("电话", "Phone"), value: "138●●●●6621".to_owned() },
                ],
            },
            PartyView {
                role: say.t("对方", "Other side"),
                name: say.t("某建筑劳务公司（演示）", "A labour contractor (demo)"),
                lines: Vec::new(),
                masked: Vec::new(),
            },
        ],
        reveal: Some(reveal(say)),
        papers: papers(say),
        verbs: Vec::new(),
        kin: Vec::new(),
        looks: Some(looks(say)),
        assign: Some(assign(say)),
        whole: true,
        chain: "5b1e 90c4 … 7a2d".to_owned(),
        proof: "/m/0501/proof".to_owned(),
    }
}

fn reveal(say: Say) -> RevealForm {
    let mut reason = FieldView::new("reason", say.t("查看理由", "Why you look"), FieldKind::Select);
    reason.required = true;
    reason.options =
        vec![OptionView::new("", say.t("请选择", "Choose")), OptionView::new("handling", say.t("办理本案", "To handle the matter"))];
    RevealForm { action: "/m/0501/reveal".to_owned(), reason }
}

pub fn looks(say: Say) -> Vec<Fact> {
    let row = |day: &str, zh: &str, en: &str| Fact::new(day, say.t(zh, en));
    vec![
        row("2026-09-28", "乌海市法律援助中心 审查员 · 事项页", "Wuhai Legal Aid Centre, reviewer · the matter’s page"),
        row("2026-09-26", "乌海市法律援助中心 评查员 · 文书 · 评查、归档", "Wuhai Legal Aid Centre, assessor · a paper · assessment"),
    ]
}

fn can(say: Say) -> Vec<CanDo> {
    let act = |title: (&str, &str), text: (&str, &str), ground: (&str, &str), verb: (&str, &str), id: &str| CanDo {
        title: say.t(title.0, title.1),
        text: say.t(text.0, text.1),
        ground: say.t(ground.0, ground.1),
        verb: say.t(verb.0, verb.1),
        href: format!("/m/0501/act/{id}"),
    };
    vec![
        act(
            ("给予法律援助", "Grant legal aid"),
            (
                "符合事项范围，免予核查经济困难。由负责人签批后生效。",
                "Within scope and exempt from the hardship test. Takes effect with the head’s signature.",
            ),
            ("第四十三条第一款", "Art. 43(1)"),
            ("决定给予援助", "Grant the aid"),
            "grant",
        ),
        act(
            ("先行提供", "Provide first"),
            (
                "时效届满不足七日，或者须立即保全时，先提供、后补手续。",
                "When limitation is near or assets must be secured: aid first, papers later.",
            ),
            ("第四十四条", "Art. 44"),
            ("先行提供援助", "Provide aid first"),
            "provide_first",
        ),
        act(
            ("不予法律援助", "Refuse legal aid"),
            ("须写明理由，并告知可以提出异议。", "Reasons are needed, and the right to object must be told."),
            ("第四十三条、第四十九条", "Arts 43 and 49"),
            ("决定不予援助", "Refuse the aid"),
            "refuse",
        ),
    ]
}

fn cannot(say: Say) -> Vec<CannotDo> {
    vec![
        CannotDo {
            title: say.t("再次要求补充材料", "Ask for papers again"),
            reason: say.t(
                "9月24日已经一次性告知过，不能再要第二次。",
                "What is missing was told once, on 24 September; it cannot be asked twice.",
            ),
            ground: say.t("第四十三条第二款", "Art. 43(2)"),
            remedy: None,
        },
        CannotDo {
            title: say.t("指派律师", "Assign a lawyer"),
            reason: say.t("还没有作出给予援助的决定。", "Aid has not been granted yet."),
            ground: say.t("第四十三条第一款", "Art. 43(1)"),
            remedy: None,
        },
        CannotDo {
            title: say.t("签批决定书", "Sign the decision"),
            reason: say.t("须由法律援助机构负责人签批，您没有这个岗位。", "Only the head of the agency signs; that is not your role."),
            ground: String::new(),
            remedy: Some(say.link("请韩雪梅（演示）签批", "Ask Han Xuemei (demo)", "/m/0501/ask")),
        },
    ]
}

fn timeline(say: Say) -> Vec<TimelineItem> {
    let item = |title: (&str, &str), on, actor: (&str, &str), note: (&str, &str)| TimelineItem {
        title: say.t(title.0, title.1),
        date: on,
        time: None,
        actor: say.t(actor.0, actor.1),
        note: say.t(note.0, note.1),
        ground: String::new(),
        links: Vec::new(),
        effects: Vec::new(),
        entered_on: None,
        corrected: None,
        correct: Some("/m/0501/correct/1".to_owned()),
    };
    let zhao = ("赵敏（演示）", "Zhao Min (demo)");
    let mut supplemented =
        item(("补充材料", "Papers supplemented"), day(9, 26), zhao, ("邮寄，邮戳9月26日", "by post, postmark 26 September"));
    supplemented.entered_on = Some(day(9, 28));
    supplemented.effects = vec![say.t("审查期限恢复计算", "The review clock goes on")];
    let mut served = item(("补充材料通知书送达", "Notice to supplement served"), day(9, 24), zhao, ("电子送达", "electronically"));
    served.time = Some("16:20".to_owned());
    served.links = vec![say.link("送达回证", "Proof of service", "/m/0501/papers/1")];
    let mut asked =
        item(("一次性告知补充", "Asked to supplement, once"), day(9, 24), zhao, ("缺务工证明", "proof of employment is missing"));
    asked.ground = say.t("第四十三条第二款", "art. 43(2)");
    asked.effects = vec![
        say.t("审查期限停表", "The review clock stands still"),
        say.t("起动：补充材料期限（10日）", "Starts: time to supplement (10 days)"),
    ];
    let mut corrected = item(
        ("收到日期更正", "Date of receipt corrected"),
        day(9, 23),
        zhao,
        ("第二人：韩雪梅（演示）", "second person: Han Xuemei (demo)"),
    );
    corrected.corrected = Some(say.t("原记 9月23日，依邮戳改为 9月22日。", "It said 23 September; by the postmark it is 22 September."));
    corrected.correct = None;
    let mut received =
        item(("收到申请", "Application received"), day(9, 22), ("林秀兰（演示）", "Lin Xiulan (demo)"), ("网上提交", "online"));
    received.links = vec![say.link("申请表", "Application", "/m/0501/papers/0")];
    received.effects = vec![say.t("起动：审查期限（7日）", "Starts: review (7 days)")];
    vec![supplemented, served, asked, corrected, received]
}

/// The questions on service, with ids of their own.
fn serve_fields(say: Say, paper: &str) -> Vec<FieldView> {
    let mut way = FieldView::new("way", say.t("送达方式", "Way of service"), FieldKind::Select);
    way.options = vec![
        OptionView::new("direct", say.t("直接送达", "In person")),
        OptionView::new("post", say.t("邮寄送达", "By post")),
        OptionView::new("electronic", say.t("电子送达", "Electronically")),
    ];
    let mut on = FieldView::new("served_on", say.t("送达日期", "Served on"), FieldKind::Date);
    on.value = TODAY.to_string();
    let mut fields = vec![way, on];
    fields.iter_mut().for_each(|f| {
        f.id = format!("f-{paper}-{}", f.name);
        f.required = true;
    });
    fields
}

fn papers(say: Say) -> Vec<PaperRow> {
    vec![
        PaperRow {
            title: say.t("材料接收凭证", "Receipt for papers"),
            number: "乌法援收〔2026〕501号".to_owned(),
            href: "/m/0501/papers/2".to_owned(),
            status: Status::new(Light::Wait, say.t("待送达", "To be served")),
            served: String::new(),
            serve: Some("/m/0501/papers/2/serve".to_owned()),
            operation: "op-2".to_owned(),
            fields: serve_fields(say, "p2"),
        },
        PaperRow {
            title: say.t("补充材料通知书", "Notice to supplement"),
            number: "乌法援补〔2026〕77号".to_owned(),
            href: "/m/0501/papers/1".to_owned(),
            status: Status::new(Light::Done, say.t("已送达", "Served")),
            served: say.t("9月24日(周四) 电子送达", "Thu 24 September, electronically"),
            serve: None,
            operation: String::new(),
            fields: Vec::new(),
        },
    ]
}

fn lapse(say: Say) -> LapseProposal {
    let mut reason = FieldView::new("reason", say.t("如果不采纳，写明理由", "If you decline, say why"), FieldKind::Area);
    reason.id = "f-lapse-reason".to_owned();
    reason.hint = Some(say.t("例如：材料9月28日已寄到，邮戳在期限内", "For example: the papers came on 28 September, postmarked in time"));
    LapseProposal {
        holder: String::new(),
        title: say.t("建议：视为撤回申请", "Proposed: application deemed withdrawn"),
        text: say.t("补充材料期限 9月28日(周一) 届满，没有登记收到材料。确认以后本案终结，并书面告知申请人。", "The time to supplement ran out on Mon 28 September and no papers are entered. If confirmed, the matter ends and the applicant is told in writing."),
        ground: say.t("法律援助法第四十三条第二款", "Legal Aid Law, art. 43(2)"),
        action: "/m/0476/lapse/supplement".to_owned(),
        operation: "op-3".to_owned(),
        reason,
        confirm: say.t("确认视为撤回", "Confirm the withdrawal"),
        decline: say.t("不采纳，继续审查", "Decline, go on reviewing"),
    }
}

fn signature(say: Say) -> PendingSignature {
    let mut opinion = FieldView::new("opinion", say.t("意见", "Opinion"), FieldKind::Area);
    opinion.id = "f-sign-opinion".to_owned();
    opinion.hint = Some(say.t("退回时必须写", "Needed when you return it"));
    PendingSignature {
        of: 7,
        minutes: Vec::new(),
        title: say.t("给予法律援助", "Grant legal aid"),
        drafted: say.t("赵敏（演示） 9月28日(周一) 16:40 拟", "drafted by Zhao Min (demo), Mon 28 September, 16:40"),
        paper: Some(say.link("看决定书草稿", "Read the draft decision", "/m/0476/papers/3")),
        steps: vec![
            SignStep {
                role: say.t("拟办", "Drafted"),
                person: say.t("赵敏（演示）", "Zhao Min (demo)"),
                status: Status::new(Light::Done, say.t("已签", "signed")),
            },
            SignStep {
                role: say.t("审批", "Approval"),
                person: say.t("韩雪梅（演示）", "Han Xuemei (demo)"),
                status: Status::new(Light::Live, say.t("等您签批", "waits for you")),
            },
        ],
        action: Some("/m/0476/sign".to_owned()),
        recall: None,
        facts: vec![Fact::new(say.t("由本机构管辖", "This agency is the right one"), say.t("是", "Yes"))],
        operation: "op-4".to_owned(),
        opinion,
    }
}

fn assign(say: Say) -> AssignForm {
    let mut handler = FieldView::new("handler", say.t("职责和人", "Role and person"), FieldKind::Select);
    handler.required = true;
    handler.options = vec![
        OptionView::new("", say.t("请选择", "Choose")),
        OptionView::new("reviewer@zhao", say.t("审查员：赵敏（演示）", "Reviewer: Zhao Min (demo)")),
    ];
    AssignForm { action: "/m/0501/assign".to_owned(), operation: "op-9".to_owned(), handler }
}

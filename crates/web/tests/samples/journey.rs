//! The citizen's application, from the first topic to following it.

use super::{Sample, Say, opening::applicant_fields, sample};
use web::view::chart::{Segments, segments};
use web::view::*;

pub fn pages(say: Say) -> Vec<Sample> {
    vec![
        sample("apply", &apply(say, 1)),
        sample("apply-failed", &apply(say, 2)),
        sample("check", &check(say)),
        sample("receipt", &receipt(say)),
        sample("track-form", &track_form(say)),
        sample("track", &track(say)),
    ]
}

fn service(say: Say) -> String {
    say.t("申请法律援助", "Legal aid")
}

fn progress(say: Say, step: usize) -> Markup {
    let label = say.t(&format!("第{step}步，共5步"), &format!("Step {step} of 5"));
    segments(&Segments {
        total: 5,
        done: step - 1,
        partial: 1,
        missed: 0,
        now: Some(step - 1),
        light: Light::Ok,
        width: 150.0,
        label: &label,
    })
}

fn form(say: Say, action: &str, groups: Vec<FieldGroup>, submit: (&str, &str)) -> FormView {
    FormView {
        action: action.to_owned(),
        operation: "op-8".to_owned(),
        groups,
        general: Vec::new(),
        submit: say.t(submit.0, submit.1),
        consequences: Vec::new(),
        grave: false,
        cancel: None,
    }
}

fn hardship_fields(say: Say) -> Vec<FieldView> {
    let mut who = FieldView::new("who", say.t("您属于哪一类人员？", "Which of these are you?"), FieldKind::Radios);
    who.required = true;
    who.error = Some(say.t("请选择您属于哪一类人员", "Choose which of these you are"));
    let option = |value: &str, zh: &str, en: &str, hint: Option<(&str, &str)>| OptionView {
        hint: hint.map(|h| say.t(h.0, h.1)),
        ..OptionView::new(value, say.t(zh, en))
    };
    who.options = vec![
        option("1", "申请支付劳动报酬，或者工伤赔偿的进城务工人员", "A migrant worker claiming wages or work-injury damages", None),
        option(
            "2",
            "社会救助、司法救助或者优抚对象",
            "On social or judicial relief, or entitled to special care",
            Some(("例如低保、特困、烈属", "for example minimum living allowance")),
        ),
        option("3", "无固定生活来源的未成年人、老年人、残疾人", "A child, an old or a disabled person without income", None),
        option("4", "都不是", "None of these", None),
        option("5", "说不清", "I am not sure", Some(("没关系，我们打电话帮您核对", "Never mind, we will call you and check"))),
    ];
    let mut people =
        FieldView::new("people", say.t("一起生活的有几口人？", "How many people live together?"), FieldKind::Number(say.t("人", "people")));
    people.required = true;
    people.hint = Some(say.t("包括您自己", "You included"));
    people.value = say.t("三口", "three");
    people.error = Some(say.t("家庭人口数要填数字，例如 3", "Give the number of people in digits, such as 3"));
    let mut income = FieldView::new(
        "income",
        say.t("全家上个月收入大约多少？", "About how much did your household earn last month?"),
        FieldKind::Number(say.t("元", "yuan")),
    );
    income.hint = Some(say.t("写个大概就行，全角数字、带逗号都可以", "A rough figure will do; commas are fine"));
    income.value = "３，２００".to_owned();
    income.why = Some(say.t("只用来核查经济困难状况，第四十一条", "Only to test hardship, art. 41"));
    vec![who, people, income]
}

fn apply(say: Say, step: u32) -> ApplyPage {
    let first = step == 1;
    let topic = if first { say.t("您是谁", "Who you are") } else { say.t("您的经济状况", "Your means") };
    let mut layout = say.portal(&format!("{topic} – 申请法律援助"), &format!("{topic} – legal aid"), "");
    layout.nav.clear();
    let group = FieldGroup {
        lead: Some(if first { say.t("用来受理申请、给您送文书、打电话。", "So that we can take in your application, write to you and call you.") } else { say.t("属于下面前三类的，有证明材料就不再核查收入。", "If you are one of the first three, proof is enough and your income is not tested.") }),
        why: Some(say.t("法律援助给经济困难的人。法律援助法第四十二条规定，三类人员免予核查。我们只问这条要用到的。", "Legal aid is for people in hardship. By art. 42 of the Legal Aid Law three groups are exempt. We only ask what this article needs.")),
        fields: if first { applicant_fields(say) } else { hardship_fields(say) },
        ..FieldGroup::default()
    };
    ApplyPage {
        layout,
        service: service(say),
        topic,
        step: (step, 5),
        progress: progress(say, step as usize),
        back: "/guide/legal-aid".to_owned(),
        form: form(say, &format!("/apply/legal-aid/{step}"), vec![group], ("保存并继续", "Save and continue")),
        leave: (!first).then(|| say.link("先存着，以后再填", "Keep it and go on later", "/apply/legal-aid/later")),
        discard: (!first).then(|| "/apply/legal-aid/discard".to_owned()),
    }
}

fn check(say: Say) -> CheckPage {
    let row = |zh: &str, en: &str, value: Option<(&str, &str)>| CheckRow {
        name: say.t(zh, en),
        value: value.map(|v| say.t(v.0, v.1)),
        change: "/apply/legal-aid/1?back=check".to_owned(),
    };
    let mut pledge = FieldView::new(
        "pledge",
        say.t("我说的是真的。如果不实，我愿意承担责任。", "What I have said is true. I answer for it if it is not."),
        FieldKind::Pledge,
    );
    pledge.required = true;
    let mut layout = say.portal("核对您填的内容 – 申请法律援助", "Check your answers – legal aid", "");
    layout.nav.clear();
    CheckPage {
        layout,
        service: service(say),
        step: (5, 5),
        progress: progress(say, 5),
        back: "/apply/legal-aid/4".to_owned(),
        sections: vec![
            CheckSection { title: say.t("您是谁", "Who you are"), rows: vec![row("姓名", "Name", Some(("林秀兰（演示）", "Lin Xiulan (demo)"))), row("身份证号", "Identity number", Some(("1503●●●●●●●●●●●●28", "1503●●●●●●●●●●●●28"))), row("手机", "Phone", Some(("138●●●●6621", "138●●●●6621")))] },
            CheckSection { title: say.t("经济状况", "Your means"), rows: vec![row("人员类别", "Group", Some(("申请支付劳动报酬的进城务工人员", "Migrant worker claiming wages"))), row("家庭人口", "Household", Some(("3 人", "3 people"))), row("家庭月收入", "Monthly income", None)] },
            CheckSection { title: say.t("要帮什么", "What it is about"), rows: vec![row("事由", "Cause", Some(("追索劳动报酬", "Unpaid wages"))), row("对方", "Other side", Some(("某建筑劳务公司（演示）", "A labour contractor (demo)"))), row("欠多少", "How much", Some(("18,600 元，2026年3月至6月", "¥18,600, March to June 2026")))] },
        ],
        after: Run::split(&say.t("7日内书面答复您。遇国庆假期，最迟 **10月8日(周四)**。提交后 10 分钟内可以撤回修改。", "You get an answer in writing within 7 days; because of the holiday at the latest on **Thu 8 October**. You can take it back within 10 minutes.")),
        form: form(say, "/apply/legal-aid/check", vec![FieldGroup { fields: vec![pledge], ..FieldGroup::default() }], ("提交法律援助申请", "Send the application")),
        discard: "/apply/legal-aid/discard".to_owned(),
    }
}

fn steps(say: Say) -> Vec<TrackStep> {
    let step =
        |title: (&str, &str), text: (&str, &str), state| TrackStep { title: say.t(title.0, title.1), text: say.t(text.0, text.1), state };
    vec![
        step(("收到申请", "Application received"), ("9月29日(周二)，材料齐全", "Tue 29 September, complete"), StepState::Done),
        step(
            ("审查", "Review"),
            ("看是否符合条件。您现在不用做什么。", "We see whether the conditions are met. There is nothing for you to do."),
            StepState::Current,
        ),
        step(("决定是否给予援助", "Decision"), ("最迟 10月8日(周四)", "At the latest on Thu 8 October"), StepState::Todo),
        step(
            ("指派律师", "A lawyer is assigned"),
            ("决定后 3 日内，会打电话告诉您是谁", "Within 3 days; we call and tell you who"),
            StepState::Todo,
        ),
        step(
            ("律师办理", "The lawyer acts"),
            ("仲裁或者起诉，律师会随时告诉您进展", "Arbitration or court; the lawyer keeps you informed"),
            StepState::Todo,
        ),
        step(
            ("办结，请您评价", "Closed; you may rate it"),
            ("评价不影响您以后办事", "It never affects your later matters"),
            StepState::Todo,
        ),
    ]
}

fn explain(say: Say) -> Vec<Run> {
    Run::split(&say.t("9月29日收到，从30日起**数7天**，到10月6日。那天放假，所以**顺延**到假后第一天，10月8日。（法律援助法第四十三条；民法典第二百零三条）", "It came on 29 September; **7 days** from the 30th end on 6 October. That is a holiday, so it **rolls on** to 8 October. (Legal Aid Law art. 43; Civil Code art. 203)"))
}

fn receipt(say: Say) -> ReceiptPage {
    ReceiptPage {
        layout: say.portal("受理回执", "Receipt", ""),
        heading: say.t("您的申请已经收到", "We have received your application"),
        number: "乌法援〔2026〕0502号".to_owned(),
        code: "K7M4-2X9Q-PT".to_owned(),
        matter: say.t("法律援助申请：追索劳动报酬", "Legal aid: unpaid wages"),
        due: Some(say.due(10, 8, Light::Ok, "国庆后第一个工作日", "first working day after the holiday")),
        explain: explain(say),
        steps: steps(say),
        done: "/apply/legal-aid/receipt".to_owned(),
        track: say.link("看办到哪一步", "See where it stands", "/track"),
    }
}

fn track_form(say: Say) -> TrackFormPage {
    let mut number = FieldView::new("number", say.t("办件编号", "Number"), FieldKind::Line);
    number.hint = Some(say.t("例如 乌法援〔2026〕0501号，括号随便用哪种", "For example 乌法援〔2026〕0501号; any brackets will do"));
    number.required = true;
    let mut code = FieldView::new("code", say.t("查询码", "Lookup code"), FieldKind::Code);
    code.hint = Some(say.t("回执上的 10 位，大小写都可以", "The 10 characters on your receipt, upper or lower case"));
    code.required = true;
    TrackFormPage {
        layout: say.portal("查办理进度", "Follow your matter", "/track"),
        form: form(
            say,
            "/track",
            vec![FieldGroup { fields: vec![number, code], ..FieldGroup::default() }],
            ("查办理进度", "Show where it stands"),
        ),
    }
}

fn track(say: Say) -> TrackPage {
    TrackPage {
        layout: say.portal("办理进度 0502", "Where no. 0502 stands", "/track"),
        heading: say.t("您的申请正在审查", "Your application is under review"),
        number: "乌法援〔2026〕0502号".to_owned(),
        matter: say.t("法律援助申请：追索劳动报酬", "Legal aid: unpaid wages"),
        holder: say.t("乌海市法律援助中心 赵敏（演示）", "Wuhai Legal Aid Centre, Zhao Min (demo)"),
        due: Some((
            say.t("最迟哪天答复", "Answer at the latest"),
            say.due(10, 8, Light::Ok, "国庆后第一个工作日", "first working day after the holiday"),
        )),
        explain: explain(say),
        steps: steps(say),
        looks: super::matter::looks(say),
        acts: vec![say.link("补交材料", "Hand in papers", "/track/papers")],
        remedy: say.t(
            "不服决定，可以向乌海市司法局提出异议（法律援助法第四十九条）。",
            "If you disagree with the decision you may object to the Wuhai Justice Bureau (Legal Aid Law, art. 49).",
        ),
    }
}

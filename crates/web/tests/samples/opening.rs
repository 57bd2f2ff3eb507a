//! Opening a matter and acting on it.

use super::{Sample, Say, matter::head, sample};
use web::view::*;

pub fn pages(say: Say) -> Vec<Sample> {
    vec![
        sample("start", &start(say)),
        sample("start-form", &start_form(say)),
        sample("act", &act(say)),
        sample("act-failed", &failed_act(say)),
    ]
}

fn start(say: Say) -> StartPage {
    let card = |glyph: &str, title: (&str, &str), lead: (&str, &str), id: &str| ProcedureCard {
        glyph: glyph.to_owned(),
        title: say.t(title.0, title.1),
        lead: say.t(lead.0, lead.1),
        ground: say.t("法律援助法 · 程序版本 1", "Legal Aid Law · version 1"),
        href: format!("/matters/new/{id}"),
    };
    let mut layout = say.desk("新建事项", "New matter", "/matters");
    layout.crumbs = vec![say.link("事项", "Matters", "/matters"), say.link("新建", "New", "#")];
    StartPage {
        layout,
        own: false,
        procedures: vec![
            card(
                "援",
                ("法律援助：窗口申请", "Legal aid: at the window"),
                ("申请人或者代为申请人来窗口，当面登记。", "The applicant, or someone for them, comes to the window."),
                "legal_aid.apply",
            ),
            card(
                "转",
                ("法律援助：转交申请", "Legal aid: forwarded"),
                ("办案机关、监管场所或者值班律师转来。", "Forwarded by an organ, a place of custody or a duty lawyer."),
                "legal_aid.forward",
            ),
            card(
                "通",
                ("法律援助：通知辩护", "Legal aid: on notice"),
                ("法院、检察院、公安机关通知指派。", "A court, procuratorate or police organ gives notice."),
                "legal_aid.notify",
            ),
            card(
                "询",
                ("法律咨询", "Legal advice"),
                ("当场答复，登记一条咨询记录。", "Answered at once; one record is made."),
                "consultation.open",
            ),
        ],
    }
}

pub fn applicant_fields(say: Say) -> Vec<FieldView> {
    let mut name = FieldView::new("applicant", say.t("申请人姓名", "Name of the applicant"), FieldKind::Line);
    let mut id = FieldView::new("id_number", say.t("证件号码", "Identity number"), FieldKind::Code);
    id.hint = Some(say.t("18 位，可以带空格", "18 digits, spaces allowed"));
    let mut phone = FieldView::new("phone", say.t("联系电话", "Phone"), FieldKind::Phone);
    let mut address = FieldView::new("address", say.t("住所", "Address"), FieldKind::Line);
    for f in [&mut name, &mut id, &mut phone, &mut address] {
        f.required = true;
    }
    vec![name, id, phone, address]
}

fn start_form(say: Say) -> StartFormPage {
    let mut layout = say.desk("新建：法律援助窗口申请", "New: legal aid at the window", "/matters");
    layout.crumbs =
        vec![say.link("事项", "Matters", "/matters"), say.link("新建", "New", "/matters/new"), say.link("窗口申请", "At the window", "#")];
    let mut kind = FieldView::new("kind", say.t("援助类型", "Kind of aid"), FieldKind::Radios);
    kind.options = vec![
        OptionView { chosen: true, ..OptionView::new("civil", say.t("民事、行政", "Civil or administrative")) },
        OptionView::new("criminal", say.t("刑事", "Criminal")),
        OptionView::new("non_litigation", say.t("非诉讼", "Out of court")),
    ];
    kind.required = true;
    let mut facts = FieldView::new("facts", say.t("请求和事实", "Claim and facts"), FieldKind::Area);
    facts.required = true;
    let mut expires = FieldView::new("expires_on", say.t("时效届满日", "Limitation expires on"), FieldKind::Date);
    expires.hint = Some(say.t("例如 2027年6月30日", "For example 2027-06-30"));
    let form = FormView {
        action: "/matters/new/legal_aid.apply".to_owned(),
        operation: "op-6".to_owned(),
        groups: vec![
            FieldGroup {
                title: say.t("申请人", "Applicant"),
                why: Some(say.t("受理和审查申请，法律援助法第四十三条第一款", "to review the application, Legal Aid Law art. 43(1)")),
                fields: applicant_fields(say),
                ..FieldGroup::default()
            },
            FieldGroup {
                title: say.t("事项", "Matter"),
                why: Some(say.t("判断是否属于援助范围，第三十一条", "to see whether it is within scope, art. 31")),
                fields: vec![kind, facts, expires],
                ..FieldGroup::default()
            },
            dated(say),
        ],
        general: Vec::new(),
        submit: say.t("登记法律援助申请", "Enter the application"),
        consequences: Vec::new(),
        grave: false,
        cancel: Some(say.link("不登记，返回", "Leave without entering", "/matters/new")),
    };
    StartFormPage {
        layout,
        title: say.t("登记法律援助申请", "Enter an application for legal aid"),
        procedure: say.t("法律援助 · 程序版本 1 · 窗口申请", "Legal aid · version 1 · at the window"),
        effects: vec![
            say.t("起动审查期限：7日内决定。", "Starts the review: a decision within 7 days."),
            say.t("给出办件编号和查询码。", "Gives a number and a lookup code."),
        ],
        ground: say.t("法律援助法第四十三条第一款", "Legal Aid Law, art. 43(1)"),
        form,
    }
}

/// The folded group for what happened on another day than it is entered.
fn dated(say: Say) -> FieldGroup {
    let mut on = FieldView::new("occurred_on", say.t("实际发生日", "It really happened on"), FieldKind::Date);
    on.hint = Some(say.t("例如邮戳日期；期限从这一天起算", "Such as the postmark; periods run from this day"));
    let mut evidence = FieldView::new("evidence", say.t("凭什么", "By what evidence"), FieldKind::Select);
    evidence.options = vec![
        OptionView::new("", say.t("请选择", "Choose")),
        OptionView::new("postmark", say.t("邮戳", "Postmark")),
        OptionView::new("receipt", say.t("签收单", "Signed receipt")),
    ];
    FieldGroup {
        title: say.t("与登记日不同时填写", "Fill in if it did not happen today"),
        lead: Some(say.t("不填就是今天，2026年9月29日(周二)。", "Left empty it is today, Tue 29 September 2026.")),
        folded: true,
        fields: vec![on, evidence],
        ..FieldGroup::default()
    }
}

fn act(say: Say) -> ActPage {
    let mut provider = FieldView::new("provider", say.t("承办人", "Lawyer"), FieldKind::Select);
    provider.options = vec![
        OptionView::new("", say.t("请选择", "Choose")),
        OptionView::new("l1", say.t("白雪（演示） · 在办 3 件", "Bai Xue (demo) · 3 in hand")),
        OptionView::new("l2", say.t("巴特尔（演示） · 在办 5 件 · 会蒙古语", "Bateer (demo) · 5 in hand · speaks Mongolian")),
    ];
    provider.required = true;
    provider.hint = Some(say.t("只列出执业中、没有利害关系的", "Only those practising and without a conflict"));
    let mut note = FieldView::new("note", say.t("给承办人的话", "A word to the lawyer"), FieldKind::Area);
    note.value = String::new();
    let mut file = FieldView::new("file", say.t("随附材料", "Papers to go with it"), FieldKind::File(true));
    file.hint = Some(say.t("PDF 或者照片，每个不超过 20 MB", "PDF or photos, up to 20 MB each"));
    let form = FormView {
        action: "/m/0501/act/assign".to_owned(),
        operation: "op-7".to_owned(),
        groups: vec![
            FieldGroup { title: say.t("指派给谁", "To whom"), fields: vec![provider, note, file], ..FieldGroup::default() },
            dated(say),
        ],
        general: Vec::new(),
        submit: say.t("指派承办律师", "Assign the lawyer"),
        consequences: Vec::new(),
        grave: false,
        cancel: Some(say.link("先不办，回本案", "Not now, back to the matter", "/m/0501")),
    };
    ActPage {
        layout: say.desk("指派律师 乌法援〔2026〕0501号", "No. 0501: assign a lawyer", "/matters"),
        head: head(say, ""),
        title: say.t("指派律师", "Assign a lawyer"),
        lead: say.t("决定给予援助之后 3 日内指派。", "Within 3 days after the grant."),
        ground: say.t("法律援助法第四十三条第一款", "Legal Aid Law, art. 43(1)"),
        effects: vec![
            say.t("停止：指派期限。", "Stops: assigning."),
            say.t("起动：签订委托协议（5日）。", "Starts: signing the retainer (5 days)."),
            say.t("制作：指派通知书，送承办人，抄送申请人。", "Makes: the assignment, to the lawyer, copy to the applicant."),
        ],
        form,
    }
}

fn failed_act(say: Say) -> ActPage {
    let mut page = act(say);
    let mut reasons = FieldView::new("reasons", say.t("理由", "Reasons"), FieldKind::Area);
    reasons.required = true;
    reasons.error = Some(say.t("请写明不予援助的理由", "Give the reasons for refusing"));
    page.layout.title = say.t("不予援助 乌法援〔2026〕0501号", "No. 0501: refuse");
    page.title = say.t("决定不予法律援助", "Refuse legal aid");
    page.lead = say.t("书面说明理由，告知可以提出异议。", "In writing, with reasons and the right to object.");
    page.effects = vec![
        say.t("送负责人签批，签批后生效。", "Goes to the head; takes effect when signed."),
        say.t("制作：不予法律援助决定书。", "Makes: the refusal."),
    ];
    page.form.groups = vec![FieldGroup { title: say.t("决定", "The decision"), fields: vec![reasons], ..FieldGroup::default() }];
    page.form.general = vec![
        say.t("别人刚刚改动了本案，请看过新的时间线再提交", "Someone has just acted on this matter; read the timeline and send again"),
    ];
    page.form.submit = say.t("送签不予援助决定", "Send the refusal for signing");
    page.form.consequences = vec![
        say.t(
            "申请人会收到书面决定，可以向司法行政部门提出异议。",
            "The applicant gets the decision in writing and may object to the bureau.",
        ),
        say.t("签批以后不能撤回，只能依异议改正。", "Once signed it can only be corrected on objection."),
    ];
    page.form.grave = true;
    page
}

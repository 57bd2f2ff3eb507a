//! Units and people, one person, a table looked at, the journal.

use super::{Sample, Say, form, sample};
use web::view::*;

pub fn pages(say: Say) -> Vec<Sample> {
    let mut refused = person(say);
    if let Some(field) = refused.give.as_mut().and_then(|form| form.groups[0].fields.first_mut()) {
        field.error = Some(say.t("没有这个角色，请从列表中选择。", "There is no such role; choose one from the list."));
    }
    let bare = PersonPage {
        layout: say.desk("李静（演示）", "Li Jing (demo)", ""),
        grants: Vec::new(),
        give: None,
        change: None,
        sign_in: None,
        ..person(say)
    };
    let given = PersonPage {
        layout: say.desk("李静（演示），一次性密码", "Li Jing (demo), password", "organisation"),
        sign_in: person(say).sign_in.map(|known| SignInView {
            given: Some("ABCD-EFGH-IJKL-MNOP".to_owned()),
            said: Some(say.t("三员的密码在服务器上重设。", "Passwords of administrators are reset on the machine itself.")),
            acts: Vec::new(),
            ..known
        }),
        ..person(say)
    };
    let asked =
        TablePage { layout: say.desk("导入人员", "Import people", ""), lines: Vec::new(), summary: String::new(), ..table(say) };
    let empty =
        JournalPage {
            layout: say.desk("操作日志，没有记录", "Journal, empty", ""), notes: Vec::new(), earlier: None, ..journal(say)
        };
    vec![
        sample("organisation", &organisation(say)),
        sample("person", &person(say)),
        sample("person-refused", &refused),
        sample("person-bare", &bare),
        sample("person-given", &given),
        sample("acting", &acting(say)),
        sample("acting-none", &ActingPage { layout: say.desk("没有代岗", "No acting duty", ""), duties: Vec::new(), ..acting(say) }),
        sample("table", &table(say)),
        sample("table-asked", &asked),
        sample("journal", &journal(say)),
        sample("journal-empty", &empty),
    ]
}

fn organisation(say: Say) -> OrganisationPage {
    let person = PersonRow {
        name: Link::new(say.t("王海燕（演示）", "Wang Haiyan (demo)"), "/organisation/people/haibowan.reviewer"),
        post: say.t("审查员", "Reviewer"),
        roles: say.t("审查员、窗口人员", "Reviewer, Window"),
    };
    let unit = |name: String, people: Vec<PersonRow>| UnitView {
        name,
        code: "/wuhai/haibowan/legal-aid".to_owned(),
        change: Some("/organisation/unit?path=%2Fwuhai".to_owned()),
        people,
    };
    OrganisationPage {
        layout: say.desk("单位和人员", "Units and people", "organisation"),
        lead: say.t("共2个单位、1名工作人员", "2 units, 1 people"),
        ways: vec![Link::new(say.t("登记单位", "Enter a unit"), "/organisation/unit")],
        units: vec![
            unit(say.t("海勃湾区法律援助中心", "Haibowan Legal Aid Centre"), vec![person]),
            unit(say.t("立法科", "Legislation Division"), Vec::new()),
        ],
    }
}

fn person(say: Say) -> PersonPage {
    let grant = |light, word: String, acting: Option<String>, end: bool| GrantView {
        role: say.t("审查员", "Reviewer"),
        unit: say.t("海勃湾区法律援助中心", "Haibowan Legal Aid Centre"),
        span: say.t("1月1日至没有截止日", "1 Jan – no end"),
        acting_for: acting,
        opens: say.t("法律援助", "Legal aid"),
        status: Status::new(light, word),
        end: end.then(|| ("/organisation/people/li/end".to_owned(), "reviewer".to_owned(), "/wuhai/haibowan/legal-aid".to_owned())),
    };
    let mut role = FieldView::new("role", say.t("角色", "Role"), FieldKind::Select);
    role.required = true;
    role.options = vec![OptionView::new("reviewer", say.t("审查员：法律援助", "Reviewer: legal aid"))];
    PersonPage {
        layout: say.desk("王海燕（演示）", "Wang Haiyan (demo)", "organisation"),
        name: say.t("王海燕（演示）", "Wang Haiyan (demo)"),
        account: "haibowan.reviewer".to_owned(),
        facts: vec![Fact::new(say.t("职务", "Post"), say.t("审查员", "Reviewer"))],
        change: Some("/organisation/person?account=haibowan.reviewer".to_owned()),
        grants: vec![
            grant(Light::Ok, say.t("在任", "In force"), None, true),
            grant(Light::Wait, say.t("未开始", "To come"), Some(say.t("赵立国（演示）", "Zhao Liguo (demo)")), false),
        ],
        sign_in: Some(SignInView {
            facts: vec![Fact::new(say.t("密码", "Password"), say.t("一次性密码，还没有改", "For one use, not changed yet"))],
            acts: vec![
                (
                    "/organisation/people/haibowan.reviewer/password".to_owned(),
                    say.t("给一个新的一次性密码", "Give a new password for one use"),
                ),
                ("/organisation/people/haibowan.reviewer/disable".to_owned(), say.t("停用账号", "Disable the account")),
            ],
            given: None,
            said: None,
        }),
        give: Some(form("/organisation/people/haibowan.reviewer/give", vec![role], say.t("授权", "Give the role"))),
    }
}

fn acting(say: Say) -> ActingPage {
    ActingPage {
        layout: say.desk("代岗", "Acting duty", "organisation"),
        duties: vec![DutyView {
            who: say.t("赵立国（演示）", "Zhao Liguo (demo)"),
            absent: say.t("王海燕（演示）", "Wang Haiyan (demo)"),
            role: say.t("审查员", "Reviewer"),
            span: say.t("9月29日至10月9日", "29 Sep – 9 Oct"),
            status: Status::new(Light::Live, say.t("正在代岗", "Standing in")),
            end: ("reviewer".to_owned(), "zhao.liguo /wuhai/haibowan/legal-aid".to_owned()),
        }],
        form: form(
            "/organisation/acting",
            vec![FieldView::new("until", say.t("到哪一天止", "Until"), FieldKind::Date)],
            say.t("请同事代岗", "Have a colleague stand in"),
        ),
    }
}

fn table(say: Say) -> TablePage {
    let mut pasted = FieldView::new("table", say.t("粘贴表格", "Paste the table"), FieldKind::Area);
    pasted.required = true;
    let line = |place, light, word: String, said: String| TableLine {
        place,
        about: "wuhai/haibowan/north".to_owned(),
        name: say.t("北所", "North office"),
        status: Status::new(light, word),
        said,
    };
    TablePage {
        layout: say.desk("导入单位", "Import units", "organisation"),
        title: say.t("导入单位", "Import units"),
        lead: say.t("列名：单位代码、单位名称、类别。", "Columns: path, name, kind."),
        form: form("/organisation/import/units", vec![pasted], say.t("逐行检查", "Look at it line by line")),
        heading: say.t("逐行检查", "Line by line"),
        columns: [say.t("行", "Line"), say.t("代码", "Code"), say.t("名称", "Name"), say.t("结果", "Finding")],
        lines: vec![
            line(2, Light::Ok, say.t("新增", "New"), String::new()),
            line(3, Light::Late, say.t("需要改正", "Wrong"), say.t("没有这个上级单位，请先登记上级单位。", "There is no unit above.")),
        ],
        summary: say.t("新增1行，需要改正1行。", "1 new, 1 wrong."),
    }
}

fn journal(say: Say) -> JournalPage {
    JournalPage {
        layout: say.desk("操作日志", "Journal", "organisation"),
        lead: say.t("只增不改，每条与前一条相扣。", "Only ever added to, each linked to the one before."),
        form: form(
            "/organisation/journal",
            vec![FieldView::new("account", say.t("账号", "Account"), FieldKind::Line)],
            say.t("查日志", "Search the journal"),
        ),
        notes: vec![NoteView {
            seq: 12,
            at: "2026-09-29 10:24".to_owned(),
            by: "security.admin".to_owned(),
            what: say.t("授权", "Role given"),
            about: "haibowan.reviewer".to_owned(),
            detail: "reviewer@/wuhai/haibowan/legal-aid 2026-09-29..".to_owned(),
        }],
        earlier: Some("/organisation/journal?before=12".to_owned()),
    }
}

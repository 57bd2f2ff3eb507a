//! Signing in, errors, law, the calendar.

use super::{Sample, Say, TODAY, day, sample};
use kernel::Date;
use web::view::*;

pub fn pages(say: Say) -> Vec<Sample> {
    let mut failed = sign_in(say);
    failed.layout.title = say.t("登录未成功", "Sign-in failed");
    failed.personas.clear();
    failed.form.general = vec![say.t("账号或者密码不对，请再试一次", "Account or password is wrong; try again")];
    vec![
        sample("sign-in", &sign_in(say)),
        sample("sign-in-failed", &failed),
        sample("fault", &fault(say)),
        sample("law-index", &law_index(say)),
        sample("law", &law(say, false)),
        sample("law-texts", &law(say, true)),
        sample("calendar", &calendar(say)),
        sample("simulation", &simulation(say)),
    ]
}

const PEOPLE: [(&str, &str, &str, &str, &str, &str, &str); 12] = [
    ("zhao.min", "赵敏（演示）", "Zhao Min (demo)", "审查员", "Reviewer", "市法律援助中心", "Legal Aid Centre"),
    ("han.xuemei", "韩雪梅（演示）", "Han Xuemei (demo)", "法律援助机构负责人", "Head of the agency", "市法律援助中心", "Legal Aid Centre"),
    ("li.jing", "李静（演示）", "Li Jing (demo)", "异议审查员", "Bureau’s reviewer", "公共法律服务科", "Public legal services"),
    ("wang.zhiqiang", "王志强（演示）", "Wang Zhiqiang (demo)", "局领导", "Head of the bureau", "乌海市司法局", "Justice Bureau"),
    ("bai.xue", "白雪（演示）", "Bai Xue (demo)", "律师", "Lawyer", "某律师事务所", "A law firm"),
    ("bateer", "巴特尔（演示）", "Bateer (demo)", "律师，会蒙古语", "Lawyer, speaks Mongolian", "某律师事务所", "A law firm"),
    ("liu.yang", "刘洋（演示）", "Liu Yang (demo)", "窗口人员", "Window clerk", "海勃湾区公共法律服务中心", "Haibowan Centre"),
    ("suhe", "苏和（演示）", "Suhe (demo)", "区局负责人", "Head of a district bureau", "海南区司法局", "Hainan bureau"),
    ("chen.fang", "陈芳（演示）", "Chen Fang (demo)", "评查员", "File reviewer", "公共法律服务科", "Public legal services"),
    ("sun.lei", "孙磊（演示）", "Sun Lei (demo)", "财务", "Finance", "财务装备科", "Finance"),
    ("gao.yu", "高宇（演示）", "Gao Yu (demo)", "要点管理员", "Plan keeper", "办公室", "General office"),
    ("admin", "管理员（演示）", "Administrator (demo)", "系统管理员", "Administrator", "办公室", "General office"),
];

fn sign_in(say: Say) -> SignInPage {
    let mut account = FieldView::new("account", say.t("账号", "Account"), FieldKind::Line);
    let mut password = FieldView::new("password", say.t("密码", "Password"), FieldKind::Password);
    account.required = true;
    password.required = true;
    let mut layout = say.desk("登录", "Sign in", "");
    layout.person = None;
    layout.nav.clear();
    SignInPage {
        layout,
        form: FormView {
            action: "/sign-in".to_owned(),
            operation: String::new(),
            groups: vec![FieldGroup { fields: vec![account, password], ..FieldGroup::default() }],
            general: Vec::new(),
            submit: say.t("登录工作台", "Sign in to the desk"),
            consequences: Vec::new(),
            grave: false,
            cancel: None,
        },
        provider: Some(say.t("统一身份认证", "the city’s unified sign-in")),
        passkeys: Some("/desk".to_owned()),
        demo_action: "/sign-in/demo".to_owned(),
        personas: PEOPLE
            .iter()
            .map(|p| Persona {
                account: p.0.to_owned(),
                name: say.t(p.1, p.2),
                role: say.t(p.3, p.4),
                unit: say.t(p.5, p.6),
                lead: say.t("先看工作台", "starts at the desk"),
            })
            .collect(),
    }
}

fn fault(say: Say) -> FaultPage {
    FaultPage {
        layout: say.desk("这件事已经办过了", "It has been done already", ""),
        heading: say.t("没有办成：别人刚刚办过", "Not done: someone has just done it"),
        text: say.t(
            "您打开表单以后，赵敏（演示）在 10:24 已经指派了律师。您填的内容没有丢，可以回去看看再决定。",
            "After you opened the form, Zhao Min (demo) assigned a lawyer at 10:24. Nothing you typed is lost; go back and see.",
        ),
        ways: vec![say.link("看本案现在的样子", "See the matter as it is", "/m/0501"), say.link("回工作台", "Back to the desk", "/desk")],
        code: "stale".to_owned(),
        request: "8f3k-20c7".to_owned(),
    }
}

fn question(say: Say) -> FieldView {
    let mut q = FieldView::new("q", say.t("查条文：法律名称和条号", "Look up: statute and article"), FieldKind::Line);
    q.value = "法律援助法 第四十三条".to_owned();
    q
}

fn law_index(say: Say) -> LawIndexPage {
    let law = |title: &str, edition: (&str, &str), force: (&str, &str), figures| LawRow {
        title: title.to_owned(),
        href: format!("/law?q={title}"),
        edition: say.t(edition.0, edition.1),
        in_force: say.t(force.0, force.1),
        figures,
    };
    LawIndexPage {
        simulate: Some(say.link("法变推演", "If the law were otherwise", "/law/simulate")),
        layout: say.desk("法律与日历", "Law and calendar", "/law"),
        question: FieldView { value: String::new(), ..question(say) },
        laws: vec![
            law("法律援助法", ("2021年通过", "adopted 2021"), ("2022年1月1日起", "since 1 January 2022"), 17),
            law("行政复议法", ("2023年修订", "revised 2023"), ("2024年1月1日起", "since 1 January 2024"), 31),
            law("法律援助投诉处理办法", ("2025年", "2025"), ("2025年6月15日起", "since 15 June 2025"), 12),
        ],
        pager: Pager { from: 1, to: 3, total: 3, unit: say.t("部", "statutes"), page: 1, pages: 1, previous: None, next: None },
        calendars: (2024..=2026).map(|y| Link::new(say.t(&format!("{y}年"), &y.to_string()), format!("/calendar/{y}"))).collect(),
    }
}

fn law(say: Say, texts: bool) -> LawPage {
    let text = "（载入法律文本以后，这里是条文原文，**数字**下面有朱线。）";
    let mut layout = say.desk(
        if texts { "法律援助法第四十三条（全文）" } else { "法律援助法第四十三条" },
        if texts { "Legal Aid Law, art. 43, in full" } else { "Legal Aid Law, art. 43" },
        "/law",
    );
    layout.crumbs = vec![
        say.link("法律与日历", "Law and calendar", "/law"),
        say.link("法律援助法", "Legal Aid Law", "/law?q=法律援助法"),
        say.link("第四十三条", "Art. 43", "#"),
    ];
    LawPage {
        layout,
        question: question(say),
        citation: say.t("法律援助法 第四十三条", "Legal Aid Law, article 43"),
        edition: say.t("2021年通过，2022年1月1日起施行，现行有效", "adopted 2021, in force since 1 January 2022"),
        paragraphs: if texts {
            vec![ParagraphView { place: say.t("第一款", "Paragraph 1"), text: Run::split(text) }]
        } else {
            Vec::new()
        },
        figures: vec![FigureRow {
            place: say.t("第四十三条第一款", "Art. 43(1)"),
            href: String::new(),
            figures: vec!["七日".to_owned(), "三日".to_owned()],
        }],
        official: say.link("到国家法律法规数据库看全文", "Read it in the national database of laws", "https://flk.npc.gov.cn/"),
        used_by: vec![
            say.link("法律援助：审查决定期限", "Legal aid: the review clock", "/procedures/legal_aid"),
            say.link("法律援助：指派期限", "Legal aid: the assigning clock", "/procedures/legal_aid"),
        ],
    }
}

fn calendar(say: Say) -> CalendarPage {
    let holidays: [(&str, &str, Date, Date, &[Date]); 3] = [
        ("元旦", "New Year", day(1, 1), day(1, 3), &[Date::constant(2026, 1, 4)]),
        ("中秋节", "Mid-Autumn", day(9, 25), day(9, 27), &[]),
        ("国庆节", "National Day", day(10, 1), day(10, 7), &[Date::constant(2026, 9, 20), Date::constant(2026, 10, 10)]),
    ];
    let nature = |date: Date| {
        let weekend = date.weekday().to_monday_zero_offset() > 4;
        if let Some(h) = holidays.iter().find(|h| (h.2..=h.3).contains(&date)) {
            DayNature::Holiday(say.t(h.0, h.1))
        } else if holidays.iter().any(|h| h.4.contains(&date)) {
            DayNature::MakeUp
        } else if weekend {
            DayNature::Weekend
        } else {
            DayNature::Workday
        }
    };
    let months = (1..=12)
        .map(|month| {
            let first = day(month, 1);
            let days = (1..=first.days_in_month())
                .map(|d| day(month, d))
                .map(|date| CalendarDay { date, nature: nature(date), today: date == TODAY })
                .collect();
            MonthView { month, days }
        })
        .collect();
    CalendarPage {
        layout: say.desk("2026年工作日历", "2026 working days", "/law"),
        year: 2026,
        notice: say.t("依据国务院办公厅关于2026年部分节假日安排的通知", "by the State Council notice on the holidays of 2026"),
        tentative: None,
        workdays: 248,
        left: Some(61),
        holidays: holidays.iter().map(|h| Holiday { name: say.t(h.0, h.1), span: (h.2, h.3), make_up: h.4.to_vec() }).collect(),
        months,
        previous: Some(say.link("2025年", "2025", "/calendar/2025")),
        next: Some(say.link("2027年（暂定）", "2027 (tentative)", "/calendar/2027")),
    }
}

fn simulation(say: Say) -> SimulationPage {
    let mut case = FieldView::new("case", say.t("假设什么改变", "What changes"), FieldKind::Select);
    case.options = vec![OptionView::new("", say.t("请选择", "Choose"))];
    let row = |n: u32, light: Light, is: &str| MovedRow {
        matter: Link::new(format!("乌司援〔2026〕{n}号"), format!("/m/{n}")),
        clock: say.t("审查决定", "Review"),
        procedure: say.t("法律援助", "Legal aid"),
        was: say.t("10月9日", "9 October"),
        is: is.to_owned(),
        why: say.t("7日 → 5日", "7 days → 5 days"),
        status: Status::of(light, say.0),
    };
    SimulationPage {
        layout: say.desk("法变推演：审查决定", "If the law were otherwise: review", "/law"),
        questions: vec![case, FieldView::new("n", say.t("数字改成", "The number becomes"), FieldKind::Line)],
        coming: vec![say.link("行政复议第2版（2026年7月1日起施行）", "Reconsideration version 2, from 1 July 2026", "/law/simulate")],
        wrong: Some(say.t("请填写改成多少，只填数字", "Say which number it would be, in digits")),
        found: Some(Found {
            said: Run::split(&say.t("审查决定，现为7日", "Review, now 7 days")),
            sums: vec![Sum { value: "213".to_owned(), unit: String::new(), label: say.t("件在办事项", "open matters") }],
            clocks: vec![ClockSum {
                title: say.t("审查决定", "Review"),
                procedure: say.t("法律援助", "Legal aid"),
                moved: 2,
                ways: (2, 0),
                late: (1, 0),
                lapses: 0,
            }],
            indicators: vec![IndicatorMove {
                title: say.t("按期办结", "Done in time"),
                by: say.t("按期-1件，逾期+1件", "in time -1, late +1"),
            }],
            rows: vec![row(4, Light::Late, &say.t("9月28日", "28 September")), row(5, Light::Warn, &say.t("9月30日", "30 September"))],
            pager: Pager { from: 1, to: 2, total: 2, unit: say.t("个日期", "dates"), page: 1, pages: 1, previous: None, next: None },
            empty: Empty { title: say.t("没有日期变动", "No date moves"), text: String::new(), link: None },
        }),
    }
}

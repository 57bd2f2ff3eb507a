//! The desk and the list of matters.

use super::{Sample, Say, sample};
use web::view::*;

pub fn pages(say: Say) -> Vec<Sample> {
    let mut quiet = desk(say);
    quiet.layout.title = say.t("工作台（今日无事）", "Desk, nothing today");
    quiet.greeting = say.t("早上好，赵敏。今日无事", "Good morning, Zhao Min. Nothing is due today");
    quiet.today.clear();
    quiet.lists.iter_mut().for_each(|l| {
        l.rows.clear();
        l.total = 0;
        l.more = None;
    });
    let mut none = cases(say);
    none.layout.title = say.t("事项（没有符合条件的）", "Matters, none found");
    none.rows.clear();
    none.pager = Pager { from: 0, to: 0, total: 0, pages: 0, next: None, ..none.pager };
    vec![sample("desk", &desk(say)), sample("desk-quiet", &quiet), sample("cases", &cases(say)), sample("cases-none", &none)]
}

pub fn row(say: Say, n: u32, title: (&str, &str), who: (&str, &str), next: (&str, &str), due: Option<DueCell>, status: Status) -> WorkRow {
    WorkRow {
        number: format!("乌法援〔2026〕0{n}号"),
        href: format!("/m/0{n}"),
        title: say.t(title.0, title.1),
        parties: say.t(who.0, who.1),
        next: say.t(next.0, next.1),
        due,
        status,
    }
}

fn status(say: Say, light: Light, zh: &str, en: &str) -> Status {
    Status::new(light, say.t(zh, en))
}

fn mine(say: Say) -> Vec<WorkRow> {
    let wages = ("追索劳动报酬", "Unpaid wages");
    vec![
        row(
            say,
            501,
            wages,
            ("林秀兰（演示）对 某建筑劳务公司", "Lin Xiulan (demo) v. a labour contractor"),
            ("决定是否给予援助", "Decide on the application"),
            Some(say.due(10, 8, Light::Warn, "剩2个工作日", "2 working days left")),
            status(say, Light::Live, "审查中", "Under review"),
        ),
        row(
            say,
            488,
            ("工伤赔偿", "Work injury"),
            ("马建国（演示）对 市人社局", "Ma Jianguo (demo) v. the labour bureau"),
            ("指派律师", "Assign a lawyer"),
            Some(say.due(9, 30, Light::Warn, "剩1个工作日", "1 working day left")),
            status(say, Light::Live, "待指派", "To be assigned"),
        ),
        row(
            say,
            503,
            ("值班律师转交", "Forwarded by the duty lawyer"),
            ("高某（演示）", "Gao (demo)"),
            ("登记并一次性告知", "Enter it and say what is missing"),
            Some(say.due(10, 9, Light::Ok, "剩3个工作日", "3 working days left")),
            status(say, Light::Live, "审查中", "Under review"),
        ),
        row(
            say,
            421,
            ("赡养费", "Maintenance"),
            ("赵桂花（演示）", "Zhao Guihua (demo)"),
            ("审查结案材料", "Review the closing file"),
            Some(say.due(10, 12, Light::Ok, "剩5个工作日", "5 working days left")),
            status(say, Light::Live, "待审卷", "File to review"),
        ),
        row(
            say,
            402,
            ("交通事故赔偿", "Traffic accident"),
            ("周文山（演示）", "Zhou Wenshan (demo)"),
            ("支付办案补贴", "Pay the subsidy"),
            Some(say.due(10, 30, Light::Ok, "剩19个工作日", "19 working days left")),
            status(say, Light::Live, "待支付", "To be paid"),
        ),
    ]
}

fn waiting(say: Say) -> Vec<WorkRow> {
    vec![
        row(
            say,
            497,
            ("追索劳动报酬", "Unpaid wages"),
            ("郝某（演示）", "Hao (demo)"),
            ("申请人补充材料", "The applicant, for papers"),
            Some(say.due(10, 12, Light::Ok, "剩5个工作日", "5 working days left")),
            status(say, Light::Wait, "等补充", "Waiting"),
        ),
        row(
            say,
            476,
            ("工伤赔偿", "Work injury"),
            ("包某（演示）", "Bao (demo)"),
            ("负责人签批", "The head’s signature"),
            Some(say.due(9, 30, Light::Warn, "剩1个工作日", "1 working day left")),
            status(say, Light::Wait, "等签批", "Awaiting signature"),
        ),
        row(
            say,
            455,
            ("离婚", "Divorce"),
            ("乔某（演示）", "Qiao (demo)"),
            ("律师签订协议", "The lawyer’s retainer"),
            Some(DueCell {
                head: DueHead::Words(say.t("已中止", "Suspended")),
                words: say.t("恢复后接着算", "goes on when resumed"),
                light: Light::Pause,
                href: Some("/m/0455/clocks/retainer".to_owned()),
            }),
            status(say, Light::Pause, "中止", "Suspended"),
        ),
    ]
}

fn desk(say: Say) -> DeskPage {
    let nothing = Empty {
        title: say.t("今日无事", "Nothing today"),
        text: say.t("没有到期或者等您办的事。下一件是 10月8日(周四)。", "Nothing is due or waits for you. The next is on Thu 8 October."),
        link: Some(say.link("看全部在办", "See all in hand", "/matters")),
    };
    let list = |id: &str, title: String, lead: String, column: String, rows: Vec<WorkRow>| WorkList {
        id: id.to_owned(),
        title,
        lead,
        column,
        total: rows.len() as u64,
        rows,
        more: None,
        empty: nothing.clone(),
    };
    let mut todo = list(
        "todo",
        say.t("待办", "To do"),
        say.t("等我办的，按剩余工作时间排", "mine to do, by working time left"),
        say.t("下一步", "Next step"),
        mine(say),
    );
    todo.more = Some(say.link("全部我的事项", "All my matters", "/matters?mine=1"));
    let mut alarms = mine(say);
    alarms.truncate(2);
    let mut late = row(
        say,
        398,
        ("劳动争议", "Labour dispute"),
        ("丰田园农资（演示）", "Fengtianyuan (demo)"),
        ("结案材料迟交，已起草催办函", "Closing file is late; a reminder is drafted"),
        Some(say.due(9, 24, Light::Late, "已超2个工作日", "2 working days late")),
        status(say, Light::Late, "超期", "Overdue"),
    );
    late.title = say.t("追索劳动报酬", "Unpaid wages");
    alarms.insert(0, late);
    DeskPage {
        layout: say.desk("工作台", "Desk", "/desk"),
        greeting: say.t("早上好，赵敏。今天该做三件事", "Good morning, Zhao Min. Three things to do today"),
        lead: Run::split(&say.t("2026年9月29日(周二)。国庆假期 10月1日至7日，节前还有 **2** 个工作日（含今天）；10月10日(周六) 上班。", "Tue 29 September 2026. National Day holiday from 1 to 7 October: **2** working days left before it, today included; Sat 10 October is worked.")),
        today: today(say),
        nothing: nothing.clone(),
        lists: vec![
            todo,
            list("waiting", say.t("在办", "Waiting"), say.t("在等别人，写明等谁", "waiting for others, and for whom"), say.t("在等谁", "Waiting for"), waiting(say)),
            list("alarms", say.t("预警", "Alarms"), say.t("超期在前，临期在后，中止单列", "overdue first, then due soon"), say.t("为什么", "Why"), alarms),
        ],
    }
}

fn cases(say: Say) -> CasesPage {
    let mut district = FieldView::new("district", say.t("分区", "District"), FieldKind::Select);
    district.options = vec![
        OptionView::new("", say.t("全部", "All")),
        OptionView { chosen: true, ..OptionView::new("haibowan", say.t("海勃湾区", "Haibowan")) },
    ];
    let mut state = FieldView::new("state", say.t("环节", "State"), FieldKind::Select);
    state.options = vec![OptionView::new("", say.t("全部", "All")), OptionView::new("under_review", say.t("审查", "Under review"))];
    let mut light = FieldView::new("light", say.t("期限", "Deadline"), FieldKind::Select);
    light.options = vec![
        OptionView::new("", say.t("全部", "All")),
        OptionView::new("late", say.t("超期", "Overdue")),
        OptionView::new("warn", say.t("临期", "Due soon")),
    ];
    let mut q = FieldView::new("q", say.t("案号、姓名、事由", "Number, name, cause"), FieldKind::Line);
    q.value = say.t("劳动", "labour");
    let view = |zh: &str, en: &str, href: &str, count: u64, current: bool| NavItem {
        label: say.t(zh, en),
        href: href.to_owned(),
        count: Some(count),
        current,
    };
    let mut rows = mine(say);
    rows.extend(waiting(say));
    rows.iter_mut().for_each(|r| r.next = say.t("赵敏（演示） · 市法律援助中心", "Zhao Min (demo) · Legal Aid Centre"));
    CasesPage {
        layout: say.desk("事项", "Matters", "/matters"),
        heading: say.t("法律援助事项", "Legal-aid matters"),
        lead: say.t("海勃湾区 · 按期限由近到远", "Haibowan · nearest deadline first"),
        open: Some(say.link("新建事项", "Open a new matter", "/matters/new")),
        views: vec![
            view("全部", "All", "/matters", 213, true),
            view("我的", "Mine", "/matters?mine=1", 9, false),
            view("临期和超期", "Due or overdue", "/matters?light=warn", 4, false),
        ],
        filters: vec![q, district, state, light],
        chips: vec![
            say.link("海勃湾区", "Haibowan", "/matters?q=x"),
            say.link("含“劳动”", "Contains “labour”", "/matters?district=haibowan"),
        ],
        clear: Some("/matters".to_owned()),
        by_number: SortHead { href: "/matters?sort=number".to_owned(), order: None },
        by_due: SortHead { href: "/matters?sort=-due".to_owned(), order: Some(Order::Ascending) },
        rows,
        pager: Pager {
            from: 1,
            to: 8,
            total: 213,
            unit: say.t("件", "matters"),
            page: 1,
            pages: 27,
            previous: None,
            next: Some("/matters?page=2".to_owned()),
        },
        empty: Empty {
            title: say.t("没有符合条件的事项", "No matter matches"),
            text: say.t("去掉一个条件再看；或者核对案号有没有抄错。", "Remove a filter, or check the number."),
            link: Some(say.link("看全部事项", "See all matters", "/matters")),
        },
        export: None,
    }
}

fn today(say: Say) -> Vec<TodayItem> {
    vec![
        TodayItem {
            title: say.t("给〔2026〕0488号指派律师", "Assign a lawyer to no. 0488"),
            href: "/m/0488".to_owned(),
            due: say.due(9, 30, Light::Warn, "节前最后一个工作日", "last working day before the holiday"),
            why: Run::split(&say.t(
                "9月27日已决定给予援助，**3日内要指派**。国庆假期里没有窗口值班。",
                "Aid was granted on 27 September; **a lawyer must be assigned within 3 days**. No window is open over the holiday.",
            )),
            ground: say.t("法律援助法第四十三条第一款", "Legal Aid Law, art. 43(1)"),
            act: say.link("指派律师", "Assign a lawyer", "/m/0488/act/assign"),
            explain: Some(say.link("为什么是9月30日", "Why 30 September", "/m/0488/clocks/assign")),
        },
        TodayItem {
            title: say.t("对〔2026〕0501号作出决定", "Decide on no. 0501"),
            href: "/m/0501".to_owned(),
            due: say.due(10, 8, Light::Warn, "剩2个工作日", "2 working days left"),
            why: Run::split(&say.t(
                "7日原本到10月1日，遇假期**顺延到8日**；还要负责人签批，今天送签才来得及。",
                "The 7 days end on 1 October and **roll on to 8 October**; the head must sign, so send it today.",
            )),
            ground: say.t("法律援助法第四十三条第一款", "Legal Aid Law, art. 43(1)"),
            act: say.link("送签决定书", "Send the decision for signing", "/m/0501/act/grant"),
            explain: Some(say.link("为什么是10月8日", "Why 8 October", "/m/0501/clocks/review")),
        },
        TodayItem {
            title: say.t("答复〔2026〕0476号的退回意见", "Answer the return of no. 0476"),
            href: "/m/0476".to_owned(),
            due: say.due(9, 30, Light::Warn, "剩1个工作日", "1 working day left"),
            why: Run::split(&say.t(
                "负责人今早退回：缺免予核查的证明。**补一份材料就能再送**。",
                "Returned this morning: the proof of exemption is missing. **One paper and it can go back.**",
            )),
            ground: say.t("法律援助法第四十二条", "Legal Aid Law, art. 42"),
            act: say.link("修改后再送", "Mend and send again", "/m/0476/act/grant"),
            explain: None,
        },
    ]
}

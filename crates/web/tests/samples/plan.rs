//! The board, a point, a task.

use super::{Sample, Say, day, sample};
use web::view::chart::{Bar, Month, Segments, Trend, bar, segments, trend, unmeasured};
use web::view::*;

pub fn pages(say: Say) -> Vec<Sample> {
    let mut filtered = board(say);
    filtered.layout.title = say.t("工作要点：滞后的点", "Work plan: points behind");
    filtered.sections.retain_mut(|s| {
        s.points.retain(|p| p.status.light == Light::Late);
        !s.points.is_empty()
    });
    filtered.light = "late".to_owned();
    filtered.lights.iter_mut().for_each(|c| c.item.current = c.light == Some(Light::Late));
    filtered.pager = Pager { from: 1, to: 1, total: 1, unit: say.t("点", "points"), page: 1, pages: 1, previous: None, next: None };
    vec![
        sample("board", &board(say)),
        sample("board-filtered", &filtered),
        sample("point", &point(say)),
        sample("point-unmeasured", &unmeasured_point(say)),
        sample("task", &task(say)),
    ]
}

/// Number, title, lead unit, light, tasks done, tasks.
type Row = (u32, &'static str, &'static str, &'static str, &'static str, Light, u32, u32);

/// First point, section numeral, title in both languages, short title in both languages, rows.
type Section = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static [Row]);

const SECTIONS: [Section; 7] = [
    (
        "一",
        "围绕中心、服务大局，紧扣工作部署发挥法治保障作用",
        "Serving the city’s priorities",
        "围绕中心、服务大局",
        "Priorities",
        &[
            (
                1,
                "以法治之力贯彻铸牢中华民族共同体意识工作主线",
                "Forging a strong sense of community",
                "立法科",
                "Legislation",
                Light::Ok,
                2,
                3,
            ),
            (
                2,
                "以法治之力保障五大战略定位和使命任务",
                "Safeguarding the five strategic roles",
                "办公室 · 行政复议科",
                "General office · Reconsideration",
                Light::Warn,
                6,
                9,
            ),
            (
                3,
                "以法治之力践行党的全面领导和党的建设",
                "Party leadership and Party building",
                "机关党委",
                "Party committee",
                Light::Ok,
                4,
                5,
            ),
        ],
    ),
    (
        "二",
        "聚焦法治建设，统筹推进全面依法治市工作",
        "Rule of law in the city",
        "聚焦法治建设",
        "Rule of law",
        &[
            (4, "深入贯彻习近平法治思想", "Studying Xi Jinping Thought on the Rule of Law", "法治督察科", "Inspection", Light::Ok, 2, 3),
            (5, "抓实法治建设重点任务", "Key tasks of the rule of law", "法治督察科", "Inspection", Light::Late, 5, 8),
            (6, "统筹推进行政立法", "Government legislation", "立法科", "Legislation", Light::Ok, 2, 4),
        ],
    ),
    (
        "三",
        "聚焦依法行政，全面优化法治化营商环境",
        "Law-based administration",
        "聚焦依法行政",
        "Administration",
        &[
            (7, "依法规范行政决策", "Lawful administrative decisions", "合法性审查科", "Legality review", Light::Ok, 4, 5),
            (8, "强化行政执法监督质效", "Supervision of enforcement", "执法协调监督科", "Enforcement", Light::Warn, 5, 8),
            (9, "提升行政复议办案质效", "Administrative reconsideration", "行政复议科", "Reconsideration", Light::Ok, 3, 4),
        ],
    ),
    (
        "四",
        "聚焦法治为民，提升公共法律服务质量",
        "Law for the people",
        "聚焦法治为民",
        "For the people",
        &[
            (10, "全面提升法律服务水平和质量", "Quality of legal services", "公共法律服务科", "Public legal services", Light::Warn, 6, 9),
            (
                11,
                "聚焦群众需求，切实拓宽法律服务应用场景",
                "Reach of legal services",
                "公共法律服务科",
                "Public legal services",
                Light::Warn,
                4,
                7,
            ),
            (12, "实现“九五”普法良好开局", "Ninth five-year legal education plan", "普法与依法治理科", "Legal education", Light::Ok, 4, 6),
        ],
    ),
    (
        "五",
        "聚焦平安建设，提升基层社会治理水平",
        "A safe city",
        "聚焦平安建设",
        "A safe city",
        &[
            (13, "做强司法所工作", "Judicial offices", "人民参与和促进法治科", "Participation", Light::Ok, 2, 4),
            (14, "做实矛盾纠纷调解", "Mediation of disputes", "人民参与和促进法治科", "Participation", Light::Ok, 4, 6),
            (15, "做好强制隔离戒毒工作", "Compulsory drug rehabilitation", "强制隔离戒毒所", "Rehabilitation centre", Light::Ok, 4, 5),
            (16, "做好重点群体管控", "Community correction and resettlement", "社区矫正支队", "Community correction", Light::Ok, 5, 7),
        ],
    ),
    (
        "六",
        "聚焦队伍建设，锻造新时代司法行政铁军",
        "Our people",
        "聚焦队伍建设",
        "Our people",
        &[
            (17, "抓好司法行政干部队伍建设", "Staff", "政治部", "Personnel", Light::Wait, 1, 3),
            (18, "加强法治人才队伍建设", "Legal professionals", "政治部", "Personnel", Light::Ok, 3, 4),
            (19, "鼓励干部实干担当", "Performance and less burden", "政治部 · 办公室", "Personnel · General office", Light::Ok, 2, 4),
        ],
    ),
    (
        "七",
        "聚焦全面从严治党，持续深化正风肃纪反腐",
        "Discipline",
        "聚焦全面从严治党",
        "Discipline",
        &[
            (20, "强化政治建设，加强党对司法行政工作的绝对领导", "Political building", "机关党委", "Party committee", Light::Ok, 3, 4),
            (21, "深化作风建设，巩固拓展学习教育成果", "Conduct and spending", "财务装备科", "Finance", Light::Ok, 4, 6),
            (22, "抓实重点工作，推进全面从严治党纵深发展", "Key work of discipline", "执法协调监督科", "Enforcement", Light::Wait, 3, 5),
        ],
    ),
];

fn board(say: Say) -> BoardPage {
    let mut layout = say.desk("工作要点", "Work plan", "/board");
    layout.frame = Frame::Ledger;
    let sections = SECTIONS.iter().enumerate().map(|(i, s)| section(say, i, s)).collect();
    let plate = SECTIONS
        .iter()
        .map(|s| PlateSection {
            number: say.t(s.0, ""),
            title: say.t(s.3, s.4),
            points: s
                .5
                .iter()
                .map(|r| PlatePoint {
                    number: r.0,
                    title: say.t(r.1, r.2),
                    href: format!("#p{}", r.0),
                    light: r.5,
                    word: r.5.word(say.0).to_owned(),
                })
                .collect(),
        })
        .collect();
    let chip = |light: Option<Light>, zh: &str, en: &str, count: u64| LightChip {
        light,
        item: NavItem {
            label: say.t(zh, en),
            href: light.map_or("/board".to_owned(), |l| format!("/board?light={}", l.class())),
            count: Some(count),
            current: light.is_none(),
        },
    };
    BoardPage {
        layout,
        title: say.t("2026年全市司法行政工作要点", "2026 work plan for justice administration"),
        lead: say.t(
            "乌司通〔2026〕4号 · 2026年3月9日(周一)印发 · 7部分、22点、119项任务 · 数字由事项自动算出",
            "乌司通〔2026〕4号 · issued Mon 9 March 2026 · 7 sections, 22 points, 119 tasks · every figure is computed from the matters",
        ),
        sums: vec![
            parts_sum("74.5", "%", say.t("全年已过", "of the year gone")),
            parts_sum("78", "/119", say.t("任务完成", "tasks done")),
            parts_sum("6", "/22", say.t("点已接数据", "points with data")),
        ],
        plate,
        lights: vec![
            chip(None, "全部", "All", 22),
            chip(Some(Light::Ok), "正常", "On track", 15),
            chip(Some(Light::Warn), "关注", "Watch", 4),
            chip(Some(Light::Late), "滞后", "Behind", 1),
            chip(Some(Light::Wait), "未到期", "Not due", 2),
        ],
        units: vec![
            OptionView::new("", say.t("全部单位", "All units")),
            OptionView::new("services", say.t("公共法律服务科", "Public legal services")),
        ],
        light: String::new(),
        sections,
        pager: Pager { from: 1, to: 22, total: 22, unit: say.t("点", "points"), page: 1, pages: 1, previous: None, next: None },
        computed: say.t("算到 2026年9月29日(周二) 8:30", "Computed Tue 29 September 2026, 8:30"),
        actions: vec![say.link("导入新的工作要点", "Import a plan", "/plan/import")],
    }
}

fn parts_sum(value: &str, unit: &str, label: String) -> Sum {
    Sum { value: value.to_owned(), unit: unit.to_owned(), label }
}

fn section(say: Say, i: usize, s: &Section) -> BoardSection {
    let rows = s.5;
    BoardSection {
        place: u32::try_from(i + 1).unwrap_or(0),
        number: say.t(s.0, &(i + 1).to_string()),
        title: say.t(s.1, s.2),
        span: (rows[0].0, rows[rows.len() - 1].0),
        tasks: (rows.iter().map(|r| r.6).sum(), rows.iter().map(|r| r.7).sum()),
        points: rows.iter().map(|r| row(say, r)).collect(),
    }
}

fn row(say: Say, r: &Row) -> PointRow {
    let due = match r.0 {
        1 => Some(say.due(10, 30, Light::Ok, "剩19个工作日", "19 working days left")),
        5 => Some(say.due(9, 24, Light::Late, "已超2个工作日", "2 working days late")),
        8 => Some(say.due(9, 30, Light::Warn, "剩1个工作日", "1 working day left")),
        10 => Some(say.due(10, 15, Light::Warn, "剩8个工作日", "8 working days left")),
        11 => Some(say.due(12, 31, Light::Warn, "还需142件", "142 more needed")),
        17 | 21 => None,
        n if n % 2 == 0 => Some(say.due(11, 30, Light::Ok, "剩40个工作日", "40 working days left")),
        _ => Some(say.due(12, 31, Light::Ok, "全年", "whole year")),
    };
    PointRow {
        number: r.0,
        title: say.t(r.1, r.2),
        href: format!("/board/points/{}", r.0),
        units: say.t(r.3, r.4),
        status: Status::of(r.5, say.0),
        tasks: (r.6, r.7),
        indicator: indicator(say, r),
        due,
        open: (r.0 == 11).then(|| comparison(say)),
    }
}

fn indicator(say: Say, r: &Row) -> IndicatorCell {
    let measured =
        |label: String, value: &str, note: String, chart: Markup| IndicatorCell::Measured { label, value: value.to_owned(), note, chart };
    let ratio = |light, value, target, label: &str| {
        bar(&Bar { value, max: 100.0, target: Some(target), expected: None, light, width: 240.0, label })
    };
    match r.0 {
        1 => measured(
            say.t("出台前主线审核", "Drafts reviewed before issue"),
            "100%",
            say.t("14/14件", "14 of 14"),
            ratio(r.5, 100.0, 100.0, &say.t("出台前主线审核100%，14件中14件", "100% of drafts reviewed, 14 of 14")),
        ),
        3 => {
            let label = say.t("“第一议题”按月落实，12个月中已落实9个月", "First item of the agenda, 9 of 12 months");
            measured(
                say.t("“第一议题”按月落实", "First item of the agenda, monthly"),
                "9",
                say.t("/12月", "of 12 months"),
                segments(&Segments {
                    total: 12,
                    done: 9,
                    partial: 0,
                    missed: 0,
                    now: Some(8),
                    light: Light::Ok,
                    width: 240.0,
                    label: &label,
                }),
            )
        }
        5 => measured(
            say.t("行政机关负责人出庭率", "Heads of agencies appearing in court"),
            "98.4%",
            say.t("目标100%", "target 100%"),
            ratio(r.5, 98.4, 100.0, &say.t("出庭率98.4%，目标100%", "98.4% appeared, target 100%")),
        ),
        6 => {
            let label = say.t("四项立法中两项已送审，两项起草中", "Of four projects two are submitted, two are being drafted");
            measured(
                say.t("四项立法已送审", "Legislative projects submitted"),
                "2",
                say.t("/4项", "of 4"),
                segments(&Segments { total: 4, done: 2, partial: 2, missed: 0, now: None, light: Light::Ok, width: 240.0, label: &label }),
            )
        }
        10 => measured(
            say.t("法律援助案卷合格", "Legal-aid files that pass"),
            "97.1%",
            say.t("目标100%", "target 100%"),
            ratio(r.5, 97.1, 100.0, &say.t("案卷合格率97.1%，目标100%", "97.1% of files pass, target 100%")),
        ),
        11 => measured(
            say.t("每10万人提供法律援助", "Aided matters per 100,000 residents"),
            &say.t("89.6件", "89.6"),
            say.t("目标115", "target 115"),
            per_100k(say, 89.6, r.5, 240.0, "全市", "The city"),
        ),
        _ => IndicatorCell::Unmeasured {
            label: say.t("指标", "Indicator"),
            chart: unmeasured(240.0, &say.t("尚未接入数据", "No data connected yet")),
        },
    }
}

fn per_100k(say: Say, value: f64, light: Light, width: f64, zh: &str, en: &str) -> Markup {
    let label = say.t(
        &format!("{zh}每10万人{value}件，目标115件，今日应达85.7件"),
        &format!("{en}: {value} per 100,000; target 115; 85.7 expected by today"),
    );
    bar(&Bar { value, max: 140.0, target: Some(115.0), expected: Some(85.7), light, width, label: &label })
}

fn districts(say: Say, width: f64) -> Vec<DistrictRow> {
    [
        ("海勃湾区", "Haibowan", 94.4, 322, "34.10万", "341,000", 71, Light::Ok),
        ("乌达区", "Wuda", 87.4, 107, "12.24万", "122,400", 34, Light::Ok),
        ("海南区", "Hainan", 75.0, 71, "9.47万", "94,700", 38, Light::Late),
    ]
    .into_iter()
    .map(|(zh, en, rate, count, people, people_en, missing, light)| DistrictRow {
        name: say.t(zh, en),
        rate: format!("{rate:.1}"),
        chart: per_100k(say, rate, light, width, zh, en),
        count: Link::new(count.to_string(), format!("/board/points/11?district={en}#matters")),
        population: say.t(people, people_en),
        missing: missing.to_string(),
        light,
    })
    .collect()
}

fn comparison(say: Say) -> Comparison {
    Comparison {
        caption: say.t(
            "第11点分区比较：每10万人提供法律援助件数，对照115件",
            "Point 11 by district: aided matters per 100,000 residents against 115",
        ),
        rate: say.t("每10万人", "Per 100,000"),
        legend: say.t("对照 115 件（竖线）与今日应达 85.7 件（朱针）", "Against 115 (upright mark) and 85.7 expected by today (needle)"),
        rows: districts(say, 440.0),
        basis: say.t(
            "本年决定给予并已指派的法律援助案件÷2021年末常住人口（乌海市统计局）。不含值班律师帮助。",
            "matters granted and assigned this year ÷ residents at the end of 2021 (city statistics). Duty-lawyer help is not counted.",
        ),
        more: say.link("看7项任务和500件明细", "See the 7 tasks and the 500 matters", "/board/points/11"),
    }
}

fn point(say: Say) -> PointPage {
    let mut layout = say.desk("第11点 拓宽法律服务应用场景", "Point 11: reach of legal services", "/board");
    layout.crumbs = vec![
        say.link("工作要点", "Work plan", "/board"),
        say.link("四、聚焦法治为民", "4 Law for the people", "/board#s4"),
        say.link("第11点", "Point 11", "#"),
    ];
    let figure = figure(say);
    PointPage {
        layout,
        number: 11,
        title: say.t("聚焦群众需求，切实拓宽法律服务应用场景", "Reach of legal services"),
        units: say.t(
            "牵头：公共法律服务科 · 协同：法律援助中心、各区司法局",
            "Lead: Public legal services · with the Legal Aid Centre and the district bureaus",
        ),
        status: Status::of(Light::Warn, say.0),
        reason: say.t("海南区低于时间进度", "Hainan district is behind the line of time"),
        tasks: tasks(say),
        indicator: Some(IndicatorView {
            name: say.t("每10万人提供法律援助", "aided matters per 100,000 residents"),
            target: say.t("目标 ≥ 115 件 · 今日应达 85.7 件", "target ≥ 115 · 85.7 expected by today"),
            figure: Some(figure),
            districts: districts(say, 440.0),
            total: Some(city(say)),
        }),
        source: Run::split(
            "……提升法律援助供给效能，保障经济困难人群法律援助“应援尽援、应援优援”，**全市每10万人提供法律援助不少于115件**。……",
        ),
        source_place: say.t("乌司通〔2026〕4号，第11点", "乌司通〔2026〕4号, point 11"),
        basis: vec![
            Fact::new(say.t("分子", "Numerator"), say.t("本年决定给予并已指派的法律援助案件", "matters granted and assigned this year")),
            Fact::new(say.t("不计", "Left out"), say.t("值班律师帮助、咨询、已撤销", "duty-lawyer help, advice, withdrawn matters")),
            Fact::new(
                say.t("分母", "Denominator"),
                say.t("2021年末常住人口 55.81 万（市统计局）", "558,100 residents at the end of 2021 (city statistics)"),
            ),
            Fact::new(say.t("进度线", "Line of time"), "115 × 272 ÷ 365 = 85.7"),
            Fact::new(say.t("更新", "Updated"), say.t("随事项实时，无需填报", "with every matter; nothing is filed by hand")),
        ],
        matters: backing(say),
        pager: Some(Pager {
            from: 1,
            to: 5,
            total: 500,
            unit: say.t("件", "matters"),
            page: 1,
            pages: 100,
            previous: None,
            next: Some("/board/points/11?page=2#matters".to_owned()),
        }),
        districts: [
            ("全市", "All", 500, true),
            ("海勃湾区", "Haibowan", 322, false),
            ("乌达区", "Wuda", 107, false),
            ("海南区", "Hainan", 71, false),
        ]
        .into_iter()
        .map(|(zh, en, count, current)| NavItem {
            label: say.t(zh, en),
            href: format!("/board/points/11?district={en}#matters"),
            count: Some(count),
            current,
        })
        .collect(),
        withheld: String::new(),
    }
}

fn tasks(say: Say) -> Vec<TaskRow> {
    let aid = || vec![say.link("法律援助程序", "Legal-aid procedure", "/procedures/legal_aid")];
    let task =
        |n: &str, zh: &str, en: &str, progress: String, lead: String, carriers: Vec<Link>, due: Option<DueCell>, light: Light| TaskRow {
            number: n.to_owned(),
            text: say.t(zh, en),
            progress,
            lead,
            carriers,
            due,
            status: Status::of(light, say.0),
            edit: Some(format!("/board/tasks/{n}")),
        };
    let services = || say.t("公共法律服务科", "Public legal services");
    vec![
        task(
            "11.1",
            "深化“一刻钟公共法律服务圈”建设",
            "Widen the quarter-hour circle of legal services",
            say.t("全覆盖，即 100%", "full coverage, that is 100%"),
            services(),
            Vec::new(),
            Some(say.due(12, 31, Light::Wait, "全年", "whole year")),
            Light::Wait,
        ),
        task(
            "11.2",
            "持续开展“百名律师进乡村”行动",
            "A hundred lawyers to the villages",
            say.t("约 100 名", "about 100 lawyers"),
            say.t("律师工作科", "Lawyers"),
            Vec::new(),
            Some(say.due(11, 30, Light::Ok, "剩40个工作日", "40 working days left")),
            Light::Ok,
        ),
        task(
            "11.3",
            "持续开展“法援惠民生”行动",
            "Legal aid for livelihoods",
            say.t("三场专项活动已办完", "three campaigns held"),
            say.t("法律援助中心", "Legal Aid Centre"),
            aid(),
            None,
            Light::Done,
        ),
        task(
            "11.5",
            "全市每10万人提供法律援助不少于115件",
            "No fewer than 115 aided matters per 100,000 residents",
            say.t("89.6 件，海南区 75.0 件", "89.6; Hainan 75.0"),
            say.t("法律援助中心", "Legal Aid Centre"),
            aid(),
            Some(say.due(12, 31, Light::Warn, "还需142件", "142 more needed")),
            Light::Warn,
        ),
        task(
            "11.7",
            "打造民营企业维权服务中心，实行“接诉即办”",
            "Service centres for private enterprises",
            say.t("海南区中心未挂牌", "Hainan’s centre is not open"),
            say.t("各区司法局", "District bureaus"),
            Vec::new(),
            Some(say.due(9, 24, Light::Late, "已超2个工作日", "2 working days late")),
            Light::Late,
        ),
    ]
}

fn backing(say: Say) -> Vec<BackingMatter> {
    [
        (500, 28, "海勃湾区", "Haibowan", "追索劳动报酬", "Unpaid wages", "林某（演示）", "Lin (demo)"),
        (499, 28, "乌达区", "Wuda", "工伤赔偿", "Work injury", "包某（演示）", "Bao (demo)"),
        (498, 24, "海勃湾区", "Haibowan", "赡养费", "Maintenance", "赵某（演示）", "Zhao (demo)"),
        (497, 24, "海南区", "Hainan", "追索劳动报酬", "Unpaid wages", "郝某（演示）", "Hao (demo)"),
        (496, 23, "乌达区", "Wuda", "交通事故赔偿", "Traffic accident", "斯某（演示）", "Si (demo)"),
    ]
    .into_iter()
    .map(|(n, of, zh, en, cause, cause_en, who, who_en)| BackingMatter {
        number: format!("乌法援〔2026〕0{n}号"),
        href: format!("/m/0{n}"),
        date: day(9, of),
        district: say.t(zh, en),
        cause: say.t(cause, cause_en),
        person: say.t(who, who_en),
    })
    .collect()
}

fn unmeasured_point(say: Say) -> PointPage {
    let mut page = point(say);
    page.layout.title = say.t("第14点 做实矛盾纠纷调解", "Point 14: mediation of disputes");
    page.layout.crumbs.truncate(1);
    page.layout.crumbs.push(say.link("第14点", "Point 14", "#"));
    page.number = 14;
    page.title = say.t("做实矛盾纠纷调解", "Mediation of disputes");
    page.status = Status::of(Light::Ok, say.0);
    page.reason = String::new();
    page.tasks.truncate(2);
    page.indicator = Some(IndicatorView {
        name: say.t("调解后回访", "calls after mediation"),
        target: say.t("要点没有写明数量", "the plan sets no number"),
        figure: None,
        districts: Vec::new(),
        total: None,
    });
    page.basis.clear();
    page.matters.clear();
    page.pager = None;
    page.districts.clear();
    page
}

fn task(say: Say) -> TaskPage {
    let mut layout = say.desk("修改任务 11.5 的分工", "Change task 11.5", "/board");
    layout.crumbs = vec![
        say.link("工作要点", "Work plan", "/board"),
        say.link("第11点", "Point 11", "/board/points/11"),
        say.link("任务 11.5", "Task 11.5", "#"),
    ];
    let mut lead = FieldView::new("lead", say.t("牵头单位", "Lead unit"), FieldKind::Select);
    lead.options = vec![
        OptionView::new("aid", say.t("法律援助中心", "Legal Aid Centre")),
        OptionView::new("services", say.t("公共法律服务科", "Public legal services")),
    ];
    lead.required = true;
    let mut carrier = FieldView::new("carrier", say.t("由什么承载", "Carried by"), FieldKind::Select);
    carrier.options =
        vec![OptionView::new("legal_aid", say.t("法律援助程序", "Legal-aid procedure")), OptionView::new("", say.t("尚无", "Nothing yet"))];
    carrier.hint = Some(say.t("承载以后，进展由事项自动算出", "Once carried, progress is computed from the matters"));
    carrier.required = true;
    let mut due = FieldView::new("due", say.t("期限", "Due"), FieldKind::Date);
    due.value = "2026-13-31".to_owned();
    due.hint = Some(say.t("例如 2026年12月31日，或者 2026-12-31", "For example 2026-12-31"));
    due.error = Some(say.t("期限不是一个日期，请写成 2026-12-31 这样", "The due date is no date; write it like 2026-12-31"));
    let form = FormView {
        action: "/board/tasks/11.5".to_owned(),
        operation: "op-1".to_owned(),
        groups: vec![FieldGroup { title: say.t("分工", "Assignment"), fields: vec![lead, carrier, due], ..FieldGroup::default() }],
        general: Vec::new(),
        submit: say.t("保存任务分工", "Save the assignment"),
        consequences: Vec::new(),
        grave: false,
        cancel: Some(say.link("不改了，回第11点", "Leave it, back to point 11", "/board/points/11")),
    };
    TaskPage {
        layout,
        number: "11.5".to_owned(),
        text: "全市每10万人提供法律援助不少于115件".to_owned(),
        place: say.t("第11点第2句", "Point 11, sentence 2"),
        quantities: vec![say.t("不少于 115 件，每10万人，全年", "at least 115 matters per 100,000 residents in the year")],
        proposal: say.t(
            "牵头法律援助中心，由法律援助程序承载：句中有“提供法律援助”。",
            "Lead by the Legal Aid Centre, carried by the legal-aid procedure: the sentence speaks of providing legal aid.",
        ),
        form,
        point: say.link("回第11点", "Back to point 11", "/board/points/11"),
    }
}

fn figure(say: Say) -> IndicatorFigure {
    let months: Vec<Month> = [41, 38, 52, 57, 60, 58, 66, 69, 59, 48, 48, 48]
        .into_iter()
        .enumerate()
        .map(|(i, value)| Month { value, planned: i > 8 })
        .collect();
    let label = say.t("2026年1至9月每月指派件数：41、38、52、57、60、58、66、69、59；10至12月每月还需约48件", "Matters assigned each month from January to September 2026: 41, 38, 52, 57, 60, 58, 66, 69, 59; about 48 a month needed from October");
    let sentence = say.t("全市已办 **500 件**。到年底还需 **142 件**，即每月约 **48 件**；前九个月平均每月 56 件，**按此全年可达 119.5**。", "**500 matters** aided so far. **142 more** are needed by the end of the year, about **48 a month**; the average so far is 56 a month, **which leads to 119.5**.");
    IndicatorFigure {
        value: "89.6".to_owned(),
        unit: say.t("件 / 10万人", "per 100,000 residents"),
        light: Light::Warn,
        chart: per_100k(say, 89.6, Light::Warn, 240.0, "全市", "The city"),
        sentence: Run::split(&sentence),
        trend: Some(trend(&Trend { months: &months, now: Some(8), lang: say.0, label: &label })),
    }
}

fn city(say: Say) -> DistrictRow {
    let mut total = districts(say, 440.0).remove(0);
    total.name = say.t("全市", "The city");
    total.rate = "89.6".to_owned();
    total.chart = per_100k(say, 89.6, Light::Warn, 440.0, "全市", "The city");
    total.count = Link::new("500", "#matters");
    total.population = say.t("55.81万", "558,100");
    total.missing = "142".to_owned();
    total.light = Light::Warn;
    total
}

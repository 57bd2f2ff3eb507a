//! Texts that are laid out well and badly, indexed and shown. The statute is invented.
#![allow(clippy::unwrap_used, clippy::panic)]

use law::{Citation, FigureUnit, Index, LawError, Row, Statute, index_folder, index_text, passage, show};

const TEXT: &str = "\
标题：中华人民共和国试验法
制定机关：国务院
文号：（待核）
公布日期：2020-05-01
施行日期：1999-01-01（2020年修正自2020-06-01起施行）
效力状态：已被2024年修订替代（2024-07-01起）
沿革：
来源：手写
说明：

序言不属于任何条。
第一章　总则
第一条　甲应当在三日内告知乙，并在七日内答复。
第二条　有下列情形之一的：
（一）满六十日的；
（二）其他。
延长的，以三十日为限，有下列情形的除外：
（一）不足五日的。
没有编号的小标题
第二条之一　丙。
第三条　依照第一条　办理的，处三千元以下罚款。
";

fn row() -> Row {
    Row {
        file: "试验法-2020.txt".to_owned(),
        title: "中华人民共和国试验法".to_owned(),
        number_provenance: String::new(),
        articles: 4,
        first_article: 1,
        last_article: 3,
        completeness: "完整".to_owned(),
    }
}

fn statute() -> Statute {
    index_text("试验法-2020.txt", TEXT, &row()).unwrap()
}

fn cite(text: &str) -> Citation {
    text.parse().unwrap()
}

#[test]
fn dates_and_titles_of_an_old_edition() {
    let s = statute();
    assert_eq!((s.short.as_str(), s.edition.as_str()), ("试验法", "2020"));
    assert_eq!(s.in_force_from.to_string(), "2020-06-01");
    assert_eq!(s.in_force_until.unwrap().to_string(), "2024-06-30");
    assert!(s.is_in_force(s.in_force_from) && s.is_in_force(s.in_force_until.unwrap()));
    assert!(!s.is_in_force(s.in_force_until.unwrap().tomorrow().unwrap()));
}

#[test]
fn paragraphs_and_items_are_told_apart() {
    let s = statute();
    for there in ["1", "1.1", "2.1.2", "2.2", "2.2.1", "2-1", "2-1.1", "3.1", "1@9"] {
        assert!(s.has(&cite(there)), "{there}");
    }
    for not_there in ["4", "1.2", "1.1.1", "2.1.3", "2.3", "2.2.2", "2-2", "3.2"] {
        assert!(!s.has(&cite(not_there)), "{not_there}");
    }
    assert_eq!(s.paragraphs(&cite("2.1")), Some([2, 1].as_slice()));
}

#[test]
fn a_citation_finds_what_stands_in_its_passage() {
    let s = statute();
    let found = |text: &str| s.figures(&cite(text)).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(found("1"), ["3 day", "7 day"]);
    assert_eq!(found("2"), ["60 day", "30 day", "5 day"]);
    assert_eq!(found("2.2"), ["30 day", "5 day"]);
    assert_eq!(found("2.1.1"), ["60 day"]);
    assert_eq!(found("2.1.2"), [""; 0]);
    assert!(s.figure(&cite("1@2")).unwrap().says(7, &FigureUnit::Day));
    assert!(s.figure(&cite("1")).unwrap().says(3, &FigureUnit::Day));
    assert_eq!(s.figure(&cite("1@3")), None);
}

#[test]
fn the_index_file_is_read_back_whole_and_holds_no_sentence() {
    let csv =
        "file,title,number_provenance,articles,first_article,last_article,completeness\n试验法-2020.txt,中华人民共和国试验法,,4,1,3,完整\n";
    let files = index_folder([("试验法-2020.txt".to_owned(), TEXT.to_owned()), ("README.md".to_owned(), String::new())], csv).unwrap();
    assert_eq!(files.len(), 1);
    let (name, toml) = &files[0];
    assert_eq!(name, "试验法-2020.toml");
    let index = Index::from_toml([(name.as_str(), toml.as_str())]).unwrap();
    assert_eq!(index.statutes().collect::<Vec<_>>(), [&statute()]);
    assert!(!toml.contains("应当在三日内告知乙，"));
}

#[test]
fn a_passage_comes_with_what_belongs_to_it() {
    assert_eq!(passage(TEXT, &cite("2.1")).unwrap(), "有下列情形之一的：\n（一）满六十日的；\n（二）其他。");
    assert_eq!(passage(TEXT, &cite("2.2.1")).unwrap(), "（一）不足五日的。");
    assert_eq!(passage(TEXT, &cite("2-1")).unwrap(), "丙。");
    assert_eq!(passage(TEXT, &cite("2")).unwrap().lines().count(), 5);
    assert_eq!(passage(TEXT, &cite("2.3")), None);
    assert_eq!(passage("不是法规文本", &cite("1")), None);
}

#[test]
fn what_is_shown_with_and_without_the_text() {
    let index = Index::new(vec![statute()]).unwrap();
    let without = show(&index, "试验法", "第一条", None).unwrap();
    assert!(
        without.contains("@2  第一条第一款：七日") && without.contains("SINAN_LAW_TEXTS") && without.contains("flk.npc.gov.cn"),
        "{without}"
    );
    assert!(!without.contains("甲应当在三日内告知乙，并"));
    let with = show(&index, "《中华人民共和国试验法》", "1", Some(TEXT)).unwrap();
    assert!(with.contains("甲应当在三日内告知乙，并在七日内答复。") && !with.contains("注意"), "{with}");
    let other = show(&index, "试验法-2020", "1", Some(&TEXT.replace("乙", "丁"))).unwrap();
    assert!(other.contains("注意：试验法-2020.txt"), "{other}");
}

#[test]
fn what_is_not_there_is_said_with_a_way_on() {
    let index = Index::new(vec![statute()]).unwrap();
    let refusal = |name: &str, place: &str| show(&index, name, place, None).unwrap_err().to_string();
    assert_eq!(refusal("试验", "1"), "LAW09 索引里没有《试验》；相近的有：试验法-2020");
    assert!(refusal("海商法", "1").starts_with("LAW09"));
    assert!(refusal("试验法", "一条").starts_with("LAW01"));
    assert_eq!(refusal("试验法", "第九条"), "LAW10 《试验法》（2020）没有第九条；共4条");
    assert_eq!(refusal("试验法", "2.3"), "LAW10 《试验法》（2020）没有第二条第三款；该条共2款，各款依次：2项、1项");
}

#[test]
fn bad_texts_are_refused_with_file_and_line() {
    let refusal = |text: &str| index_text("试验法-2020.txt", text, &row()).unwrap_err();
    let header = refusal(&TEXT.replace("文号：", "号："));
    assert_eq!(header, LawError::Header { file: "试验法-2020.txt".to_owned(), line: 3, field: "文号" });
    let order = |text: String, line: usize| match refusal(&text) {
        LawError::Order { line: at, .. } => assert_eq!(at, line),
        other => panic!("{other}"),
    };
    order(TEXT.replace("第三条　依照", "第一条　依照"), 21);
    order(TEXT.replace("（二）其他。", "（三）其他。"), 16);
    order(TEXT.replace("序言不属于任何条。", "（一）无所属。"), 11);
    assert!(matches!(
        refusal(&TEXT.replace("1999-01-01（2020年修正自2020-06-01起施行）", "不详")),
        LawError::NoDate { field: "施行日期", .. }
    ));
    assert!(matches!(refusal(&TEXT.replace("第三条　依照", "第四条　依照")), LawError::Disagree { what: "末条", .. }));
    assert!(matches!(refusal(""), LawError::Header { line: 1, .. }));
}

#[test]
fn the_folder_and_its_table_must_agree() {
    let head = "file,title,number_provenance,articles,first_article,last_article,completeness\n";
    let text = || [("试验法-2020.txt".to_owned(), TEXT.to_owned())];
    assert!(index_folder(text(), head).unwrap_err().to_string().contains("没有 试验法-2020.txt 这一行"));
    let two = format!("{head}试验法-2020.txt,中华人民共和国试验法,,4,1,3,完整\n别的法.txt,别的法,,1,1,1,完整\n");
    assert!(index_folder(text(), &two).unwrap_err().to_string().contains("列有 别的法.txt"));
    assert!(matches!(index_folder(text(), "file\nx\n").unwrap_err(), LawError::Table(_)));
}

#[test]
fn editions_must_not_overlap_and_bad_entries_are_named() {
    let mut newer = statute();
    (newer.edition, newer.in_force_from, newer.in_force_until) = ("2024".to_owned(), "2024-07-01".parse().unwrap(), None);
    let index = Index::new(vec![newer.clone(), statute()]).unwrap();
    assert_eq!(index.in_force("试验法", "2024-06-30".parse().unwrap()).unwrap().edition, "2020");
    assert_eq!(index.in_force("试验法", "2024-07-01".parse().unwrap()).unwrap().edition, "2024");
    assert_eq!(index.in_force("试验法", "2019-07-01".parse().unwrap()), None);
    assert_eq!(index.named("试验法").unwrap().edition, "2024");
    assert_eq!(index.named("试验法（2020）").unwrap().edition, "2020");
    newer.in_force_from = "2024-06-30".parse().unwrap();
    assert!(matches!(Index::new(vec![newer, statute()]), Err(LawError::Overlap { .. })));
    for toml in ["", "title = 1", "x ="] {
        assert!(matches!(Index::from_toml([("a.toml", toml)]), Err(LawError::Entry { .. })), "{toml}");
    }
}

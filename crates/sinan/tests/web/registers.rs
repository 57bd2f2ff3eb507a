//! Outside bodies: entered, changed and imported by their keeper; read by whoever may; not there for anybody else.

use super::visitor::{Answer, Bureau, Visitor};

const FIRMS: &[u8] = include_bytes!("../../../intake/tests/tables/firms.xlsx");
const WRONG: &[u8] = include_bytes!("../../../intake/tests/tables/firms_wrong.xlsx");
const MERGED: &[u8] = include_bytes!("../../../intake/tests/tables/merged.xlsx");
const BOMB: &[u8] = include_bytes!("../../../intake/tests/tables/bomb.xlsx");

/// A form with a file in it, as a browser sends it.
fn upload(visitor: &mut Visitor, path: &str, fields: &[(&str, &str)], (name, file): (&str, &[u8])) -> Answer {
    let mut body = Vec::new();
    for (field, value) in fields {
        body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes());
    }
    let head = format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n");
    body.extend(head.bytes().chain(*b"Content-Type: application/octet-stream\r\n\r\n"));
    body.extend(file.iter().copied().chain(*b"\r\n--edge--\r\n"));
    visitor.headers.insert("content-type", "multipart/form-data; boundary=edge".to_owned());
    let answer = visitor.send_bytes("POST", path, &body);
    visitor.headers.remove("content-type");
    answer
}

/// What stands in the form's box, as a browser would send it again.
fn table_of(answer: &Answer) -> String {
    let (_, rest) = answer.body.split_once("name=\"table\"").unwrap();
    let text = rest.split_once('>').unwrap().1.split_once("</textarea>").unwrap().0;
    text.replace("&#38;", "&").replace("&#60;", "<")
}

#[test]
fn a_keeper_enters_changes_and_is_told_who_entered_what() {
    let bureau = Bureau::with("1", &[]);
    let mut keeper = bureau.persona("enforcement.keeper");
    let index = keeper.get("/registers/enterprises");
    assert!(index.links().contains(&"/registers/enterprises/new".to_owned()), "{}", index.text());
    let bad = [("code", "91150302FX0000001A"), ("name", "新厂"), ("status", "active"), ("address", "工业园区")];
    let refused = keeper.post("/registers/enterprises/new", &bad);
    assert!(refused.status == 422 && refused.text().contains("最后一位应是“"), "{}", refused.text());
    let text = refused.text();
    let digit = text.split_once("最后一位应是“").unwrap().1.chars().next().unwrap();
    let code = format!("91150302FX0000001{digit}");
    let good = [("code", code.as_str()), ("name", "新厂"), ("status", "active"), ("address", "工业园区")];
    let here = format!("/registers/enterprises/entries/{code}");
    let entered = keeper.post("/registers/enterprises/new", &good);
    assert_eq!((entered.status, entered.location.as_str()), (303, here.as_str()), "{}", entered.text());
    let twice = keeper.post("/registers/enterprises/new", &good);
    assert!(twice.status == 422 && twice.text().contains("这个代码已经登记：新厂"), "{}", twice.text());
    let ended = [("code", "91150302FX0000009Z"), ("name", "新厂"), ("status", "ended"), ("address", "工业园区")];
    assert_eq!(keeper.post(&format!("{here}/change"), &ended).status, 303);
    let told = keeper.get(&here).text();
    assert!(told.contains("注销") && told.contains("status=ended") && told.contains("enforcement.keeper"), "{told}");
    assert!(keeper.get("/registers/enterprises?name=新").text().contains("新厂"));
    assert!(keeper.get("/registers/enterprises?code=91150302fx").text().contains("新厂"));
    assert!(!keeper.get("/registers/enterprises?name=老").text().contains("新厂"));

    // The director reads it and changes nothing; outside the bureau it is not there; what is public is everybody's, without its history.
    let mut director = bureau.persona("director");
    assert!(director.get(&here).status == 200 && !director.get(&here).text().contains("status=ended"));
    for path in ["/registers/enterprises/new", "/registers/enterprises/import", &format!("{here}/change")] {
        assert_eq!(director.get(path).status, 404, "{path}");
        assert_eq!(director.post(path, &good).status, 404, "{path}");
        assert_eq!(bureau.persona("services.head").get(path).status, 404, "the keeper of another register");
    }
    for account in ["lawyer.han", "citizen.gao"] {
        let mut outsider = bureau.persona(account);
        assert_eq!((outsider.get("/registers/enterprises").status, outsider.get(&here).status), (404, 404), "{account}");
    }
    let mut nobody = bureau.visitor();
    assert_eq!((nobody.get(&here).status, nobody.get("/registers/enterprises").status), (404, 404));
    for register in
        ["law_firms", "notary_offices", "forensic_institutes", "arbitration_commissions", "enforcement_bodies", "mediation_committees"]
    {
        let page = nobody.get(&format!("/registers/{register}"));
        assert!(page.status == 200 && page.text().contains("（演示）"), "{register} has its bodies: {}", page.text());
    }
    assert!(bureau.persona("recon.chief").get("/registers/courts").text().contains("中级人民法院"));
}

#[test]
fn a_workbook_is_looked_at_and_taken_whole() {
    let bureau = Bureau::with("1", &[]);
    let (mut keeper, path) = (bureau.persona("services.head"), "/registers/law_firms/import");
    let wrong = upload(&mut keeper, path, &[("step", "take")], ("律所.xlsx", WRONG));
    for said in
        ["新增1行，变更0行，不变0行，需要改正5行", "最后一位应是“4”", "与前面的一行重复", "只留下前15位", "请填写住所", "没有这种状态"]
    {
        assert!(wrong.text().contains(said), "{said}: {}", wrong.text());
    }
    assert_eq!(wrong.value("step"), "look", "a file is looked at before it is taken, whatever the form says");
    let looked = upload(&mut keeper, path, &[("step", "look")], ("律所.xlsx", FIRMS));
    assert!(looked.status == 200 && looked.value("step") == "take" && looked.text().contains("新增3行"), "{}", looked.text());
    assert!(!keeper.get("/registers/law_firms").text().contains("晴川"), "looking writes nothing");
    let taken = upload(&mut keeper, path, &[("table", &table_of(&looked)), ("step", "take")], ("", b""));
    assert!(taken.text().contains("已写入"), "{}", taken.text());
    let page = bureau.visitor().get("/registers/law_firms").text();
    assert!(
        page.contains("晴川律师事务所") && page.contains("31150302FX0000002X") && page.contains("远山律师事务所（特殊普通合伙）"),
        "{page}"
    );

    let merged = upload(&mut keeper, path, &[], ("a.xlsx", MERGED));
    assert!(merged.status == 422 && merged.text().contains("合并单元格"), "{}", merged.text());
    let bomb = upload(&mut keeper, path, &[], ("a.xlsx", BOMB));
    assert!(bomb.status == 422 && bomb.text().contains("压缩得异常"), "{}", bomb.text());
    let large = upload(&mut keeper, path, &[], ("a.xlsx", &vec![0; 17 << 20]));
    assert_eq!(large.status, 413, "{}", large.text());
    let other = upload(&mut keeper, "/account", &[], ("a.xlsx", &vec![b'a'; 1 << 20]));
    assert_eq!(other.status, 413, "elsewhere a form is as short as before");
    let nobody = upload(&mut bureau.visitor(), path, &[], ("a.xlsx", &vec![b'a'; 1 << 20]));
    assert_eq!(nobody.status, 413, "and for whoever is not signed in");

    let units = include_bytes!("../../../intake/tests/tables/units.xlsx");
    let units = upload(&mut bureau.persona("system.admin"), "/organisation/import/units", &[], ("units.xlsx", units));
    assert!(units.text().contains("新增1行") && units.text().contains("需要改正1行"), "{}", units.text());
    let journal = bureau.persona("audit.admin").get("/organisation/journal?kind=imported").text();
    assert!(journal.contains("law_firms 3"), "{journal}");
}

//! What a jurist reads: the manual and the diff.

use kernel::Lang;
use procedure::{decode, diagram, diff, export, manual, render_diff};

const VARIANTS: &str = include_str!("../good/variants.kdl");

/// The whole manual of each good file, word for word; `SINAN_BLESS=1` writes them anew.
#[test]
fn the_manuals_are_as_reviewed() {
    for name in ["variants", "holders", "overlay", "clocks", "children", "versions", "register"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/good").join(name);
        let dossier = decode(name, &std::fs::read_to_string(path.with_extension("kdl")).unwrap()).0.unwrap();
        let told = manual(&dossier, law::Index::embedded());
        let reviewed = path.with_extension("manual.md");
        if std::env::var_os("SINAN_BLESS").is_some() {
            std::fs::write(&reviewed, &told).unwrap();
        }
        assert!(std::fs::read_to_string(&reviewed).unwrap_or_default() == told, "{name}: the manual changed\n{told}");
    }
}

#[test]
fn the_diff_speaks_law() {
    let a = decode("small.kdl", include_str!("../good/small.kdl")).0.unwrap();
    let text = include_str!("../good/small.kdl")
        .replace("within=7 unit=day cite=LAL:43.1@1", "within=5 unit=day cite=LAL:43.1@1")
        .replace("{ sign approver; cite", "{ cite")
        .replace("    end done", "    end closed \"另结\" en=\"Closed\"\n    end done");
    let b = decode("small.kdl", &text).0.unwrap();
    let changes = diff(&a, &b);
    assert_eq!(
        render_diff(&changes, Lang::Zh),
        "+ 环节 另结 性质：终点\n\
         ~ 办理事项 给予援助 签批：负责人 → 无\n\
         ~ 期限 审查决定 最迟：7 日 → 5 日（法律援助法第四十三条第一款的第 1 个数字）\n"
    );
    assert_eq!(
        render_diff(&changes, Lang::En),
        "+ States Closed Kind: end\n\
         ~ Actions Grant Signed by: Head → none\n\
         ~ Clocks Review Within: 7 days → 5 days (LAL art. 43.1, figure 1)\n"
    );
    assert_eq!(diff(&a, &a), []);
    let back = render_diff(&diff(&b, &a), Lang::Zh);
    assert!(back.contains("− 环节 另结") && back.contains("5 日 → 7 日"), "{back}");
}

/// A good file before and after some words of it change, as the diff tells it.
fn told(name: &str, changes: &[(&str, &str)]) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/good").join(name).with_extension("kdl");
    let before = std::fs::read_to_string(path).unwrap();
    let after = changes.iter().fold(before.clone(), |text, (from, to)| {
        assert!(text.contains(from), "{name}: {from}");
        text.replacen(from, to, 1)
    });
    let read = |text: &str| {
        let (dossier, found) = decode(name, text);
        dossier.unwrap_or_else(|| panic!("{}", procedure::render(&found, text)))
    };
    render_diff(&diff(&read(&before), &read(&after)), Lang::Zh)
}

#[test]
fn the_diff_speaks_of_extensions_rounds_and_restarts() {
    let text = told(
        "clocks",
        &[
            ("max=most_days times=1", "max=20 unit=day times=2"),
            ("every=1 unit=month", "every=2 unit=month"),
            ("        restarts returned basis=local\n", ""),
            ("rechosen same-start", "rechosen new-start"),
            ("min=60 unit=day", "min=90 unit=day"),
            ("remedy objection only=ordinary; ", ""),
        ],
    );
    for line in [
        "~ 期限 作出决定 延长：至多 参数“至多延长”（30 日），1 次，每次多少看“延长几日”所填；届满前由“延长”作出（限：普通） → 至多 20 日，2 次，每次多少看“延长几日”所填；届满前由“延长”作出（限：普通）（本地规定）",
        "~ 期限 作出决定 重新起算：退回重办 → 无",
        "~ 期限 作出决定 选项改变时：起点不变，按新的长短算 → 从改变之日起按新的长短重新算（实务理解：转换程序不改起点）",
        "~ 期限 定期报告 每满：1 个月 → 2 个月（本地规定）",
        "~ 表单 申请书 · 其他法律规定的更长期限 界限：至少 60 日 → 至少 90 日",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(text.contains("可以提出异议（限：普通）、向上级反映") && text.contains("可以向上级反映（本地规定）"), "{text}");
}

#[test]
fn the_diff_speaks_of_holders_and_notice() {
    let text = told(
        "holders",
        &[
            ("notice within=30", "notice within=60"),
            ("acts-for=applicant max=2", "acts-for=applicant max=1"),
            ("within=10 unit=day each=respondent", "within=10 unit=day"),
            (" waived-by=chief", ""),
            (" staffed=handler", ""),
            ("{ min 3 unit=person", "{ min 5 unit=person"),
        ],
    );
    for line in [
        "~ 程序 当事人序位 公告送达：可以公告送达，自公告之日起满 30 日视为送达 → 可以公告送达，自公告之日起满 60 日视为送达（本地规定：本地规定公告期）",
        "~ 角色 代理人 人数界限：至多 2 人 → 至多 1 人（本地规定）",
        "~ 角色 集体讨论 人数界限：至少 3 人 → 至少 5 人（本地规定）",
        "~ 期限 答复 逐个计算：被申请人每一位各算各的 → 无",
        "~ 办理事项 作出决定 先要派足：承办人 → 无",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(text.contains("负责人可以说明理由免除"), "{text}");
}

#[test]
fn the_diff_speaks_of_transitions_overlays_children_and_registers() {
    let text = told("versions", &[("mode=by-act", "mode=moves"), ("{ moves review }", "")]);
    assert!(text.starts_with("~ 程序 法律援助 过渡：从第 1 版过来，按行为日适用"), "{text}");
    let text = told("overlay", &[("        pauses in=suspended basis=reading \"中止期间不计入\" en=\"Suspension is not counted\"\n", "")]);
    assert_eq!(text, "~ 期限 作出决定 中止：中止（实务理解：中止期间不计入） → 无\n");
    let text = told("children", &[("as=transfer ", ""), ("; ended side_review", "")]);
    assert!(text.contains("移送 和别的事项：移送：本事项在这里办结") && text.contains("先要结束：附带审查 → 无"), "{text}");
    let text = told("register", &[("public=#true ", ""), ("{ in lapsed ended }", "{ in lapsed }")]);
    assert_eq!(
        text,
        "~ 名录 执业证书名录 状态：有效（有效）、失效（已过期、已注销） → 有效（有效）、失效（已过期）\n\
         ~ 名录 执业证书名录 公开：任何人可以查 → 无\n"
    );
}

#[test]
fn the_model_is_exported() {
    let dossier = decode("variants.kdl", VARIANTS).0.unwrap();
    let json = export(&dossier).unwrap();
    assert_eq!(json["procedures"][0]["clocks"][0]["lengths"][0]["amount"]["Fixed"], 7);
    let text = diagram(&dossier);
    assert!(text.contains("[*] --> in_review: 申请") && text.contains("decided --> to_file: 整理案卷"), "{text}");
}

/// A matter is pinned to its procedure's own text: an indicator in the same file changes nothing, a comment within does.
#[test]
fn the_hash_is_the_procedures_own() {
    let hash = |text: &str| decode("variants.kdl", text).0.unwrap().procedures[0].hash;
    let before = hash(VARIANTS);
    assert_eq!(before, hash(&VARIANTS.replace("per residents 100000", "per residents 10000")));
    assert_ne!(before, hash(&VARIANTS.replace("    track filing", "    // A remark.\n    track filing")));
}

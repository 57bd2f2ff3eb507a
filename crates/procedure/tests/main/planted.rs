//! Faults planted in sound procedures: each is found under its code, and without it there is nothing to find.

use crate::walked::sound_files;
use procedure::model::{Amount, ChoiceSource, Clock, Dossier, Ground, Mode};
use procedure::{Diagnostic, check, decode, render};
use std::collections::BTreeSet;

const SMALL: &str = include_str!("../good/small.kdl");
const VARIANTS: &str = include_str!("../good/variants.kdl");
const OVERLAY: &str = include_str!("../good/overlay.kdl");
const CLOCKS: &str = include_str!("../good/clocks.kdl");
const CHILDREN: &str = include_str!("../good/children.kdl");
const HOLDERS: &str = include_str!("../good/holders.kdl");
const REGISTER: &str = include_str!("../good/register.kdl");
const VERSIONS: &str = include_str!("../good/versions.kdl");

fn read(text: &str) -> Dossier {
    let (dossier, found) = decode("planted.kdl", text);
    dossier.unwrap_or_else(|| panic!("{}", render(&found, text)))
}

/// What is found, all rules being answered.
fn findings(dossier: &Dossier, others: &[&Dossier]) -> Vec<Diagnostic> {
    let mut rules: BTreeSet<kernel::Id> = dossier.procedures.iter().flat_map(|p| p.rules.keys().cloned()).collect();
    rules.extend(dossier.procedures.iter().flat_map(|p| p.choices.values()).filter_map(|c| match &c.source {
        ChoiceSource::Rule(rule) => Some(rule.clone()),
        ChoiceSource::Act => None,
    }));
    check(dossier, law::Index::embedded(), &rules, others)
}

fn codes(found: &[Diagnostic]) -> BTreeSet<&'static str> {
    found.iter().map(|d| d.code).collect()
}

/// A fault planted by exchanging words of a sound text.
struct Plant {
    kind: &'static str,
    text: &'static str,
    edits: &'static [(&'static str, &'static str)],
    code: &'static str,
    /// Words of the finding: the way, the choice, the name.
    says: &'static str,
}

#[rustfmt::skip]
const PLANTS: &[Plant] = &[
    Plant { kind: "a state that nothing reaches", text: SMALL, code: "P201", says: "“无路可到”", edits: &[
        ("    end done", "    state nowhere \"无路可到\" en=\"Nowhere\" { open-ended \"无\" en=\"None\"; action leave \"离开\" en=\"Leave\" by=reviewer to=done event=left { cite LAL:43.1 } }\n    end done")] },
    Plant { kind: "a role that nobody holds", text: OVERLAY, code: "P414", says: "“申请人”没有人能担任", edits: &[
        ("field applicant \"申请人\" en=\"Applicant\" type=party of=applicant required=#true", "field subject \"事由\" en=\"Subject\" type=text required=#true")] },
    Plant { kind: "a clock that nothing stops", text: SMALL, code: "P302", says: "“审查决定”停不下来", edits: &[("; stops granted refused", "")] },
    Plant { kind: "a clock that one way does not stop", text: SMALL, code: "P311", says: "走到“补正”以后没有事件能停它，只能随事项结束：申请 → 要求补正", edits: &[
        ("stops granted refused", "stops granted"),
        ("        action refuse", "        action ask \"要求补正\" en=\"Ask\" by=reviewer to=waiting event=asked { cite LAL:43.2 }\n        action refuse"),
        ("    end done", "    state waiting \"补正\" en=\"Waiting\" { action give_up \"视为撤回\" en=\"Give up\" by=reviewer to=done event=given_up { cite LAL:43.2 } }\n    end done")] },
    Plant { kind: "a pause without citation", text: VARIANTS, code: "P110", says: "“发送申请书副本的中止”", edits: &[("pauses in=appraisal cite=LAR:39.1", "pauses in=appraisal")] },
    Plant { kind: "a decision that waits for a track which cannot have begun", text: VARIANTS, code: "P213", says: "“鉴定”从来没有机会开始：申请", edits: &[
        ("cite=LAR:39.1 { from in_review }", "cite=LAR:39.1 { from decided }"),
        ("needs notice.served cite=LAR:48; needs", "ended appraisal; needs notice.served cite=LAR:48; needs")] },
    Plant { kind: "one way past the track for which a decision waits", text: OVERLAY, code: "P213", says: "有一条路不经过能开始“鉴定”的环节：申请", edits: &[
        ("        action decide", "        action pass_on \"送检\" en=\"Pass on\" by=handler to=elsewhere event=passed_on { cite LAL:43 }\n        action decide"),
        ("event=decided { cite", "event=decided { ended appraisal; cite"),
        ("    end done", "    state elsewhere \"送检\" en=\"Elsewhere\" { action come_back \"取回\" en=\"Come back\" by=handler to=in_review event=come_back { cite LAL:43.1 } }\n    interval appraisal \"鉴定\" en=\"Appraisal\" by=handler cite=LAL:43 { from elsewhere }\n    end done")] },
    Plant { kind: "a gate whose clock cannot have begun", text: CLOCKS, code: "P310", says: "“作出决定”要等期限“公示”", edits: &[
        ("starts displayed; stops decided; gates decide", "starts decided; stops displayed; gates decide")] },
    Plant { kind: "a need that never happens", text: SMALL, code: "P419", says: "等的 left 从不发生", edits: &[
        ("event=granted { sign", "event=granted { needs left; sign"),
        ("    end done", "    state nowhere \"无\" en=\"No\" { open-ended \"无\" en=\"None\"; action leave \"离开\" en=\"Leave\" by=reviewer to=done event=left { cite LAL:43.1 } }\n    end done")] },
    Plant { kind: "a need that comes too late", text: VARIANTS, code: "P206", says: "走到“审理”", edits: &[("needs notice.served cite=LAR:48; needs", "needs filed cite=LAR:48; needs")] },
    Plant { kind: "an overlay without a way back", text: OVERLAY, code: "P204", says: "进入“中止”以后回不来", edits: &[
        ("to=back ", ""), ("from in_review suspended;", "from in_review;"), ("lapse suspended_too_long to=ended", "lapse suspended_too_long")] },
    Plant { kind: "a variant without a length", text: CLOCKS, code: "P304", says: "在“简易”时没有长短", edits: &[
        ("        within 30 unit=day only=summary basis=local\n", ""),
        ("        rechosen same-start basis=reading \"转换程序不改起点\" en=\"Conversion leaves the start\"\n", "")] },
    Plant { kind: "two signatures that are one person's", text: SMALL, code: "P413", says: "“审查员”只有一个人担任", edits: &[("sign approver", "sign reviewer")] },
    Plant { kind: "a wrong figure", text: SMALL, code: "P105", says: "七日", edits: &[("within=7 unit=day", "within=8 unit=day")] },
    Plant { kind: "a wrong figure of an extension", text: CLOCKS, code: "P105", says: "第四十三条第一款", edits: &[
        ("extends extended max=most_days times=1 granted=days only=ordinary basis=local", "extends extended max=30 unit=day times=1 granted=days only=ordinary cite=LAL:43.1@1"),
        ("    param most_days \"至多延长\" en=\"At most\" value=30 unit=day max=60 basis=local\n", "")] },
    Plant { kind: "a wrong number of persons", text: HOLDERS, code: "P105", says: "第四十三条第一款", edits: &[("body=#true { min 3 unit=person basis=local }", "body=#true { min 3 unit=person cite=LAL:43.1 }")] },
    Plant { kind: "a wrong period of public notice", text: HOLDERS, code: "P105", says: "第四十三条第一款", edits: &[
        ("notice within=30 unit=day basis=local \"本地规定公告期\" en=\"A local period of notice\"", "notice within=30 unit=day cite=LAL:43.1@1")] },
    Plant { kind: "a dead end reached only through an overlay", text: OVERLAY, code: "P206", says: "走到“停滞”就再也到不了终点：申请 → 中止 → 搁置", edits: &[
        ("        action end_cause", "        action shelve \"搁置\" en=\"Shelve\" by=handler to=limbo event=shelved { cite LAL:43 }\n        action end_cause"),
        ("    end done", "    state limbo \"停滞\" en=\"Limbo\" { action look \"查看\" en=\"Look\" by=handler event=looked { cite LAL:43 } }\n    end done")] },
    Plant { kind: "a dead end for one choice only", text: CLOCKS, code: "P206", says: "走到“审理”（简易）就再也到不了终点", edits: &[
        ("{ sets ordinary; cite LAL:43 }", "{ cite LAL:43 }"), ("to=done event=decided { needs", "to=done event=decided only=ordinary { needs"),
        ("        rechosen same-start basis=reading \"转换程序不改起点\" en=\"Conversion leaves the start\"\n", "")] },
    Plant { kind: "a way on that waits for what can no longer happen", text: SMALL, code: "P206", says: "走到“补正”就再也到不了终点：申请 → 告知 → 等待", edits: &[
        ("        action refuse", "        action tell \"告知\" en=\"Tell\" by=reviewer event=told once=#true { paper reminder; cite LAL:43.2 }\n        action wait \"等待\" en=\"Wait\" by=reviewer to=waiting event=waited { needs told; cite LAL:43.2 }\n        action refuse"),
        ("    form application", "    paper reminder \"催告\" en=\"Reminder\" to=applicant cite=LAL:43.2\n    form application"),
        ("    end done", "    state waiting \"补正\" en=\"Waiting\" { action remind \"再告知\" en=\"Remind\" by=reviewer event=told once=#true { paper reminder; cite LAL:43.2 }\n action go_on \"继续\" en=\"Go on\" by=reviewer to=done event=gone_on { needs granted; cite LAL:43.2 } }\n    end done")] },
    Plant { kind: "a lapse to a state of another run", text: VARIANTS, code: "P314", says: "“待归档”，那是另一条线的环节", edits: &[("lapse answer_missed for=applicant", "lapse answer_missed to=to_file for=applicant")] },
    Plant { kind: "a child for which something waits and that nothing opens", text: CHILDREN, code: "P421", says: "没有办理事项开始下级事项 side_review", edits: &[("opens side_review child=#true; ", "")] },
    Plant { kind: "a new choice that does not say what it does to a running clock", text: CLOCKS, code: "P312", says: "“程序”会改变，却没有写怎样计算：申请 → 转为普通程序", edits: &[
        ("        rechosen same-start basis=reading \"转换程序不改起点\" en=\"Conversion leaves the start\"\n", "")] },
    Plant { kind: "a clock that stands still where only its own lapse leads out", text: OVERLAY, code: "P309", says: "互相等下去", edits: &[
        ("to=back ", ""), ("from in_review suspended;", "from in_review;"), ("lapse suspended_too_long to=ended", "lapse suspended_too_long"),
        ("        stops decided ended\n    }", "        stops decided ended\n        lapse too_late to=ended for=applicant basis=local\n    }")] },
    Plant { kind: "a track for which a decision waits and that cannot end", text: VARIANTS, code: "P214", says: "“听证”走到“待听证”就再也结束不了", edits: &[
        ("needs notice.served cite=LAR:48; needs", "ended hearing; needs notice.served cite=LAR:48; needs"),
        ("    interval appraisal", "    track hearing \"听证\" en=\"Hearing\" {\n action call \"决定听证\" en=\"Call\" by=handler to=called event=called_up { from in_review; cite LAR:50 }\n state called \"待听证\" en=\"Called\" { open-ended \"无\" en=\"None\"; action hold \"举行\" en=\"Hold\" by=handler to=held event=hearing_held { needs was_decided; cite LAR:50 } }\n end held \"已听证\" en=\"Held\"\n }\n    interval appraisal")] },
    Plant { kind: "a state to which only a clock leads that always stands still", text: OVERLAY, code: "P201", says: "“过期”有路可写，却没有一种情形走得到", edits: &[
        ("        stops decided ended\n    }", "        pauses in=in_review basis=local\n        stops decided ended\n        lapse too_late to=gone for=applicant basis=local\n    }"),
        ("    end done", "    end gone \"过期\" en=\"Gone\"\n    end done")] },
    Plant { kind: "an act that can never be done", text: OVERLAY, code: "P207", says: "“再看”永远办不了", edits: &[
        ("        action suspend", "        action again \"再看\" en=\"Again\" by=handler event=looked_again { needs decided; cite LAL:43 }\n        action suspend")] },
    Plant { kind: "an act that one variant never allows", text: CLOCKS, code: "P212", says: "（简易）", edits: &[
        ("        action display", "        action tell \"告知延长\" en=\"Tell\" by=handler event=told { needs extended; cite LAL:43 }\n        action display"),
        ("{ sets ordinary; cite LAL:43 }", "{ cite LAL:43 }"),
        ("        rechosen same-start basis=reading \"转换程序不改起点\" en=\"Conversion leaves the start\"\n", "")] },
    Plant { kind: "a waiver by whom it concerns", text: HOLDERS, code: "P420", says: "自己免除", edits: &[
        ("needs heard waived-by=chief", "needs heard waived-by=handler"), ("            sign chief only=usual\n            sign meeting only=grave\n", "")] },
];

#[test]
fn each_planted_fault_is_found_and_the_sound_text_has_none() {
    let kinds: BTreeSet<&str> = PLANTS.iter().map(|p| p.kind).collect();
    assert!(kinds.len() == PLANTS.len() && kinds.len() >= 16, "{} kinds", kinds.len());
    let mut missed = Vec::new();
    for plant in PLANTS {
        let before = findings(&read(plant.text), &[]);
        let errors: Vec<Diagnostic> = before.iter().filter(|d| d.is_error()).cloned().collect();
        assert!(errors.is_empty(), "{}: sound before: {}", plant.kind, render(&errors, plant.text));
        assert!(!codes(&before).contains(plant.code), "{}: {} stands there before", plant.kind, plant.code);
        let text = plant.edits.iter().fold(plant.text.to_owned(), |text, (old, new)| {
            assert!(text.contains(old), "{}: nothing to exchange: {old}", plant.kind);
            text.replace(old, new)
        });
        let found = findings(&read(&text), &[]);
        let told = found.iter().find(|d| d.code == plant.code && d.message.zh.contains(plant.says));
        match told {
            Some(told) => assert!(told.place.line > 0 && !told.message.en.is_empty(), "{told:?}"),
            None => missed.push(format!("{}: {} was not told:\n{}", plant.kind, plant.code, render(&found, &text))),
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// A fault planted in the typed procedure, where the text would not even be read.
fn typed(text: &str, code: &str, plant: impl Fn(&mut Dossier)) {
    let mut dossier = read(text);
    assert!(!codes(&findings(&dossier, &[])).contains(code), "{code} stands there before");
    plant(&mut dossier);
    let found = findings(&dossier, &[]);
    assert!(codes(&found).contains(code), "{code} was not told: {}", render(&found, text));
}

#[test]
fn what_the_reader_refuses_the_proofs_refuse_too() {
    let clock = |dossier: &mut Dossier, id: &str, plant: &dyn Fn(&mut Clock)| {
        dossier.procedures[0].clocks.iter_mut().filter(|c| c.id == *id).for_each(plant);
    };
    typed(CLOCKS, "P110", |d| clock(d, "decide", &|c| c.extends[0].ground = Ground::default()));
    typed(CLOCKS, "P110", |d| clock(d, "decide", &|c| c.restarts[0].ground = Ground::default()));
    typed(CLOCKS, "P110", |d| clock(d, "decide", &|c| c.rechosen.as_mut().unwrap().ground = Ground::default()));
    typed(CLOCKS, "P110", |d| clock(d, "decide", &|c| c.lapse.as_mut().unwrap().ground = Ground::default()));
    typed(CLOCKS, "P313", |d| clock(d, "report", &|c| c.mode = Mode::Every("done".into())));
    typed(CLOCKS, "P308", |d| clock(d, "display", &|c| c.mode = Mode::AtLeast(Some("days".into()))));
    typed(VERSIONS, "P116", |d| d.procedures[0].transition = None);
    typed(VERSIONS, "P110", |d| d.procedures[0].transition.as_mut().unwrap().ground = Ground::default());
    typed(HOLDERS, "P110", |d| d.procedures[0].roles.get_mut("handler").unwrap().bounds[0].ground = Ground::default());
    typed(REGISTER, "P430", |d| d.registers.get_mut("certificates").unwrap().of = Some("nothing".into()));
    typed(REGISTER, "P430", |d| d.registers.get_mut("certificates").unwrap().statuses[0].states = vec!["nowhere".into()]);
    typed(REGISTER, "P433", |d| d.registers.get_mut("certificates").unwrap().name = Some("applicant".into()));
    typed(REGISTER, "P435", |d| d.registers.get_mut("firms").unwrap().laws.clear());
    typed(REGISTER, "P436", |d| d.registers.get_mut("firms").unwrap().keeper.as_mut().unwrap().role = "keeper".into());
}

#[test]
fn a_new_version_keeps_every_state_of_the_old() {
    let (old, new) = (read(SMALL), read(VERSIONS));
    assert!(!codes(&findings(&new, &[&old])).contains("P117"));
    let with = SMALL
        .replace("        action refuse", "        action ask \"补正\" en=\"Ask\" by=reviewer to=waiting event=asked { cite LAL:43.2 }\n        action refuse")
        .replace("    end done", "    state waiting \"待补正\" en=\"Waiting\" { action go_on \"补正\" en=\"Go on\" by=applicant to=under_review event=gone_on { cite LAL:43.2 } }\n    end done");
    let found = findings(&new, &[&read(&with)]);
    let lost = found.iter().find(|d| d.code == "P117").unwrap();
    assert!(lost.message.zh.contains("“待补正”（waiting）在第 2 版里没有"), "{}", lost.message.zh);
}

#[test]
fn one_name_is_one_role_in_every_file() {
    let here = read(SMALL);
    let elsewhere = SMALL.replacen("procedure small", "procedure other", 1);
    let told = |text: &str| findings(&here, &[&read(text)]).into_iter().find(|d| d.code == "P434");
    assert_eq!(told(&elsewhere), None, "the same role in two lines of work");
    let role = SMALL.lines().find(|l| l.trim_start().starts_with("role reviewer")).unwrap();
    let found = told(&elsewhere.replacen(role, &role.replacen('"', "\"别的", 1), 1)).unwrap();
    assert!(found.is_error() && found.message.zh.contains("一个名字只能是一种人"), "{}", found.message.zh);
}

#[test]
fn a_register_of_another_file_has_the_standing_that_a_field_names() {
    let register = read(REGISTER);
    let with = |status: &str| {
        let field = format!(
            "form {{ field certificate \"证书\" en=\"Certificate\" type=register of=certificates status={status} required=#true }}; cite LAL:43.1 }}"
        );
        read(&SMALL.replacen("sign approver; cite LAL:43.1 }", &format!("sign approver; {field}"), 1))
    };
    assert!(!codes(&findings(&with("valid"), &[&register])).contains("P431"));
    assert!(codes(&findings(&with("golden"), &[&register])).contains("P431"));
}

/// A pause without its ground, a wrong length, a clock without its end: what each finding must say.
fn three_faults(dossier: &mut Dossier) -> Vec<(&'static str, String)> {
    let mut planted = Vec::new();
    let clocks = &mut dossier.procedures[0].clocks;
    if let Some(clock) = clocks.iter_mut().find(|c| !c.pauses.is_empty()) {
        clock.pauses[0].ground = Ground::default();
        planted.push(("P110", format!("{}的中止", clock.title.zh)));
    }
    let cited = |c: &&mut Clock| {
        let own = c.lengths.first().filter(|l| matches!(l.amount, Amount::Fixed(_)));
        let ground = own.map(|l| if l.ground.is_empty() { &c.ground } else { &l.ground });
        !c.notice && ground.is_some_and(|g| g.basis.is_none() && g.cites.iter().any(|c| c.at.is_some()))
    };
    if let Some(Amount::Fixed(n)) = clocks.iter_mut().find(cited).map(|c| &mut c.lengths[0].amount) {
        *n += 86;
        planted.push(("P105", format!("这里写 {n}")));
    }
    if let Some(clock) = clocks.iter_mut().find(|c| !c.stops.is_empty() && c.mode == Mode::Within && !c.notice) {
        (clock.stops, clock.lapse) = (Vec::new(), None);
        planted.push(("P302", clock.title.zh.clone()));
    }
    planted
}

/// No act and no lapse leads to an end of the main run any more.
fn without_ends(dossier: &mut Dossier) -> Vec<(&'static str, String)> {
    let p = &mut dossier.procedures[0];
    let ends: BTreeSet<kernel::Id> = p.states.values().filter(|s| s.end && s.track.is_none()).map(|s| s.id.clone()).collect();
    for action in p.actions.iter_mut().filter(|a| !a.opens_matter()) {
        action.to.retain(|s| !ends.contains(s));
    }
    for lapse in p.clocks.iter_mut().filter_map(|c| c.lapse.as_mut()) {
        lapse.to = lapse.to.take().filter(|s| !ends.contains(s));
    }
    vec![("P206", "再也到不了终点".to_owned())]
}

/// Every procedure of every module, as it stands on the disk.
#[test]
fn faults_planted_in_real_procedures_are_found() {
    let mut planted = 0;
    for path in sound_files().into_iter().filter(|p| p.components().any(|c| c.as_os_str() == "modules")) {
        let text = std::fs::read_to_string(&path).unwrap();
        // A file of registers alone has nothing to plant these in.
        let Some(dossier) = decode("real.kdl", &text).0.filter(|d| !d.procedures.is_empty()) else { continue };
        for plant in [three_faults, without_ends] {
            let mut with = dossier.clone();
            let faults = plant(&mut with);
            let found = findings(&with, &[]);
            for (code, says) in faults {
                let told = found.iter().any(|d| d.code == code && d.message.zh.contains(&says));
                assert!(told, "{}: {code} “{says}” was not told", path.display());
                planted += 1;
            }
        }
    }
    assert!(planted >= 20, "only {planted} faults were planted");
}

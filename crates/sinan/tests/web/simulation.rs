//! A head supposes another law; a clerk and a citizen do not; anybody exports the proof of what they may see.

use super::visitor::Bureau;

const SHORTER: &str = "/law/simulate?case=figure%3A%E6%B3%95%E5%BE%8B%E6%8F%B4%E5%8A%A9%E6%B3%95%3A43.1%401&n=5";

#[test]
fn heads_see_what_would_move_in_their_units() {
    let bureau = Bureau::with("700", &[]);
    let mut head = bureau.persona("director");
    let page = head.get("/law/simulate");
    assert!(page.status == 200 && page.text().contains("复议") && page.text().contains("法律援助法第四十三条第一款"), "{}", page.text());
    assert!(head.get("/law").links().contains(&"/law/simulate".to_owned()), "a way there");
    let found = head.get(SHORTER);
    let text = found.text();
    assert!(found.status == 200 && text.contains("7日 → 5日") && text.contains("按期限汇总") && text.contains("审查决定"), "{text}");
    let second = found.links().into_iter().find(|l| l.contains("page=2"));
    if let Some(second) = second {
        assert_eq!(head.get(&second).status, 200);
    }
    let matter = found.links().into_iter().find(|l| l.starts_with("/matters/")).expect("each date leads to its matter");
    assert_eq!(head.get(&matter).status, 200);
    let english = head.get(&format!("{SHORTER}&lang=en"));
    assert!(english.text().contains("7 days → 5 days") && english.title().contains("If the law were otherwise"), "{}", english.text());
    let newest = page.links().into_iter().find(|l| l.contains("version%3Areconsideration")).expect("new versions are one press away");
    let newer = head.get(&newest);
    assert!(
        newer.status == 200 && newer.text().contains("Handing over the file"),
        "the regulation of 2026 gives a handover its days: {}",
        newer.text()
    );
    for (wrong, status) in
        [("/law/simulate?case=x", 200), ("/law/simulate?case=figure%3A%E6%B3%95&n=x&page=9", 200), (&SHORTER.replace("n=5", "n=-1"), 200)]
    {
        assert_eq!(head.get(wrong).status, status, "{wrong}");
    }
    assert!(head.get(&SHORTER.replace("n=5", "n=x")).text().contains("digits"));

    let mut district = bureau.persona("hainan.approver");
    let (whole, part) = (sum(&text), sum(&district.get(&format!("{SHORTER}&lang=zh")).text()));
    assert!(part < whole, "a district's head sees the district: {part} of {whole}");
    for other in ["haibowan.reviewer", "lawyer.han", "citizen.gao"] {
        let mut other = bureau.persona(other);
        assert_eq!(other.get("/law/simulate").status, 404);
        assert!(!other.get("/law").links().contains(&"/law/simulate".to_owned()));
    }
    assert_eq!(bureau.visitor().get("/law/simulate").status, 303, "a visitor is asked to sign in");
}

/// The open matters replayed.
fn sum(text: &str) -> u64 {
    let before = text.split("件在办事项").nth(1).unwrap_or_default();
    before.split_whitespace().find_map(|w| w.parse().ok()).unwrap_or_default()
}

#[test]
fn a_matters_proof_is_had_from_its_page_and_holds() {
    let bureau = Bureau::with("30", &[]);
    let mut head = bureau.persona("director");
    let list = head.get("/matters?phase=all").links();
    let matters: Vec<String> = list
        .into_iter()
        .filter(|l| l.starts_with("/matters/0") || l.matches('-').count() == 4)
        .filter(|l| l.matches('/').count() == 2)
        .collect();
    assert!(!matters.is_empty());
    let mut proved = 0;
    for matter in matters.iter().take(10) {
        let page = head.get(matter);
        let link = page.links().into_iter().find(|l| l.ends_with("/proof")).unwrap_or_else(|| panic!("{}", page.text()));
        let file = head.get(&link);
        assert_eq!(file.status, 200);
        assert_eq!(proof::verify(&file.body), []);
        proved += 1;
        assert_eq!(bureau.persona("citizen.gao").get(&link).status, 404, "not theirs");
    }
    assert!(proved > 0);
}

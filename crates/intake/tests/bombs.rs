//! Files made to hurt: each is refused with its own sentence, quickly, and in little memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod forge;

use forge::{Container, Part, workbook, zeros};
use intake::{Kind, Limits, Rejection, inspect};
use std::time::Instant;

/// Memory that looking at any file may take beyond the file itself, in kilobytes.
const MEMORY: u64 = 64 << 10;
/// Seconds, in a build that is not optimised.
const LONGEST: f64 = 5.0;

fn status(name: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    text.lines().find_map(|l| l.strip_prefix(name)?.trim_start_matches(':').trim().strip_suffix(" kB")?.parse().ok()).unwrap()
}

/// Looks at a file and holds the look to its time and memory.
fn look(what: &str, name: &str, bytes: &[u8], limits: &Limits) -> Result<Kind, Rejection> {
    // The peak begins anew.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let (before, began) = (status("VmRSS"), Instant::now());
    let result = inspect(name, bytes, limits);
    let (took, grew) = (began.elapsed().as_secs_f64(), status("VmHWM").saturating_sub(before));
    println!("{what:40} {took:6.3} s {grew:6} kB  {}", result.as_ref().map_or_else(ToString::to_string, |k| format!("{k:?}")));
    assert!(took < LONGEST, "{what} took {took} s");
    assert!(grew < MEMORY, "{what} took {grew} kB");
    if let Err(rejection) = &result {
        let said = rejection.message();
        assert!(said.zh.ends_with('。') && said.en.ends_with('.') && !said.zh.contains("zip"), "{said:?}");
    }
    result
}

/// All in one test: memory is the process's own.
#[test]
fn every_bomb_is_refused_quickly_and_in_little_memory() {
    let limits = Limits::attachment();
    let refused = |what: &str, name: &str, bytes: &[u8]| look(what, name, bytes, &limits).expect_err(what);
    assert_eq!(look("a workbook", "表.xlsx", &workbook(vec![]), &limits), Ok(Kind::Xlsx));
    assert_eq!(look("a table of text", "表.csv", "姓名,电话\r\n张三,1\r\n".as_bytes(), &limits), Ok(Kind::Csv));

    let unpacked = |r: Rejection| assert!(matches!(r, Rejection::Unpacked { .. }), "{r:?}");
    let lies = |r: Rejection| assert!(matches!(r, Rejection::Lies | Rejection::Broken), "{r:?}");
    const GIGABYTE: u64 = 1 << 30;
    unpacked(refused(
        "1 GB of zeros in a sheet",
        "a.xlsx",
        &workbook(vec![Part::packed("xl/worksheets/sheet1.xml", zeros(GIGABYTE), GIGABYTE)]),
    ));
    lies(refused("1 GB that says it is 1 kB", "a.xlsx", &workbook(vec![Part::packed("xl/worksheets/sheet1.xml", zeros(GIGABYTE), 1024)])));
    lies(refused("1 GB in a part that is no XML", "a.xlsx", &workbook(vec![Part::packed("xl/media/a.png", zeros(GIGABYTE), 1024)])));
    lies(refused(
        "1 kB that says it is 90 MB",
        "a.xlsx",
        &workbook(vec![Part { size: 90 << 20, packed: Some(1 << 20), ..Part::stored("xl/a.bin", b"x") }]),
    ));
    let quilt: Vec<Part> = (0..60).map(|n| Part::packed(&format!("xl/media/{n}.bin"), zeros(2 << 20), 2 << 20)).collect();
    unpacked(refused("60 parts of 2 MB", "a.xlsx", &workbook(quilt)));

    let crowd: Vec<Part> = (0..100_000).map(|n| Part::stored(&format!("xl/{n}.xml"), b"")).collect();
    let crowd = Container { said: Some(u16::MAX), ..Container::of(crowd) }.bytes();
    assert!(matches!(refused("100 000 files", "a.xlsx", &crowd), Rejection::Entries { .. }));
    let many = [Part::stored("[Content_Types].xml", b"<a/>"), Part::stored("xl/workbook.xml", b"<a/>")];
    let hidden = many.into_iter().chain((0..3000).map(|n| Part::stored(&format!("xl/{n}.xml"), b""))).collect();
    let hidden = Container { said: Some(3), ..Container::of(hidden) };
    lies(refused("3000 files that say they are 3", "a.xlsx", &hidden.bytes()));
    lies(refused(
        "numbers for a larger container",
        "a.xlsx",
        &Container { large: true, ..Container::of(vec![Part::stored("a", b"a")]) }.bytes(),
    ));
    lies(refused("a page after the end", "a.xlsx", &[workbook(vec![]), b"<html><script>".to_vec()].concat()));

    directories_that_lead_elsewhere(&limits);
    parts_that_grow_or_reach_out(&limits);
    let sheets = Limits { sheets: 0, ..Limits::attachment() };
    assert!(matches!(inspect("a.xlsx", &workbook(vec![]), &sheets), Err(Rejection::Workbook { .. })));
}

fn directories_that_lead_elsewhere(limits: &Limits) {
    let refused = |what: &str, name: &str, bytes: &[u8]| look(what, name, bytes, limits).expect_err(what);
    let lies = |r: Rejection| assert!(matches!(r, Rejection::Lies | Rejection::Broken), "{r:?}");
    for name in ["../../evil", "/etc/passwd", "..\\..\\evil", "C:\\evil", "xl/../../evil", "xl\\..\\..\\evil", "a\u{7}b"] {
        let rejection = refused(name, "a.xlsx", &workbook(vec![Part::stored(name, b"x")]));
        assert!(matches!(rejection, Rejection::Path { .. }), "{name}: {rejection:?}");
    }
    let link = Part { mode: 0o120_777, ..Part::stored("xl/link", b"/etc/passwd") };
    assert!(matches!(refused("a link", "a.xlsx", &workbook(vec![link])), Rejection::Path { .. }));
    let twice = vec![Part::stored("xl/twice.xml", b"<a/>"), Part::stored("xl/twice.xml", b"<b/>")];
    lies(refused("one name twice", "a.xlsx", &workbook(twice)));
    let locked = Part { flags: 1, ..Part::stored("xl/locked.bin", b"123456789012345") };
    assert_eq!(refused("a password", "a.xlsx", &workbook(vec![locked])), Rejection::Encrypted);
    let inner = workbook(vec![]);
    assert!(matches!(
        refused("a container in it", "a.xlsx", &workbook(vec![Part::stored("xl/embeddings/a.bin", &inner)])),
        Rejection::Nested { .. }
    ));
    assert_eq!(refused("macros", "a.xlsx", &workbook(vec![Part::stored("xl/vbaProject.bin", b"x")])), Rejection::Macros);
}

fn parts_that_grow_or_reach_out(limits: &Limits) {
    let refused = |what: &str, name: &str, bytes: &[u8]| look(what, name, bytes, limits).expect_err(what);
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"lol\"><!ENTITY c \"&b;&b;&b;&b;\">]><a>&c;</a>";
    assert!(matches!(
        refused("a billion laughs", "a.xlsx", &workbook(vec![Part::stored("docProps/app.xml", laughs.as_bytes())])),
        Rejection::Entities { .. }
    ));
    let outside = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>";
    assert!(matches!(
        refused("an outer entity", "a.xlsx", &workbook(vec![Part::stored("_rels/.rels", outside.as_bytes())])),
        Rejection::Entities { .. }
    ));
    let wide: Vec<u8> = outside.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refused("the same in UTF-16", "a.xlsx", &workbook(vec![Part::stored("docProps/app.xml", &wide)])), Rejection::Broken);
    let long = format!("<a>{}</a>", "x".repeat(8 << 20));
    assert_eq!(refused("one piece of 8 MB", "a.xlsx", &workbook(vec![Part::stored("xl/a.xml", long.as_bytes())])), Rejection::Broken);

    let many = |what: &str, of: &str, n: usize, part: &str| {
        let xml = format!("<x>{}</x>", of.repeat(n));
        let rejection = refused(what, "a.xlsx", &workbook(vec![Part::stored(part, xml.as_bytes())]));
        assert!(matches!(rejection, Rejection::Workbook { .. }), "{what}: {rejection:?}");
    };
    many("1 000 000 shared strings", "<si><t>a</t></si>", 1_000_000, "xl/sharedStrings.xml");
    many("600 000 cells", "<x:c r=\"A1\"/>", 600_000, "xl/worksheets/sheet9.xml");
}

#[test]
fn what_a_file_is_and_what_it_is_called_must_agree() {
    let limits = Limits::attachment();
    let png: &[u8] = b"\x89PNG\r\n\x1a\n....IEND\xAEB`\x82";
    let jpeg: &[u8] = &[0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 0xFF, 0xD9];
    let pdf: &[u8] = b"%PDF-1.7\n...\n%%EOF\n";
    for (name, bytes, kind) in
        [("a.png", png, Kind::Png), ("a.JPG", jpeg, Kind::Jpeg), ("a.jpeg", jpeg, Kind::Jpeg), ("起诉状.pdf", pdf, Kind::Pdf)]
    {
        assert_eq!(inspect(name, bytes, &limits), Ok(kind), "{name}");
        for other in
            ["a.pdf", "a.png", "a.xlsx", "a.docx", "a.ofd"].into_iter().filter(|o| !kind.extensions().iter().any(|e| o.ends_with(e)))
        {
            assert!(matches!(inspect(other, bytes, &limits), Err(Rejection::Otherwise { .. })), "{name} as {other}");
        }
    }
    for name in ["a.html", "a.svg", "a.exe", "a", "a.pdf.js", ".pdf ", "a.xlsm", "a.zip"] {
        assert!(matches!(inspect(name, pdf, &limits), Err(Rejection::Unknown { .. })), "{name}");
    }
    assert!(matches!(inspect("a.pdf", pdf, &Limits::table()), Err(Rejection::Unknown { .. })), "a table is asked for");
    assert_eq!(inspect("a.pdf", b"", &limits), Err(Rejection::Empty));
    assert_eq!(inspect("a.pdf", &vec![0; (20 << 20) + 1], &limits), Err(Rejection::TooLarge { megabytes: 20 }));
    assert!(matches!(inspect("a.pdf", b"<html>%PDF-1.7 %%EOF", &limits), Err(Rejection::Otherwise { .. })), "a page that calls itself PDF");
    assert!(matches!(inspect("a.docx", &workbook(vec![]), &limits), Err(Rejection::Otherwise { .. })), "a workbook is no text document");
    assert!(matches!(inspect("a.csv", b"MZ\x90\x00\x03", &limits), Err(Rejection::Otherwise { .. })));
}

/// Whatever the bytes are, the answer is a kind or a sentence.
#[test]
fn cut_and_changed_files_never_panic() {
    let whole = workbook(vec![Part::stored("xl/worksheets/sheet1.xml", b"<sheetData><row><c r=\"A1\"><v>1</v></c></row></sheetData>")]);
    assert_eq!(inspect("a.xlsx", &whole, &Limits::table()), Ok(Kind::Xlsx));
    for end in 0..whole.len() {
        assert!(inspect("a.xlsx", &whole[..end], &Limits::table()).is_err(), "cut at {end}");
    }
    let mut taken = 0;
    for at in 0..whole.len() {
        for with in [0x01, 0x7F, 0xFF] {
            let mut changed = whole.clone();
            changed[at] ^= with;
            taken += u32::from(inspect("a.xlsx", &changed, &Limits::table()).is_ok());
        }
    }
    println!("{taken} changes were harmless");
}

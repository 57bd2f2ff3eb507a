//! Files as people bring them: encodings, Word documents built here, and files that are not what they are called.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use plan::{PlanError, SourceKind, parse, read};
use shared::assert_partition;
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

const NAMESPACE: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#;

/// A package with the given parts.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Word document with the given body.
fn docx(body: &str) -> Vec<u8> {
    package(&[("word/document.xml", &document(body))])
}

fn document(body: &str) -> String {
    format!(r#"<?xml version="1.0" encoding="UTF-8"?><w:document {NAMESPACE}><w:body>{body}</w:body></w:document>"#)
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn text_of(bytes: &[u8]) -> String {
    let source = read("计划.docx", bytes).unwrap();
    assert_eq!(source.kind, SourceKind::Docx);
    source.text
}

#[test]
fn text_in_every_usual_encoding() {
    let text = "一、加强党建\n1.抓好学习。全年不少于4次。\n";
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let with_mark = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let windows = text.replace('\n', "\r\n");
    for (bytes, encoding) in
        [(text.as_bytes(), "UTF-8"), (&with_mark, "UTF-8"), (windows.as_bytes(), "UTF-8"), (&gb, "gb18030"), (&utf16, "UTF-16LE")]
    {
        let source = read("目录/计划.TXT", bytes).unwrap();
        assert_eq!((source.text.as_str(), source.encoding.as_str(), source.name.as_str()), (text, encoding, "计划.TXT"));
    }
}

#[test]
fn runs_are_joined_and_what_is_no_text_is_left_out() {
    let body = concat!(
        "<w:p><w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val=\"9\"/></w:numPr></w:pPr></w:pPrChange></w:pPr>",
        "<w:r><w:t>一、</w:t></w:r><w:r><w:t xml:space=\"preserve\">加强 </w:t></w:r><w:r><w:t>A&amp;B&#x4E00;</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>",
        "<w:del><w:r><w:delText>删</w:delText><w:t>去</w:t></w:r></w:del>",
        "<w:ins><w:r><w:t>添</w:t></w:r></w:ins>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>格一</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>格二</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Choice>",
        "<mc:Fallback><w:p><w:r><w:t>框</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>外</w:t></w:r></w:p>",
    );
    assert_eq!(text_of(&docx(body)), "一、加强 A&B一\n甲\t乙\n丙添\n格一\n格二\n框\n外");
}

#[test]
fn automatic_numbers_are_written_out() {
    let level = |n: u8, format: &str, text: &str| {
        format!(
            r#"<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{}<w:lvlText w:val="{text}"/></w:lvl>"#,
            if n > 0 { "<w:isLgl/>" } else { "" }
        )
    };
    let numbering = format!(
        r#"<w:numbering {NAMESPACE}><w:abstractNum w:abstractNumId="3">{}{}</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>"#,
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%1.%2 "),
    );
    let styles = format!(
        r#"<w:styles {NAMESPACE}><w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style></w:styles>"#
    );
    let item = |level: u8, text: &str| {
        format!(r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
    };
    let styled = |text: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#);
    let body = [styled("甲"), item(1, "甲一"), item(1, "甲二"), styled("乙"), item(1, "乙一"), paragraph("段")].concat();
    let bytes = package(&[("word/document.xml", &document(&body)), ("word/numbering.xml", &numbering), ("word/styles.xml", &styles)]);
    assert_eq!(text_of(&bytes), "一、甲\n1.1 甲一\n1.2 甲二\n二、乙\n2.1 乙一\n段");
}

#[test]
fn a_document_gives_the_same_plan_as_its_text() {
    let text = include_str!("fixtures/three-levels.txt");
    let body: String = text.lines().map(paragraph).collect();
    let source = read("计划.docx", &docx(&body)).unwrap();
    let plan = parse(&source);
    assert_partition(&source.text, &plan);
    let from_text = parse(&read("计划.txt", text.trim_end().as_bytes()).unwrap());
    assert_eq!(plan, from_text);
}

#[test]
fn what_cannot_be_read_is_told_in_a_sentence() {
    let no_document = package(&[("xl/workbook.xml", "<x/>")]);
    let broken = package(&[("word/document.xml", "<w:document><w:p></w:document>")]);
    let many: Vec<(String, &str)> = (0..5001).map(|n| (format!("{n}"), "")).collect();
    let many = package(&many.iter().map(|(name, text)| (name.as_str(), *text)).collect::<Vec<_>>());
    let bomb = docx(&" ".repeat(40 << 20));
    let whole = docx(&paragraph("甲。"));
    let cases: [(&str, &[u8], &str); 16] = [
        ("a.txt", b"", "PLAN-EMPTY"),
        ("a.txt", b" \n\t ", "PLAN-EMPTY"),
        ("a.docx", b"", "PLAN-EMPTY"),
        ("a.docx", &docx(""), "PLAN-EMPTY"),
        ("a.pdf", b"%PDF-1.7", "PLAN-TYPE"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "PLAN-TYPE"),
        ("a", b"text", "PLAN-TYPE"),
        ("a.txt", &whole, "PLAN-TYPE"),
        ("a.txt", b"\xff\xff\xff\x80", "PLAN-ENCODING"),
        ("a.docx", b"plain text", "PLAN-DOCX"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1", "PLAN-DOCX"),
        ("a.docx", &no_document, "PLAN-DOCX"),
        ("a.docx", &broken, "PLAN-DOCX"),
        ("a.docx", &whole[..whole.len() / 2], "PLAN-DOCX"),
        ("a.docx", &many, "PLAN-SIZE"),
        ("a.docx", &bomb, "PLAN-SIZE"),
    ];
    for (name, bytes, code) in cases {
        let error: PlanError = read(name, bytes).expect_err(code);
        let sentence = error.to_string();
        println!("{sentence}");
        assert_eq!(error.code(), code, "{name}: {sentence}");
        assert!(sentence.contains(name) && sentence.ends_with(&format!("。〔{code}〕")), "{sentence}");
        assert!(["请", "另存"].iter().any(|way_on| sentence.contains(way_on)), "no way on: {sentence}");
    }
}

//! Tables as spreadsheet programs write them: the files beside this one were saved by openpyxl, the last one made to hurt.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use intake::{Rejection, table};

const FIRMS: &[u8] = include_bytes!("tables/firms.xlsx");
const WRONG: &[u8] = include_bytes!("tables/firms_wrong.xlsx");

#[test]
fn a_workbook_is_read_as_a_person_reads_it() {
    let rows = table("律师事务所.xlsx", FIRMS).unwrap();
    assert_eq!(rows[0], ["代码", "名称", "状态", "住所"]);
    let codes: Vec<&str> = rows[1..].iter().map(|r| r[0].as_str()).collect();
    assert!(codes.iter().all(|c| kernel::check_credit_code(c).is_ok()), "full-width letters and digits are folded: {codes:?}");
    assert_eq!((rows[2][1].as_str(), rows[3][1].as_str()), ("远山律师事务所（特殊普通合伙）", "长河律师事务所"));
    assert_eq!((rows[3][2].as_str(), rows[3][3].as_str()), ("", "乌达区三号"));
}

#[test]
fn dates_numbers_and_gaps_keep_their_places() {
    let rows = table("units.XLSX", include_bytes!("tables/units.xlsx")).unwrap();
    assert_eq!((rows[0][5].as_str(), rows[1][5].as_str(), rows[1][6].as_str()), ("2026-03-01", "150302001", "是"));
    assert_eq!((rows.len(), rows[2].len(), rows[3][0].as_str()), (4, 0, "x"), "an empty line is a line");
}

#[test]
fn a_code_kept_as_a_number_shows_that_digits_are_lost() {
    let rows = table("a.xlsx", WRONG).unwrap();
    assert!(rows[4][0].contains("E+17"), "{}", rows[4][0]);
}

#[test]
fn a_bomb_and_what_is_no_table_are_refused() {
    let bomb = table("a.xlsx", include_bytes!("tables/bomb.xlsx"));
    assert!(matches!(bomb, Err(Rejection::Unpacked { .. })), "{bomb:?}");
    assert!(matches!(table("a.csv", FIRMS), Err(Rejection::Otherwise { .. })));
    assert!(matches!(table("a.pdf", FIRMS), Err(Rejection::Unknown { .. })));
    assert!(matches!(table("a.xlsx", &FIRMS[..2000]), Err(Rejection::Broken | Rejection::Lies)));
}

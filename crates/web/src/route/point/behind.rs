//! The matters behind the number of a point: listed for staff, counted for everybody else.

use super::super::figures;
use super::Which;
use crate::server::{Problem, Site, Visit};
use crate::view::{BackingMatter, NavItem, Pager};
use app::{Figure, PointDetail};
use kernel::{Lang, OrgPath};

/// Matters on one page.
const ROWS: u32 = 25;

/// What the page shows of them.
#[derive(Default)]
pub(super) struct Behind {
    pub matters: Vec<BackingMatter>,
    pub pager: Option<Pager>,
    pub districts: Vec<NavItem>,
    pub withheld: String,
}

/// The matters for staff; for everybody else how many they are.
pub(super) async fn behind(site: &Site, visit: &Visit, detail: &PointDetail, figure: &Figure, which: &Which) -> Result<Behind, Problem> {
    let number = detail.point.number;
    let chosen = figure.districts.iter().find(|d| d.unit.as_str().trim_start_matches('/') == which.district);
    let counted = chosen.map_or(figure.count, |d| d.count);
    let told = chosen.map_or_else(|| if figure.concealed { "<5".to_owned() } else { counted.to_string() }, figures::count);
    let all = NavItem {
        label: visit.t("全市", "The city").to_owned(),
        href: format!("/board/{number}#matters"),
        count: (!figure.concealed).then(|| figure.count.unsigned_abs()),
        current: chosen.is_none(),
    };
    let each = figure.districts.iter().map(|d| NavItem {
        label: figures::district_name(visit, d),
        href: figures::of_district(number, d),
        count: d.concealed.is_none().then(|| d.count.unsigned_abs()),
        current: chosen.is_some_and(|c| c.unit == d.unit),
    });
    let districts = if figure.districts.is_empty() { Vec::new() } else { std::iter::once(all).chain(each).collect() };
    let staff = visit.account.as_ref().filter(|a| !a.actor.grants.is_empty());
    let Some(who) = staff else {
        let withheld = match visit.lang {
            Lang::Zh => format!("这里数到 {told} 件。明细含个人信息，只有承办单位的工作人员登录后看得到。"),
            Lang::En => format!("{told} matters are counted here. They hold personal data and are shown to the staff who handle them."),
        };
        return Ok(Behind { withheld, districts, ..Behind::default() });
    };
    let under: Option<&OrgPath> = chosen.map(|d| &d.unit);
    let mut page = which.page.clamp(1, 100_000);
    let mut listed = site.bureau.behind(who, figure, under, ((page - 1) * ROWS, ROWS)).await?;
    if listed.rows.is_empty() && listed.total > 0 {
        page = u32::try_from(listed.total.div_ceil(u64::from(ROWS))).unwrap_or(1);
        listed = site.bureau.behind(who, figure, under, ((page - 1) * ROWS, ROWS)).await?;
    }
    let seen = i64::try_from(listed.total).unwrap_or(i64::MAX);
    let withheld = match (seen < counted, visit.lang) {
        (false, _) => String::new(),
        (true, Lang::Zh) => format!("共 {counted} 件，其中 {seen} 件归您的单位办理，列在这里。"),
        (true, Lang::En) => format!("{counted} in all; the {seen} that your unit handles are listed."),
    };
    let base = chosen
        .map_or_else(|| format!("/board/{number}?"), |d| format!("/board/{number}?district={}&", d.unit.as_str().trim_start_matches('/')));
    let pager = crate::server::words::pager(visit, listed.total, (page, ROWS), ("件", "matters"), |n| format!("{base}page={n}#matters"));
    let matters = listed.rows.into_iter().map(|row| BackingMatter {
        href: format!("/matters/{}", row.id),
        date: row.marked_on.unwrap_or(row.opened_on),
        district: row.unit_title.text(visit.lang).to_owned(),
        cause: row.kind.as_ref().map_or_else(|| row.title.text(visit.lang).to_owned(), |k| k.text(visit.lang).to_owned()),
        person: crate::server::words::party(visit, &row),
        number: row.number,
    });
    Ok(Behind { matters: matters.collect(), pager: Some(pager), districts, withheld })
}

//! Law: which statutes are known, what figures an article holds, and its sentence where the folder of texts is given.

use super::calendar::years;
use crate::server::words::pager;
use crate::server::{Page, Place, Routes, Rule, Site, Visit, encode, page, see};
use crate::view::{
    ArticleView, FieldKind, FieldView, FigureRow, Frame, LawIndexPage, LawPage, LawRow, Light, Link, Notice, ParagraphView, Run,
};
use app::Fault;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use kernel::Lang;
use law::{Citation, Index, Statute};
use procedure::model::{Ground, Procedure};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::default().add("/law", Rule::Public, get(index)).add("/law/{title}", Rule::Public, get(statute)).add(
        "/law/{title}/{citation}",
        Rule::Public,
        get(passage),
    )
}

/// Statutes on one page.
const ROWS: u32 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    page: u32,
}

async fn index(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Page {
    let q = asked.q.trim();
    let (name, place) = split(q);
    let found = Index::embedded().named(name);
    if let (Ok(statute), Some(place)) = (found, place) {
        return Ok(see(&address(statute, Some(&place))));
    }
    if let (Ok(statute), false) = (Index::embedded().named(q), q.is_empty()) {
        return Ok(see(&address(statute, None)));
    }
    let unread = !q.is_empty() && place.is_none() && q.contains('第');
    let hint = unread.then(|| Notice {
        light: Light::Warn,
        title: visit.t("条号没有看懂", "The article was not understood").to_owned(),
        text: visit
            .t("请写“行政复议法 第八十八条第二款”或者“行政复议法 88.2”。", "Write “行政复议法 第八十八条第二款” or “行政复议法 88.2”.")
            .to_owned(),
        link: None,
    });
    let rows: Vec<LawRow> =
        Index::embedded().statutes().filter(|s| q.is_empty() || s.title.contains(name)).map(|s| row(&visit, s)).collect();
    let total = rows.len() as u64;
    let pages = u32::try_from(total.div_ceil(u64::from(ROWS))).unwrap_or(1).max(1);
    let at = asked.page.clamp(1, pages);
    let from = (at - 1) as usize * ROWS as usize;
    let layout =
        Place::new(visit.t("法律与日历", "Law and calendar")).framed(Frame::Desk).at("law").saying(hint).layout(&site, &visit).await?;
    let signs = visit.account.as_ref().is_some_and(|who| site.bureau.signs(who));
    page(&LawIndexPage {
        simulate: signs.then(|| Link::new(visit.t("法变推演", "If the law were otherwise"), "/law/simulate")),
        question: question(&visit, q),
        laws: rows.into_iter().skip(from).take(ROWS as usize).collect(),
        pager: pager(&visit, total, (at, ROWS), ("部", "statutes"), |n| format!("/law?q={}&page={n}", encode(q))),
        calendars: years(&visit, site.bureau.library.calendar()),
        layout,
    })
}

/// 行政复议法 第八十八条, 法律援助法第四十三条第一款, 民法典:201.1: the name and the place, if one can be read.
fn split(q: &str) -> (&str, Option<Citation>) {
    let at = q.find('第').or_else(|| q.find([':', '：', ' ', '\u{3000}']));
    let Some(at) = at else { return (q, None) };
    let (name, place) = q.split_at(at);
    let place = place.trim_start_matches([':', '：', ' ', '\u{3000}']);
    (name.trim(), place.parse().ok())
}

fn address(statute: &Statute, place: Option<&Citation>) -> String {
    let name = encode(&format!("{}-{}", statute.short, statute.edition));
    place.map_or_else(|| format!("/law/{name}"), |p| format!("/law/{name}/{}", encode(&p.passage().to_string())))
}

fn question(visit: &Visit, value: &str) -> FieldView {
    FieldView {
        value: value.to_owned(),
        ..FieldView::new("q", visit.t("查条文：法律名称和条号", "Look up: statute and article"), FieldKind::Line)
    }
}

fn row(visit: &Visit, statute: &Statute) -> LawRow {
    let mut with: Vec<Citation> = statute.all_figures().map(|(place, _)| place.whole_article()).collect();
    with.dedup();
    LawRow {
        title: statute.short.clone(),
        href: address(statute, None),
        edition: match visit.lang {
            Lang::Zh => format!("{}年 · {}", statute.edition, statute.number),
            Lang::En => format!("{} · {}", statute.edition, statute.number),
        },
        in_force: in_force(visit, statute),
        figures: u32::try_from(with.len()).unwrap_or(u32::MAX),
    }
}

fn in_force(visit: &Visit, statute: &Statute) -> String {
    match (statute.in_force_until, visit.lang) {
        (None, Lang::Zh) => format!("{}起", statute.in_force_from),
        (None, Lang::En) => format!("since {}", statute.in_force_from),
        (Some(until), Lang::Zh) => format!("{}至{until}", statute.in_force_from),
        (Some(until), Lang::En) => format!("{} to {until}", statute.in_force_from),
    }
}

async fn statute(State(site): State<Site>, visit: Visit, Path(title): Path<String>) -> Page {
    let statute = Index::embedded().named(&title).map_err(|_| Fault::NotFound)?;
    show(&site, &visit, statute, None).await
}

async fn passage(State(site): State<Site>, visit: Visit, Path((title, place)): Path<(String, String)>) -> Page {
    let statute = Index::embedded().named(&title).map_err(|_| Fault::NotFound)?;
    let place: Citation = place.parse().map_err(|_| Fault::NotFound)?;
    if !statute.has(&place) {
        return Err(Fault::NotFound.into());
    }
    show(&site, &visit, statute, Some(place.passage())).await
}

async fn show(site: &Site, visit: &Visit, statute: &Statute, place: Option<Citation>) -> Page {
    let name = place.map_or_else(|| statute.short.clone(), |p| format!("{} {}", statute.short, p.chinese()));
    let mut crumbs =
        vec![Link::new(visit.t("法律与日历", "Law and calendar"), "/law"), Link::new(statute.short.clone(), address(statute, None))];
    crumbs.extend(place.map(|p| Link::new(p.chinese(), "")));
    let layout = Place::new(name.clone()).framed(Frame::Desk).at("law").below(crumbs).layout(site, visit).await?;
    let words = match place {
        Some(place) => text(site, statute, &place).await,
        None => None,
    };
    let read_at = statute.official.rsplit(' ').next().unwrap_or_default().to_owned();
    page(&LawPage {
        question: question(visit, &name),
        citation: name,
        edition: edition(visit, statute),
        paragraphs: place.zip(words).map(|(p, words)| paragraphs(statute, &p, &words)).unwrap_or_default(),
        figures: figures(statute, place),
        official: Link::new(
            format!("{}{}", visit.t("看官方文本：", "The official text: "), statute.official.split(' ').next().unwrap_or_default()),
            read_at,
        ),
        used_by: used_by(site, visit, statute, place),
        layout,
    })
}

fn edition(visit: &Visit, statute: &Statute) -> String {
    let in_force = in_force(visit, statute);
    match visit.lang {
        Lang::Zh => format!("{} · {} · {}公布 · {in_force}施行 · {}", statute.issuer, statute.number, statute.published, statute.status),
        Lang::En => format!("{} · {} · published {} · in force {in_force}", statute.issuer, statute.number, statute.published),
    }
}

/// The statute's whole text, from the folder that the operator gave.
async fn text(site: &Site, statute: &Statute, place: &Citation) -> Option<String> {
    let folder = site.options.law_texts.as_ref()?;
    tokio::fs::read_to_string(folder.join(&statute.text_with(place)?.file)).await.ok()
}

fn paragraphs(statute: &Statute, place: &Citation, words: &str) -> Vec<ParagraphView> {
    let all = statute.paragraphs(place).map_or(0, <[_]>::len);
    let parts: Vec<Citation> = match place.paragraph {
        Some(_) => vec![*place],
        None => (1..=u32::try_from(all).unwrap_or(0)).map(|n| Citation { paragraph: Some(n), ..*place }).collect(),
    };
    let view = |part: Citation| {
        let text = law::passage(words, &part)?;
        let marked = statute.figures(&part).into_iter().map(|f| f.text.as_str()).collect::<Vec<_>>();
        let name = if all > 1 { part.chinese() } else { part.whole_article().chinese() };
        Some(ParagraphView { place: format!("{}{name}", statute.short), text: stressed(&text, &marked) })
    };
    parts.into_iter().filter_map(view).collect()
}

/// The text with these terms stressed, each where it comes next.
fn stressed(text: &str, terms: &[&str]) -> Vec<Run> {
    let run = |text: &str, strong| Run { text: text.to_owned(), strong };
    let mut out = Vec::new();
    let mut rest = text;
    for term in terms {
        let Some((before, after)) = rest.split_once(term) else { continue };
        out.extend([run(before, false), run(term, true)]);
        rest = after;
    }
    out.push(run(rest, false));
    out
}

/// Figures by passage; on a statute's own page by article, each with its address.
fn figures(statute: &Statute, place: Option<Citation>) -> Vec<FigureRow> {
    let mut rows: Vec<(Citation, FigureRow)> = Vec::new();
    for (at, figure) in statute.all_figures().filter(|(at, _)| place.is_none_or(|p| p.covers(at))) {
        let at = if place.is_none() { at.whole_article() } else { at.passage() };
        match rows.last_mut() {
            Some((last, row)) if *last == at => row.figures.push(figure.text.clone()),
            _ => rows.push((
                at,
                FigureRow {
                    place: at.chinese(),
                    href: if place.is_none() { address(statute, Some(&at)) } else { String::new() },
                    figures: vec![figure.text.clone()],
                },
            )),
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Periods, acts and papers of this platform that rest on the statute, or on the passage.
fn used_by(site: &Site, visit: &Visit, statute: &Statute, place: Option<Citation>) -> Vec<Link> {
    let mut out = Vec::new();
    for procedure in site.bureau.library.procedures() {
        let rests = |ground: &Ground| cites(procedure, ground, statute, place);
        let title = procedure.title.text(visit.lang);
        let href = if app::citizens_action(procedure).is_some() { format!("/services/{}", procedure.id) } else { String::new() };
        let mut add = |what: &str, kind: (&str, &str)| {
            let kind = visit.t(kind.0, kind.1);
            let link = Link::new(
                format!(
                    "{title}{}{what}{}",
                    visit.t("：", ": "),
                    if visit.lang == Lang::Zh { format!("（{kind}）") } else { format!(" ({kind})") }
                ),
                href.clone(),
            );
            if !out.contains(&link) {
                out.push(link);
            }
        };
        for clock in &procedure.clocks {
            let grounds = clock.lengths.iter().map(|l| &l.ground).chain([&clock.ground]).chain(clock.lapse.iter().map(|l| &l.ground));
            if grounds.into_iter().any(rests) {
                add(clock.title.text(visit.lang), ("期限", "period"));
            }
        }
        procedure.actions.iter().filter(|a| rests(&a.ground)).for_each(|a| add(a.title.text(visit.lang), ("办理", "act")));
        procedure.papers.values().filter(|p| rests(&p.ground)).for_each(|p| add(p.title.text(visit.lang), ("文书", "paper")));
    }
    out
}

fn cites(procedure: &Procedure, ground: &Ground, statute: &Statute, place: Option<Citation>) -> bool {
    ground.cites.iter().any(|cite| {
        let named = procedure
            .laws
            .get(&cite.law)
            .is_some_and(|l| l.title == statute.short && l.edition.as_ref().is_none_or(|e| *e == statute.edition));
        // A citation of the whole article concerns each of its paragraphs, and the other way round.
        named && place.is_none_or(|p| cite.at.is_some_and(|at| p.covers(&at) || at.passage().covers(&p)))
    })
}

/// One passage as an explanation shows it: its sentence where texts are given, else its figures.
pub(super) async fn article(site: &Site, law: &str, place: &Citation) -> Option<ArticleView> {
    let statute =
        Index::embedded().in_force(law, site.bureau.today()).or_else(|| Index::embedded().named(law).ok()).filter(|s| s.has(place))?;
    let words = text(site, statute, place).await;
    let marked: Vec<&str> = statute.figures(place).into_iter().map(|f| f.text.as_str()).collect();
    let sentence = words.and_then(|w| law::passage(&w, place)).map(|s| stressed(&s, &marked)).unwrap_or_default();
    Some(ArticleView {
        citation: format!("{}{}", statute.short, place.chinese()),
        href: address(statute, Some(place)),
        text: sentence,
        figures: marked.into_iter().map(str::to_owned).collect(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::split;

    #[test]
    fn a_citation_is_read_in_every_habit() {
        for q in ["行政复议法 第八十八条", "行政复议法第八十八条", "行政复议法 88", "行政复议法:88", "行政复议法　第88条"]
        {
            let (name, place) = split(q);
            assert_eq!((name, place.unwrap().to_string()), ("行政复议法", "88".to_owned()), "{q}");
        }
        assert_eq!(split("行政复议法"), ("行政复议法", None));
        assert_eq!(split("行政复议法第几条"), ("行政复议法", None));
    }
}

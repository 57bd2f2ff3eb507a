//! What `sinan law show` prints.

use crate::layout::Layout;
use crate::{Citation, Index, LawError, Statute};
use sha2::{Digest as _, Sha256};

/// The cited passage itself, from a text of the folder that the caller has read; `None` where the text does not hold it.
///
/// An article comes with all its lines, a paragraph with its items.
#[must_use]
pub fn passage(text: &str, citation: &Citation) -> Option<String> {
    let layout = Layout::read("", text).ok()?;
    let article = layout.articles.iter().find(|a| a.number == citation.whole_article())?;
    let paragraphs = match citation.paragraph {
        Some(n) => std::slice::from_ref(article.paragraphs.get(n.checked_sub(1)? as usize)?),
        None => &article.paragraphs,
    };
    if let Some(n) = citation.item {
        return paragraphs.first()?.items.get(n.checked_sub(1)? as usize).map(|item| (*item).to_owned());
    }
    let lines = paragraphs.iter().flat_map(|p| std::iter::once(p.line).chain(p.items.iter().copied()));
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// What is known of a passage, as finished text: its sentence where the statute's text is given, else its figures; then where to read it.
///
/// `name` and `citation` are as a person types them: `行政复议法` or `仲裁法-2017`, `第八十八条` or `88.2`. `text` is the content of
/// the file named by [`Statute::text_with`].
///
/// # Errors
/// When the index has no such statute, the citation cannot be read, or the statute has no such passage.
pub fn show(index: &Index, name: &str, citation: &str, text: Option<&str>) -> Result<String, LawError> {
    let statute = index.named(name)?;
    let citation: Citation = citation.parse()?;
    if !statute.has(&citation) {
        return Err(no_passage(statute, &citation));
    }
    let mut out = heading(statute);
    out.push(String::new());
    out.push(citation.chinese());
    match text.and_then(|t| Some((t, passage(t, &citation)?))) {
        Some((text, words)) => {
            out.push(words);
            out.extend(changed(statute, &citation, text));
        }
        None => out.extend(figure_lines(statute, &citation)),
    }
    out.push(String::new());
    out.push(format!("官方文本：{}", statute.official));
    Ok(out.join("\n") + "\n")
}

fn heading(statute: &Statute) -> Vec<String> {
    let until = statute.in_force_until.map_or_else(|| "起施行".to_owned(), |day| format!(" 至 {day} 施行"));
    vec![
        format!("《{}》{}年版", statute.title, statute.edition),
        format!("{} · {} · {} 公布 · {}{until}", statute.issuer, statute.number, statute.published, statute.in_force_from),
        format!("效力：{}", statute.status),
    ]
}

fn figure_lines(statute: &Statute, citation: &Citation) -> Vec<String> {
    let figures: Vec<_> = statute.all_figures().filter(|(place, _)| citation.covers(place)).collect();
    let mut out = Vec::new();
    if figures.is_empty() {
        out.push("这里没有数字。".to_owned());
    }
    for (n, (place, figure)) in (1..).zip(figures) {
        out.push(format!("  @{n}  {}：{}（…{}…）", place.chinese(), figure.text, figure.context));
    }
    out.push("全文未随程序提供；把环境变量 SINAN_LAW_TEXTS 设为法规文本所在的文件夹，即可在此看到条文。".to_owned());
    out
}

/// A warning where the given text is not the one that was indexed.
fn changed(statute: &Statute, citation: &Citation, text: &str) -> Option<String> {
    let digest: String = Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect();
    let indexed = statute.text_with(citation)?;
    (indexed.sha256 != digest).then(|| format!("注意：{} 与建立索引时不同，请运行 sinan law index 重建索引。", indexed.file))
}

fn no_passage(statute: &Statute, citation: &Citation) -> LawError {
    let hint = match statute.paragraphs(citation) {
        None if statute.complete => format!("共{}条", statute.articles().count()),
        None => "索引只收录了部分条文".to_owned(),
        Some(paragraphs) => {
            let counts: Vec<_> =
                paragraphs.iter().map(|items| if *items == 0 { "无项".to_owned() } else { format!("{items}项") }).collect();
            format!("该条共{}款，各款依次：{}", paragraphs.len(), counts.join("、"))
        }
    };
    LawError::NoPassage { short: statute.short.clone(), edition: statute.edition.clone(), passage: citation.chinese(), hint }
}

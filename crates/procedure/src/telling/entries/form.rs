//! The fields of forms as entries.

use super::{entry, in_order, when, yes};
use crate::model::{Field, FieldBounds, Form, FormUse, Section};
use crate::telling::{Aspect, Entry, Teller, join};
use kernel::Title;

/// Each field once for each form in which it stands.
pub(super) fn forms(t: &Teller) -> Vec<Entry> {
    let named = in_order(t.p.forms.values(), |f| f.place).map(|f| (f.title.clone(), f));
    let inline = t.p.actions.iter().flat_map(|a| {
        a.forms.iter().filter_map(move |f| match f {
            FormUse::Inline(form) => Some((a.title.clone(), form)),
            FormUse::Named(_) => None,
        })
    });
    named.chain(inline).flat_map(|(title, form)| fields(t, &title, form)).collect()
}

fn fields(t: &Teller, of: &Title, form: &Form) -> Vec<Entry> {
    let each = |s: &Section, f: &Field| {
        let title = Title::new(format!("{} · {}", of.zh, f.title.zh), format!("{} · {}", of.en, f.title.en));
        let purpose = f.purpose.as_ref().or(s.purpose.as_ref()).map(|u| (u.title.clone(), t.ground(&u.ground)));
        let (why, ground) = purpose.unwrap_or_default();
        let only: Vec<_> = s.only.iter().chain(&f.only).cloned().collect();
        let aspects = vec![
            Aspect::new("节", "Section", s.title.clone()),
            Aspect::new("填什么", "Answer", t.kind(&f.kind)),
            Aspect::new("界限", "Bounds", bounds(f)),
            Aspect::new("必填", "Required", yes(f.required, "是", "yes")),
            Aspect::new("可填几个", "Several", yes(f.many, "是", "yes")),
            when(t.values(&only)),
            Aspect::new("个人信息", "Personal", f.personal.map(|k| t.personal(k)).unwrap_or_default()),
            Aspect::new("目的", "Purpose", why).resting_on(ground),
        ];
        entry(&format!("{}.{}", form.id, f.id), &title, aspects)
    };
    form.sections.iter().flat_map(|s| s.fields.iter().map(move |f| each(s, f))).collect()
}

/// 至少 60 日，至多 90 日
fn bounds(field: &Field) -> Title {
    let Some(FieldBounds { min, max, unit }) = &field.bounds else { return Title::default() };
    let unit = unit.map(|u| u.title()).map_or_else(Title::default, |u| Title::new(format!(" {}", u.zh), format!(" {}", u.en)));
    let side = |n: &Option<u32>, zh: &str, en: &str| n.map(|n| Title::new(format!("{zh} {n}{}", unit.zh), format!("{en} {n}{}", unit.en)));
    join(side(min, "至少", "at least").into_iter().chain(side(max, "至多", "at most")), "，", ", ")
}

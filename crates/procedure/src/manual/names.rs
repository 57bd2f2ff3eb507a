//! The names by which worked examples call things: whoever has only the manual can write one.

use crate::model::{Action, Choice, Clock, Dossier, Form, KinAct, Paper, Procedure};
use crate::telling::in_order;
use kernel::{Id, Title};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The names of one procedure, one kind a line; each action with its event and fields on a line of its own.
pub(super) fn write(out: &mut String, p: &Procedure, dossier: &Dossier) {
    out.push_str("\n## 情景里的名称 · Names in scenarios\n\n");
    list(out, "角色", in_order(p.roles.values(), |r| r.place).map(|r| named(&r.id, &r.title)));
    let states = || in_order(p.states.values(), |s| s.place);
    list(out, "环节", states().filter(|s| !s.overlay && s.track.is_none()).map(|s| named(&s.id, &s.title)));
    list(out, "叠加环节", states().filter(|s| s.overlay).map(|s| named(&s.id, &s.title)));
    list(out, "并行线", in_order(p.tracks.values(), |t| t.place).map(|t| track(p, &t.id, &t.title)));
    let values = |c: &Choice| within(&c.id, &c.title, c.values.iter().map(|v| named(&v.id, &v.title)));
    list(out, "选项", in_order(p.choices.values(), |c| c.place).map(values));
    list(out, "期限", p.clocks.iter().filter(|c| !c.notice).map(|c| within(&c.id, &c.title, clock(c))));
    list(out, "文书", in_order(p.papers.values(), |d| d.place).map(|d| within(&d.id, &d.title, paper(p, d))));
    list(out, "救济", in_order(p.remedies.values(), |r| r.place).map(|r| named(&r.id, &r.title)));
    let params = in_order(p.params.values(), |r| r.place).chain(in_order(dossier.params.values(), |r| r.place));
    list(out, "参数", params.map(|r| named(&r.id, &r.title)));
    let children = dossier.procedures.iter().filter(|q| q.child_of.as_ref() == Some(&p.id));
    let hears = |q: &Procedure| format!("产生 `{0}.opened`、`{0}.closed` 和它的事件，如 `{0}.事件`", q.id);
    list(out, "下级程序", children.map(|q| within(&q.id, &q.title, std::iter::once(hears(q)))));
    let registers = dossier.registers.values().filter(|r| r.of.as_ref() == Some(&p.id));
    list(out, "名录", registers.map(|r| within(&r.id, &r.title, r.statuses.iter().map(|s| named(&s.id, &s.title)))));
    out.push_str("\n办理事项、它产生的事件、填写的字段：\n\n");
    p.actions.iter().for_each(|a| action(out, p, a));
}

/// `review` 审查决定
fn named(id: &Id, title: &Title) -> String {
    format!("`{id}` {}", title.zh)
}

/// `kind` 审理程序（`ordinary` 普通程序、`summary` 简易程序）
fn within(id: &Id, title: &Title, parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { named(id, title) } else { format!("{}（{}）", named(id, title), parts.join("、")) }
}

fn track(p: &Procedure, id: &Id, title: &Title) -> String {
    let states = in_order(p.states.values(), |s| s.place).filter(|s| s.track.as_ref() == Some(id));
    within(id, title, states.map(|s| named(&s.id, &s.title)))
}

fn clock(clock: &Clock) -> impl Iterator<Item = String> {
    let each = clock.each.as_ref().map(|_| "写 holder=".to_owned());
    each.into_iter().chain(clock.lapse.iter().map(|l| format!("届满产生 `{}`", l.event)))
}

fn paper(p: &Procedure, paper: &Paper) -> impl Iterator<Item = String> {
    let of = |how: &str, what: &str| format!("{how}产生 `{}.{what}`", paper.id);
    let served = (!paper.to.is_empty() || !paper.copies.is_empty()).then(|| of("送达", "served"));
    served.into_iter().chain((p.notice.is_some() && !paper.to.is_empty()).then(|| of("公告", "noticed")))
}

fn list(out: &mut String, kind: &str, names: impl Iterator<Item = String>) {
    let names: Vec<String> = names.collect();
    if !names.is_empty() {
        let _ = writeln!(out, "- {kind}：{}", names.join("、"));
    }
}

fn action(out: &mut String, p: &Procedure, action: &Action) {
    let forms = action.forms.iter().filter_map(|f| p.form(f));
    let mut seen = BTreeSet::new();
    let fields: Vec<String> = forms.flat_map(fields_of).filter(|(id, _)| seen.insert(*id)).map(|(id, title)| named(id, title)).collect();
    let fields = if fields.is_empty() { String::new() } else { format!("；填 {}", fields.join("、")) };
    let each = if action.each.is_empty() { "" } else { "；写 holder=" };
    let with = if matches!(action.kin, Some(KinAct::Join | KinAct::Split)) { "；with 后写事项" } else { "" };
    let opens = action.opens.iter().filter(|o| o.child).map(|o| format!("；opens {{ … }} 里填 `{}` 的开始表单", o.procedure));
    let opens: String = opens.collect();
    let _ = writeln!(out, "- `{}` {}：事件 `{}`{fields}{each}{opens}{with}", action.id, action.title.zh, action.event);
}

fn fields_of(form: &Form) -> impl Iterator<Item = (&Id, &Title)> {
    form.sections.iter().flat_map(|s| &s.fields).map(|f| (&f.id, &f.title))
}

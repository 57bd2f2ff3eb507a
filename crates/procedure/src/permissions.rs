//! Who may do what where: a procedure's permissions as tables that a head of division reads and signs.
//!
//! What a procedure declares is told state by state; what holds in every matter, whatever its procedure, is told once a file, so that
//! nobody has to know the program to know who may see a matter and who is kept from it.

mod kept_back;
mod states;

use crate::model::{Dossier, HeldBy, LapseFor, Procedure, Role};
use crate::telling::{Teller, in_order, join};
use kernel::{Id, Title};
use std::fmt::Write as _;

/// Markdown of one procedure in one version, Chinese with English beside it. The same procedure always gives the same text.
#[must_use]
pub fn permissions(procedure: &Procedure, dossier: &Dossier) -> String {
    let t = Teller { p: procedure, dossier, index: None };
    let mut out = String::new();
    let _ = writeln!(out, "# 权限：{} · Permissions: {}\n", procedure.title.zh, procedure.title.en);
    let _ = writeln!(
        out,
        "程序 `{}` 第 {} 版，{} 起施行。Procedure `{0}`, version {1}, in force from {2}.",
        procedure.id, procedure.version, procedure.in_force_from
    );
    roles(&mut out, &t);
    seen(&mut out, &t);
    states::write(&mut out, &t);
    lapses(&mut out, &t);
    everywhere(&mut out, &t);
    kept_back::write(&mut out, &t);
    out
}

/// The name of the file that holds it: `legal_aid_1.md`.
#[must_use]
pub fn permissions_file(procedure: &Procedure) -> String {
    format!("{}_{}.md", procedure.id, procedure.version)
}

fn heading(out: &mut String, zh: &str, en: &str) {
    let _ = writeln!(out, "\n## {zh} · {en}\n");
}

fn row(out: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|c| if c.is_empty() { "—".to_owned() } else { c.replace('|', "\\|") }).collect();
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

fn table(out: &mut String, columns: &[&str]) {
    row(out, &columns.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>());
    let _ = writeln!(out, "|{}", "---|".repeat(columns.len()));
}

/// Both languages in one cell; nothing where there is nothing.
fn both(title: &Title) -> String {
    if title.zh.is_empty() { String::new() } else { format!("{} · {}", title.zh, title.en) }
}

/// Roles in the order of the file.
fn all_roles<'a>(t: &Teller<'a>) -> impl Iterator<Item = &'a Role> {
    in_order(t.p.roles.values(), |r| r.place)
}

/// Roles of our own units.
fn ours<'a>(t: &Teller<'a>) -> Vec<&'a Role> {
    all_roles(t).filter(|r| matches!(r.held_by, HeldBy::Unit(_))).collect()
}

fn titles<'i>(t: &Teller, ids: impl IntoIterator<Item = &'i Id>) -> String {
    both(&t.names(ids))
}

/// A role's title with the values while which alone it exists.
fn limited(t: &Teller, role: &Role) -> Title {
    let only = t.only(&role.only);
    Title::new(format!("{}{}", role.title.zh, only.zh), format!("{}{}", role.title.en, only.en))
}

fn roles(out: &mut String, t: &Teller) {
    heading(out, "谁参加", "Who takes part");
    table(out, &["角色 · Role", "由谁担任 · Held by", "怎样取得 · How it is come by"]);
    for role in all_roles(t) {
        let how = match &role.held_by {
            HeldBy::Party => Title::new("在事项里被记为这一方", "being entered in the matter as this party"),
            HeldBy::Outside => Title::new("自己不办理，由我方登记", "never acts here; ours enter what it does"),
            HeldBy::Public => Title::new("登录即可", "by signing in"),
            HeldBy::Unit(_) => {
                Title::new("在承办单位或者它的上级单位有这项职责，并在有效期内", "a grant over the unit or one above it, while it lasts")
            }
            HeldBy::Register(_) => Title::new("在本件中被指派", "being assigned in this matter"),
        };
        row(out, &[format!("{} `{}`", both(&limited(t, role)), role.id), both(&t.held_by(&role.held_by)), both(&how)]);
    }
}

fn seen(out: &mut String, t: &Teller) {
    heading(out, "谁能看到", "Who may see a matter");
    let of = |pick: fn(&HeldBy) -> bool| titles(t, all_roles(t).filter(|r| pick(&r.held_by)).map(|r| &r.id));
    let _ = writeln!(
        out,
        "- 在承办单位或者它的上级单位有任何一项有效职责的人 · whoever holds any grant over its unit or one above it, while it lasts"
    );
    let providers = of(|h| matches!(h, HeldBy::Register(_)));
    if !providers.is_empty() {
        let _ = writeln!(out, "- 在本件中被指派的 · assigned in it: {providers}");
    }
    let parties = of(|h| *h == HeldBy::Party);
    if !parties.is_empty() {
        let _ = writeln!(out, "- 本件的当事人 · its parties: {parties}");
    }
    let _ = writeln!(out, "- 被请来加签、还没有签的人 · whoever was asked to countersign and has not yet\n");
    let _ = writeln!(out, "其他人得到的回答，和没有这件事项一样。Everybody else is answered as if there were no such matter.");
}

/// Deemed outcomes that harm a person: who confirms them.
fn lapses(out: &mut String, t: &Teller) {
    let against = |c: &&crate::model::Clock| matches!(c.lapse.as_ref().map(|l| &l.side), Some(LapseFor::Against { .. }));
    if !t.p.clocks.iter().any(|c| against(&c)) {
        return;
    }
    heading(out, "期限届满对人不利的", "Lapses that harm a person");
    table(out, &["期限 · Clock", "对谁不利 · Against", "谁确认或者不认 · Confirmed or declined by"]);
    for clock in t.p.clocks.iter().filter(against) {
        if let Some(LapseFor::Against { role, by }) = clock.lapse.as_ref().map(|l| &l.side) {
            row(out, &[both(&clock.title), titles(t, [role]), titles(t, [by])]);
        }
    }
}

/// What the kernel lets people do in every matter, in whichever state.
fn everywhere(out: &mut String, t: &Teller) {
    heading(out, "每个环节都能办的", "What can be done in every state");
    let ours = both(&join(ours(t).into_iter().map(|r| limited(t, r)), "、", ", "));
    let _ = writeln!(out, "本方职责 · Roles of ours: {ours}\n");
    table(out, &["办什么 · What", "谁办 · By whom"]);
    let any = "任何一项本方职责 · any role of ours";
    for (what, by) in [
        ("送达登记 · record a service", any),
        ("分派 · give a role to a colleague", any),
        ("转办 · hand over to another unit", any),
        ("关联 · link another matter", any),
        (
            "让人回避，或者自己回避 · exclude somebody, or oneself",
            "任何一项本方职责，当事人本人也可以提出自己回避 · any role of ours, also one who is concerned",
        ),
        ("提出更正 · propose a correction", any),
        ("同意或者退回更正 · agree to a correction, or return it", "另一个有本方职责的人 · another person with a role of ours"),
        ("提出销毁（办结后）· propose destruction, once closed", any),
        ("同意或者退回销毁 · agree to destruction, or return it", "另一个有本方职责的人 · another person with a role of ours"),
        ("撤回提请 · take a proposal back", "提请人本人 · who proposed it"),
        ("请人加签 · ask one more to sign", "提请人，或者轮到签批的人 · the proposer, or whoever may sign now"),
        ("加签 · countersign", "被请的人 · who was asked"),
    ] {
        row(out, &[what.to_owned(), by.to_owned()]);
    }
}

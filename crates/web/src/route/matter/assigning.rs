//! Naming the handler: which colleague holds which of our roles in the matter.

use super::deeds::{Place, Trouble};
use super::head::Look;
use super::waiting::Colleagues;
use crate::view::{AssignForm, FieldKind, FieldView, OptionView};
use engine::Order;

/// The form, for those who may give out a role, where there is more than one to give it to.
pub(super) fn form(look: &Look<'_>, colleagues: &Colleagues<'_>, trouble: Option<&Trouble>) -> Option<AssignForm> {
    let trouble = trouble.filter(|t| t.place == Place::Assign);
    let matter = look.matter();
    let (role, all) = colleagues.first()?;
    let order = Order::Assign { role: role.id.clone(), account: all.first()?.actor.account.clone() };
    if look.file.may(&order).is_err() || matter.closed(look.file.procedure) {
        return None;
    }
    let chosen = trouble.map(|t| t.value("handler")).unwrap_or_default();
    let mut handler = FieldView::new("handler", look.t("职责和人", "Role and person"), FieldKind::Select);
    handler.required = true;
    handler.error = trouble.and_then(|t| t.error(look.visit.lang, "handler"));
    handler.options.push(OptionView::new("", look.t("请选择", "Choose")));
    for (role, all) in colleagues {
        for account in all {
            let value = format!("{}@{}", role.id, account.actor.account);
            let now = if matter.handlers.get(&role.id).is_some_and(|all| all.contains(&account.actor.account)) {
                look.t("（现任）", " (now)")
            } else {
                String::new()
            };
            let label =
                format!("{}{}{}{now}", role.title.text(look.visit.lang), look.visit.t("：", ": "), account.name.text(look.visit.lang));
            handler.options.push(OptionView { chosen: value == chosen, ..OptionView::new(value, label) });
        }
    }
    Some(AssignForm {
        action: format!("{}/assign", look.href()),
        operation: trouble.map_or_else(|| look.site.bureau.new_operation().to_string(), |t| t.value("operation").to_owned()),
        handler,
    })
}

//! Questions of a form, drawn the same on the citizen's paged form and the clerk's whole page.

/// What is asked, and how.
#[derive(Clone, Debug)]
pub struct FieldView {
    /// Name sent with the form.
    pub name: String,
    /// `id` of its control, unique on the page.
    pub id: String,
    /// The question.
    pub label: String,
    /// How it is answered.
    pub kind: FieldKind,
    /// The answer so far, exactly as typed.
    pub value: String,
    /// How to answer.
    pub hint: Option<String>,
    /// What is wrong with the answer; the same words stand in the summary.
    pub error: Option<String>,
    /// What can be chosen.
    pub options: Vec<OptionView>,
    /// An answer is needed; else “可不填” stands beside the question.
    pub required: bool,
    /// Why it is asked, with the article that needs it.
    pub why: Option<String>,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line.
    Line,
    /// A short code: identity number, credit code.
    Code,
    /// A phone number.
    Phone,
    /// A password that is known.
    Password,
    /// A password that is chosen now.
    NewPassword,
    /// A code read off a device.
    OneTimeCode,
    /// Digits, with the unit after them.
    Number(String),
    /// A date, typed in any habit.
    Date,
    /// A date and time of day.
    DateTime,
    /// Several lines.
    Area,
    /// One of few options, all in sight.
    Radios,
    /// Several of few options.
    Checks,
    /// One of many options.
    Select,
    /// One box that must be ticked; its text is the label.
    Pledge,
    /// A file; more than one when `true`.
    File(bool),
    /// Not shown.
    Hidden,
}

/// One option.
#[derive(Clone, Debug)]
pub struct OptionView {
    /// Value sent.
    pub value: String,
    /// What it says.
    pub label: String,
    /// A line of help below.
    pub hint: Option<String>,
    /// It is chosen.
    pub chosen: bool,
}

impl OptionView {
    /// An option not chosen.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, chosen: false }
    }
}

impl FieldView {
    /// An empty, optional question; its `id` is made from its name.
    #[must_use]
    pub fn new(name: &str, label: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            name: name.to_owned(),
            id: format!("f-{name}"),
            label: label.into(),
            kind,
            value: String::new(),
            hint: None,
            error: None,
            options: Vec::new(),
            required: false,
            why: None,
        }
    }

    /// Whether its options are a group of boxes or buttons, which needs a `fieldset`.
    #[must_use]
    pub fn grouped(&self) -> bool {
        matches!(self.kind, FieldKind::Radios | FieldKind::Checks)
    }

    /// Whether it is a single line.
    #[must_use]
    pub fn single_line(&self) -> bool {
        use FieldKind as K;
        matches!(
            self.kind,
            K::Line | K::Code | K::Phone | K::Password | K::NewPassword | K::OneTimeCode | K::Number(_) | K::Date | K::DateTime
        )
    }

    /// Whether it needs the whole width of a form in two columns.
    #[must_use]
    pub fn wide(&self) -> bool {
        matches!(self.kind, FieldKind::Area | FieldKind::File(_))
    }

    /// Value of `type`.
    #[must_use]
    pub fn input_type(&self) -> &'static str {
        match self.kind {
            FieldKind::Password | FieldKind::NewPassword => "password",
            FieldKind::Phone => "tel",
            FieldKind::File(_) => "file",
            FieldKind::Radios => "radio",
            FieldKind::Checks | FieldKind::Pledge => "checkbox",
            FieldKind::Hidden => "hidden",
            _ => "text",
        }
    }

    /// Value of `inputmode`, where a phone should offer other keys.
    #[must_use]
    pub fn input_mode(&self) -> Option<&'static str> {
        match self.kind {
            FieldKind::Number(_) | FieldKind::Date => Some("decimal"),
            FieldKind::Phone => Some("tel"),
            _ => None,
        }
    }

    /// Value of `autocomplete`, where the browser may know the answer or must not keep it.
    #[must_use]
    pub fn autocomplete(&self) -> Option<&'static str> {
        match self.kind {
            FieldKind::Password => Some("current-password"),
            FieldKind::NewPassword => Some("new-password"),
            FieldKind::OneTimeCode => Some("one-time-code"),
            FieldKind::Code => Some("off"),
            FieldKind::Phone => Some("tel"),
            _ => None,
        }
    }

    /// Whether the box is short.
    #[must_use]
    pub fn short(&self) -> bool {
        matches!(self.kind, FieldKind::Number(_) | FieldKind::Date)
    }

    /// The unit after the box.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        match &self.kind {
            FieldKind::Number(unit) if !unit.is_empty() => Some(unit),
            _ => None,
        }
    }

    /// Whether more than one file may be given.
    #[must_use]
    pub fn many_files(&self) -> bool {
        self.kind == FieldKind::File(true)
    }

    /// Ids of the hint and the error, for `aria-describedby`.
    #[must_use]
    pub fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-h", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-e", self.id));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// `id` of the n-th option, counted from 0; the first has the field's own, so that the summary's link reaches it.
    #[must_use]
    pub fn option_id(&self, index: &usize) -> String {
        if *index == 0 { self.id.clone() } else { format!("{}-{index}", self.id) }
    }
}

/// One topic: a page for the citizen, a block for the clerk.
#[derive(Clone, Debug, Default)]
pub struct FieldGroup {
    /// Its title; empty when the page's title is enough.
    pub title: String,
    /// A sentence below the title.
    pub lead: Option<String>,
    /// Why personal data is asked here, with the article.
    pub why: Option<String>,
    /// Folded away under its title until needed.
    pub folded: bool,
    /// The questions.
    pub fields: Vec<FieldView>,
}

/// A form.
#[derive(Clone, Debug)]
pub struct FormView {
    /// Where it posts to.
    pub action: String,
    /// The operation id made with the form, so that a second submit gets the first answer.
    pub operation: String,
    /// The topics.
    pub groups: Vec<FieldGroup>,
    /// What is wrong with the whole: a lost race, a rule that refuses.
    pub general: Vec<String>,
    /// Verb and object on the button.
    pub submit: String,
    /// What cannot be undone once it is sent; shown above the button.
    pub consequences: Vec<String>,
    /// The act harms a person or cannot be taken back: the button is not the friendly one.
    pub grave: bool,
    /// Where leaving without sending goes.
    pub cancel: Option<super::Link>,
}

/// One line of the error summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultLink {
    /// The question it belongs to; `None` for the whole form.
    pub href: Option<String>,
    /// What is wrong.
    pub text: String,
}

impl FormView {
    /// Every question, in order.
    pub fn fields(&self) -> impl Iterator<Item = &FieldView> {
        self.groups.iter().flat_map(|g| &g.fields)
    }

    /// Everything that is wrong, in the order of the page.
    #[must_use]
    pub fn faults(&self) -> Vec<FaultLink> {
        let general = self.general.iter().map(|text| FaultLink { href: None, text: text.clone() });
        let fields =
            self.fields().filter_map(|f| f.error.as_ref().map(|e| FaultLink { href: Some(format!("#{}", f.id)), text: e.clone() }));
        general.chain(fields).collect()
    }

    /// Whether anything is wrong: the page's title then begins with “错误：”.
    #[must_use]
    pub fn failed(&self) -> bool {
        !self.general.is_empty() || self.fields().any(|f| f.error.is_some())
    }

    /// Whether a file is among the questions, which needs another encoding.
    #[must_use]
    pub fn has_file(&self) -> bool {
        self.fields().any(|f| matches!(f.kind, FieldKind::File(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_follows_the_page_and_reaches_the_first_option() {
        let mut who = FieldView::new("who", "谁", FieldKind::Radios);
        who.error = Some("请选择".to_owned());
        let group = FieldGroup { fields: vec![FieldView::new("n", "几口人", FieldKind::Line), who.clone()], ..FieldGroup::default() };
        let form = FormView {
            action: String::new(),
            operation: String::new(),
            groups: vec![group],
            general: vec!["别人刚刚办过".to_owned()],
            submit: String::new(),
            consequences: Vec::new(),
            grave: false,
            cancel: None,
        };
        let faults = form.faults();
        assert_eq!(faults.iter().map(|f| f.href.as_deref()).collect::<Vec<_>>(), [None, Some("#f-who")]);
        assert!(form.failed());
        assert_eq!(who.option_id(&0), "f-who");
        assert_eq!(who.described_by().as_deref(), Some("f-who-e"));
    }
}

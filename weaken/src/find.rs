//! Finds the rules of a file: conditions, negations, guards, checks that are called, and what a function answers.

use crate::mutant::{Mutant, Wrap};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, ExprBinary, ExprUnary, Local, ReturnType, Stmt, Type, UnOp};

/// Methods whose closure chooses: a rule in one is turned off when it chooses everything.
const CHOOSING: [&str; 10] = ["all", "any", "filter", "find", "is_none_or", "is_ok_and", "is_some_and", "position", "retain", "take_while"];
/// Longest piece of source told of a rule, in characters.
const TOLD: usize = 90;

/// Finds the rules of a file. Numbers begin after `next`, which is moved on.
pub fn find(file: &str, source: &str, next: &mut u32) -> syn::Result<(Vec<Mutant>, Vec<Wrap>)> {
    let tree = syn::parse_file(source)?;
    let mut finder = Finder { file, source, next, function: Vec::new(), owner: String::new(), found: Vec::new(), wraps: Vec::new() };
    finder.visit_file(&tree);
    Ok((finder.found, finder.wraps))
}

struct Finder<'a> {
    file: &'a str,
    source: &'a str,
    next: &'a mut u32,
    owner: String,
    function: Vec<String>,
    found: Vec<Mutant>,
    wraps: Vec<Wrap>,
}

impl Finder<'_> {
    fn text(&self, of: &impl Spanned) -> &str {
        &self.source[of.span().byte_range()]
    }

    fn number(&mut self, what: String) -> u32 {
        *self.next += 1;
        let what: Vec<&str> = what.split_whitespace().collect();
        let mut what = what.join(" ");
        if let Some((cut, _)) = what.char_indices().nth(TOLD) {
            what.truncate(cut);
            what.push('…');
        }
        // The same words twice in one function are two rules, and are told apart.
        let function = self.function.last().cloned().unwrap_or_default();
        let function = if self.owner.is_empty() { function } else { format!("{}::{function}", self.owner) };
        let same = self.found.iter().filter(|m| m.function == function && m.words() == what).count();
        let what = if same == 0 { what } else { format!("{what} ({})", same + 1) };
        self.found.push(Mutant { id: *self.next, file: self.file.to_owned(), function, what });
        *self.next
    }

    fn wrap(&mut self, of: &impl Spanned, open: String, close: &str) {
        let range = of.span().byte_range();
        self.wraps.push(Wrap { start: range.start, end: range.end, open, close: close.to_owned() });
    }

    /// An expression that is `instead` while the rule is off.
    fn instead(&mut self, of: &Expr, instead: &str, what: String) {
        let id = self.number(what);
        self.wrap(of, format!("(if {} {{ {instead} }} else {{ ", off(id)), " })");
    }

    fn answers(&mut self, block: &Block, output: &ReturnType) {
        let told: &[&str] = match output {
            ReturnType::Default if !block.stmts.is_empty() => &[""],
            ReturnType::Default => &[],
            ReturnType::Type(_, kind) => answers_of(kind),
        };
        let at = block.brace_token.span.open().byte_range().end;
        for answer in told {
            let what = if answer.is_empty() { "does nothing".to_owned() } else { format!("always answers {answer}") };
            let id = self.number(what);
            self.wraps.push(Wrap { start: at, end: at, open: format!(" if {} {{ return {answer}; }}", off(id)), close: String::new() });
        }
    }

    fn function(&mut self, signature: &syn::Signature, block: &Block) {
        let name = signature.ident.to_string();
        if signature.constness.is_some() || matches!(name.as_str(), "fmt" | "default") {
            return;
        }
        self.function.push(name);
        self.answers(block, &signature.output);
        self.visit_block(block);
        self.function.pop();
    }
}

fn off(id: u32) -> String {
    format!("::kernel::weakened::off({id})")
}

/// What a function of this type may always answer; nothing where no answer can be made up.
fn answers_of(kind: &Type) -> &'static [&'static str] {
    let Some((name, inner)) = named(kind) else { return &[] };
    match (name.as_str(), inner.as_ref().and_then(named).map(|(n, _)| n).as_deref()) {
        ("bool", _) => &["true", "false"],
        ("Option", _) => &["None"],
        ("Vec", _) => &["Vec::new()"],
        ("Result", Some("()")) => &["Ok(())"],
        ("Result", Some("bool")) => &["Ok(true)", "Ok(false)"],
        ("Result", Some("Option")) => &["Ok(None)"],
        ("Result", Some("Vec")) => &["Ok(Vec::new())"],
        _ => &[],
    }
}

/// The last name of a type and its first argument.
fn named(kind: &Type) -> Option<(String, Option<Type>)> {
    match kind {
        Type::Tuple(tuple) if tuple.elems.is_empty() => Some(("()".to_owned(), None)),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let inner = match &last.arguments {
                syn::PathArguments::AngleBracketed(all) => all.args.iter().find_map(|a| match a {
                    syn::GenericArgument::Type(t) => Some(t.clone()),
                    _ => None,
                }),
                _ => None,
            };
            Some((last.ident.to_string(), inner))
        }
        _ => None,
    }
}

fn has_let(of: &Expr) -> bool {
    match of {
        Expr::Let(_) => true,
        Expr::Binary(b) => has_let(&b.left) || has_let(&b.right),
        Expr::Paren(p) => has_let(&p.expr),
        _ => false,
    }
}

/// Operators and negations have switches of their own.
fn plain(of: &Expr) -> bool {
    matches!(of, Expr::Call(_) | Expr::MethodCall(_) | Expr::Path(_) | Expr::Field(_) | Expr::Await(_))
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|a| a.path().is_ident("cfg") || a.path().is_ident("test"))
}

/// A call whose answer nobody keeps, or a field that is set: the rule is what it does.
fn acts(of: &Expr) -> bool {
    match of {
        Expr::Call(_) | Expr::MethodCall(_) => true,
        Expr::Await(a) => acts(&a.base),
        Expr::Try(t) => acts(&t.expr),
        Expr::Assign(a) => matches!(*a.left, Expr::Field(_)),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let owner = self.text(&item.self_ty).to_owned();
        let before = std::mem::replace(&mut self.owner, owner);
        visit::visit_item_impl(self, item);
        self.owner = before;
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_test(&item.attrs) {
            self.function(&item.sig, &item.block);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_test(&item.attrs) {
            self.function(&item.sig, &item.block);
        }
    }

    // Constants are reckoned before any test runs.
    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}
    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}
    fn visit_type(&mut self, _: &'ast Type) {}
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}

    fn visit_local(&mut self, local: &'ast Local) {
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            if let Some((_, otherwise)) = &init.diverge {
                self.visit_expr(otherwise);
            }
        }
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        if let Stmt::Expr(expr, Some(_)) = statement
            && acts(expr)
        {
            let id = self.number(format!("without `{}`", self.text(expr)));
            self.wrap(statement, format!("if !{} {{ ", off(id)), " }");
        }
        visit::visit_stmt(self, statement);
    }

    fn visit_expr_if(&mut self, expr: &'ast syn::ExprIf) {
        if plain(&expr.cond) {
            self.instead(&expr.cond, "false", format!("`if {}` is never so", self.text(&expr.cond)));
        }
        visit::visit_expr_if(self, expr);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        if let Some((_, guard)) = &arm.guard
            && !has_let(guard)
        {
            for instead in ["true", "false"] {
                self.instead(guard, instead, format!("guard `{}` is {instead}", self.text(&**guard)));
            }
        }
        visit::visit_arm(self, arm);
    }

    fn visit_expr_binary(&mut self, expr: &'ast ExprBinary) {
        let other = match expr.op {
            BinOp::And(_) => "||",
            BinOp::Or(_) => "&&",
            BinOp::Eq(_) => "!=",
            BinOp::Ne(_) => "==",
            BinOp::Lt(_) => ">=",
            BinOp::Le(_) => ">",
            BinOp::Gt(_) => "<=",
            BinOp::Ge(_) => "<",
            _ => "",
        };
        let whole = Expr::Binary(expr.clone());
        if !other.is_empty() && !has_let(&whole) {
            let instead = format!("({}) {other} ({})", self.text(&*expr.left), self.text(&*expr.right));
            let what = format!("`{}` becomes `{other}` in `{}`", self.text(&expr.op), self.text(expr));
            self.instead(&whole, &instead, what);
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_unary(&mut self, expr: &'ast ExprUnary) {
        if matches!(expr.op, UnOp::Not(_)) && !has_let(&expr.expr) {
            let (instead, what) = (self.text(&*expr.expr).to_owned(), format!("without `!` in `{}`", self.text(expr)));
            self.instead(&Expr::Unary(expr.clone()), &instead, what);
        }
        visit::visit_expr_unary(self, expr);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if CHOOSING.contains(&call.method.to_string().as_str())
            && let Some(Expr::Closure(closure)) = call.args.first()
            && plain(&closure.body)
        {
            self.instead(&closure.body, "true", format!("`{}` in `{}` is always so", self.text(&*closure.body), call.method));
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_macro(&mut self, call: &'ast syn::ExprMacro) {
        if call.mac.path.is_ident("matches") {
            let instead = format!("!{}", self.text(call));
            self.instead(&Expr::Macro(call.clone()), &instead, format!("`{}` is turned round", self.text(call)));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::mutant::rewrite;

    #[test]
    fn every_kind_of_rule_gets_its_switch_and_the_source_still_parses() {
        let source = "impl Gate {\n    fn may(&self, a: u8) -> bool {\n        check(a);\n        self.open && a == 1 || !self.shut\n    }\n}\n\
                      fn guard(x: Option<u8>) -> Result<(), Fault> {\n    ask(x == None || x == None);\n    match x { Some(n) if n > 3 => Err(Fault), _ => ask()?.filter(|y| y.fit()).map_or(Ok(()), fail) }\n}\n\
                      #[cfg(test)]\nmod tests { fn none() -> bool { a == b } }\n";
        let mut next = 0;
        let (found, wraps) = find("gate.rs", source, &mut next).expect("parses");
        let told: Vec<String> = found.iter().map(|m| format!("{} {}: {}", m.id, m.function, m.what)).collect();
        let expected = [
            "1 Gate::may: always answers true",
            "2 Gate::may: always answers false",
            "3 Gate::may: without `check(a)`",
            "4 Gate::may: `||` becomes `&&` in `self.open && a == 1 || !self.shut`",
            "5 Gate::may: `&&` becomes `||` in `self.open && a == 1`",
            "6 Gate::may: `==` becomes `!=` in `a == 1`",
            "7 Gate::may: without `!` in `!self.shut`",
            "8 guard: always answers Ok(())",
            "9 guard: without `ask(x == None || x == None)`",
            "10 guard: `||` becomes `&&` in `x == None || x == None`",
            "11 guard: `==` becomes `!=` in `x == None`",
            "12 guard: `==` becomes `!=` in `x == None` (2)",
            "13 guard: guard `n > 3` is true",
            "14 guard: guard `n > 3` is false",
            "15 guard: `>` becomes `<=` in `n > 3`",
            "16 guard: `y.fit()` in `filter` is always so",
        ];
        assert_eq!(told, expected);
        let text = rewrite(source, &wraps);
        syn::parse_file(&text).expect("still parses");
        assert!(text.contains("(if ::kernel::weakened::off(7) { self.shut } else { !self.shut })"), "{text}");
    }
}

//! Words that tie the tree to one machine or one network.

use super::{Finding, tree::Tree};

/// Written in two parts, so that this file does not find itself.
const BANNED: [(&str, &str, &str); 12] = [
    ("/ho", "me/", "a path of one machine"),
    ("/ro", "ot/", "a path of one machine"),
    ("/Use", "rs/", "a path of one machine"),
    ("/wo", "rk/", "a path of one machine"),
    ("/tm", "p/", "a path of one machine: tests take a temporary folder"),
    ("index.crates", ".io", "the host of a package registry"),
    ("static.crates", ".io", "the host of a package registry"),
    ("pypi", ".org", "the host of a package registry"),
    ("registry.npmjs", ".org", "the host of a package registry"),
    ("deb.debian", ".org", "the host of a package registry"),
    ("proxy.golang", ".org", "the host of a package registry"),
    ("rsproxy", ".cn", "the host of a package registry"),
];

/// Every banned word in the text files.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Cargo writes its lock file itself.
    for (path, text) in tree.texts("").filter(|(path, _)| *path != "Cargo.lock") {
        for (number, line) in text.lines().enumerate() {
            for (start, end, why) in BANNED {
                let word = [start, end].concat();
                if line.match_indices(&word).any(|(at, _)| stands_alone(line, at)) {
                    findings.push(Finding::new(path, number + 1, format!("{word} is {why}")));
                }
            }
        }
    }
    findings
}

/// Whether a match begins a path or a host: `a/tm…p/b` and `work/…` of a URL's middle are not absolute.
fn stands_alone(line: &str, at: usize) -> bool {
    !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-~}".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_paths_and_hosts_are_found() {
        let text = format!("ok\nsee {}x and docs{}x\n", ["/ho", "me/"].concat(), ["/ho", "me/"].concat());
        let host = format!("url = \"https://{}\"", ["pypi", ".org"].concat());
        let tree = Tree::of(&[("README.md", &text), ("a.toml", &host), ("Cargo.lock", &host)]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("README.md:2: ") && found[1].starts_with("a.toml:1: "), "{found:?}");
    }

    #[test]
    fn the_middle_of_a_path_is_not_absolute() {
        let text = format!("web{}index.html", ["/ho", "me/"].concat());
        assert_eq!(check(&Tree::of(&[("a.md", &text)])), vec![]);
    }
}

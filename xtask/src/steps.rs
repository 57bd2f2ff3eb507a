//! Named steps with their time, and the table at the end.

use anyhow::Result;
use std::{
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

/// What became of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Passed,
    Failed,
    Skipped,
}

struct Line {
    name: &'static str,
    verdict: Verdict,
    took: Duration,
    note: String,
}

/// The steps run so far. A failing step does not stop the next: one run shows everything that is wrong.
#[derive(Default)]
pub struct Steps {
    lines: Vec<Line>,
}

impl Steps {
    /// Runs a command with its output shown as it comes; the step passes when it exits with 0.
    pub fn command(&mut self, name: &'static str, command: &mut Command) {
        self.check(name, || {
            let status = command.status().map_err(|error| anyhow::anyhow!("{} did not start: {error}", command.get_program().display()))?;
            if status.success() { Ok(()) } else { Err(anyhow::anyhow!("{status}")) }
        });
    }

    /// Runs a check of our own; the step passes when it returns without an error.
    pub fn check(&mut self, name: &'static str, check: impl FnOnce() -> Result<()>) {
        println!("\n── {name}");
        let start = Instant::now();
        let outcome = check();
        let took = start.elapsed();
        let (verdict, note) = match outcome {
            Ok(()) => (Verdict::Passed, String::new()),
            Err(error) => (Verdict::Failed, format!("{error:#}")),
        };
        if verdict == Verdict::Failed {
            println!("── {name}: failed: {note}");
        }
        self.lines.push(Line { name, verdict, took, note });
    }

    /// Notes a step that was left out, and why.
    pub fn skip(&mut self, name: &'static str, reason: &str) {
        println!("\n── {name}\nskipped: {reason}");
        self.lines.push(Line { name, verdict: Verdict::Skipped, took: Duration::ZERO, note: reason.to_owned() });
    }

    /// Prints the table; succeeds when no step failed.
    pub fn finish(self) -> ExitCode {
        print!("{}", self.summary());
        if self.count(Verdict::Failed) == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn count(&self, verdict: Verdict) -> usize {
        self.lines.iter().filter(|line| line.verdict == verdict).count()
    }

    /// The table, and below it the one line that CI reads: `N passed, N failed[, N skipped]`.
    fn summary(&self) -> String {
        let mut text = String::from("\n");
        for line in &self.lines {
            let word = match line.verdict {
                Verdict::Passed => "passed",
                Verdict::Failed => "FAILED",
                Verdict::Skipped => "skipped",
            };
            let seconds = line.took.as_secs();
            let first_line = line.note.lines().next().unwrap_or_default();
            let row = format!("{:<18} {word:<8} {:>3}:{:02}  {first_line}", line.name, seconds / 60, seconds % 60);
            text.push_str(row.trim_end());
            text.push('\n');
        }
        let skipped = match self.count(Verdict::Skipped) {
            0 => String::new(),
            n => format!(", {n} skipped"),
        };
        text.push_str(&format!("\n{} passed, {} failed{skipped}\n", self.count(Verdict::Passed), self.count(Verdict::Failed)));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_counts_every_step() {
        let mut steps = Steps::default();
        steps.command("succeeds", &mut Command::new("true"));
        steps.command("fails", &mut Command::new("false"));
        steps.command("is absent", &mut Command::new("no-such-program-here"));
        steps.skip("left out", "nothing to do");
        let summary = steps.summary();
        assert!(summary.ends_with("\n1 passed, 2 failed, 1 skipped\n"), "{summary}");
        assert!(summary.contains("left out           skipped    0:00  nothing to do"), "{summary}");
        assert_eq!(steps.finish(), ExitCode::FAILURE);
    }

    #[test]
    fn nothing_failed_is_a_success() {
        let mut steps = Steps::default();
        steps.check("succeeds", || Ok(()));
        assert!(steps.summary().ends_with("\n1 passed, 0 failed\n"));
        assert_eq!(steps.finish(), ExitCode::SUCCESS);
    }
}

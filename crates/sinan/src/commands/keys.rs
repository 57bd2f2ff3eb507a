//! `sinan keys`: the master keys, one more, everything brought under the newest one, one less.

use super::serve::configured;
use crate::{cli, output};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::{Heard, KeyState, Listed, Options, Rotated};

pub fn run(command: cli::Keys) -> Result<ExitCode> {
    let of = match &command {
        cli::Keys::List(of) | cli::Keys::New(of) => of,
        cli::Keys::Rotate(args) => &args.of,
        cli::Keys::Retire(args) => &args.of,
    };
    let options = configured(&of.database, of.config.as_deref())?.1;
    super::database::there(&options)?;
    let runtime = tokio::runtime::Runtime::new()?;
    match command {
        cli::Keys::List(_) => runtime.block_on(store::list_keys(&options))?.iter().for_each(|key| output::line(listed(key))),
        cli::Keys::New(_) => {
            let id = runtime.block_on(store::add_key(&options))?;
            output::line(format!("已生成第 {id} 号主密钥，写进了主密钥文件；还没有数据在它之下。"));
            output::line("请先备份主密钥文件，并复制到每个节点，再运行 sinan keys rotate。");
        }
        cli::Keys::Rotate(args) => return rotate(&runtime, &options, args.values),
        cli::Keys::Retire(args) => {
            let written = runtime.block_on(store::retire_key(&options, args.key))?;
            output::line(format!("第 {} 号主密钥已停用，旧的密文已从磁盘上清除。", args.key));
            output::line(if written {
                "它已从主密钥文件中去掉；以前的备份还要用它打开，请按备份的保管期限另行保管或者销毁。"
            } else {
                "请把它从 SINAN_KEYS 中去掉；以前的备份还要用它打开，请按备份的保管期限另行保管或者销毁。"
            });
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn listed(key: &Listed) -> String {
    let state = match key.state {
        Some(KeyState::Current) => "现用",
        Some(KeyState::Known) => "备用",
        Some(KeyState::Retired) => "已停用",
        None => "库里还没有登记",
    };
    let lost = if key.in_hand || key.state == Some(KeyState::Retired) { "" } else { "  不在手边" };
    let under: Vec<String> = key.rows.iter().map(|(name, n)| format!("{name} {n} 把")).collect();
    let under = if under.is_empty() { "没有数据在它之下".to_owned() } else { under.join("、") };
    format!("第 {} 号  {state}  校验值 {}{lost}  {under}", key.id, key.proof)
}

fn rotate(runtime: &tokio::runtime::Runtime, options: &Options, values: bool) -> Result<ExitCode> {
    let bar = ProgressBar::no_length();
    bar.set_style(
        ProgressStyle::with_template("更换主密钥 {bar:32} {pos}/{len}  {per_sec}  还需 {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let stop = Arc::new(AtomicBool::new(false));
    runtime.spawn({
        let stop = stop.clone();
        async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                stop.store(true, Ordering::Relaxed);
            }
        }
    });
    let heard = |Heard { done, of, committed }: Heard| {
        bar.set_length(of.max(done));
        bar.set_position(done);
        if committed && stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let done = runtime.block_on(store::rotate(options, values, heard));
    bar.finish_and_clear();
    Ok(said(&done?, options, values))
}

fn said(done: &Rotated, options: &Options, values: bool) -> ExitCode {
    output::line(format!("第 {} 号主密钥现用；重新包裹密钥 {} 把。", done.master, done.keys));
    if values {
        let (persons, values, drafts) = (done.persons, done.values, done.drafts);
        output::line(format!("换用套件 {}：{persons} 人的 {values} 个加密值、{drafts} 份草稿。", options.suite));
    }
    if done.unopened > 0 {
        output::line(format!("有 {} 个加密值打不开，没有改动；请用 sinan verify 看是哪些。", done.unopened));
    }
    if done.left > 0 && done.unopened == 0 && !done.stopped {
        output::line(format!("还有 {} 行是刚刚写进来的；请确认各节点设的是同一算法套件，再运行一次。", done.left));
    }
    if done.stopped {
        output::line("应要求停下；做完的部分有效，再运行一次就接着做。");
    } else if !values {
        output::line("旧的主密钥可以用 sinan keys retire 停用了。");
    }
    if done.stopped || done.left > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

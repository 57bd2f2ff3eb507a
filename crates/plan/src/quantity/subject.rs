//! What a quantity counts, in the sentence's own words.

use super::{token::Token, words::word};
use crate::{names::outermost, numeral::numeral, span::is_blank};

/// How far from a number its subject is looked for, in bytes.
const REACH: usize = 150;

/// The longest subject, in characters.
const LONGEST: usize = 24;

/// Words that lead up to the thing meant and are not part of it.
const LEADING: &str = "确保 力争 争取 努力 推进 推动 促进 做到 保证 保持 全力 坚决 切实 进一步 持续 全面 积极 扎实 着力 大力 深入 有效 基本 全市 全区 全县 全旗 全盟 全州 全省 \
    全年 各区 各县 各旗 各级 各地 计划 预计 累计 总共 其中 构建 完善 加大 继续 严格 逐步 统筹 加快 加强 健全 达到 提升 提高 降低 缩短 压缩 新增 增加 减少 \
    至少 不少于 不低于 相关 有关 全部 争创 抓好 做好 办好 巩固 维护 防止 防范 严防 会同 控制 开展 组织 举办 安排 提供 配备 办理 召开 打造 培育 新建 设立 成立 \
    建立 组建 落实 坚持 引导 鼓励 支持 邀请 选派 协调 督促 指导 拥有 争取 积极争取 、";

/// The same in one character, with the words they must not be cut from.
const LEADING_SHORT: &[(char, &[&str])] = &[
    ('并', &["并联"]),
    ('将', &[]),
    ('使', &["使用"]),
    ('让', &[]),
    ('把', &[]),
    ('对', &["对象", "对口", "对接", "对照", "对标"]),
    ('在', &["在线", "在建", "在册", "在矫", "在办"]),
    ('以', &["以案", "以上"]),
    ('及', &["及时"]),
    ('和', &["和解", "和谐"]),
    ('与', &["与会"]),
    ('的', &[]),
    ('了', &["了解"]),
    ('共', &["共同", "共享", "共建"]),
    ('要', &["要素", "要案"]),
    ('应', &["应急", "应诉", "应用", "应援", "应当"]),
    ('均', &["均衡"]),
    ('各', &["各类"]),
    ('于', &[]),
    ('用', &["用工", "用人", "用户"]),
    ('再', &["再审", "再就业", "再犯罪"]),
    ('为', &["为民"]),
    ('由', &[]),
];

/// Words at the end that belong to the number, not to the thing.
const TRAILING: &str = "达到 达 保持 为 提高 提升 缩短 压缩 降低 下降 压减 增长 实现 控制 不 应 须 要 均 的 力争 确保 要求 共 、 到 在 平均 \
    现象 累计 由 也 都 完毕 两个 三个 双 全部 同比";

/// Verbs at the end that count things; where a level (%) is measured they belong to the thing (掌上办理).
const TRAILING_VERBS: &str = "提供 开展 办理 配备 举办 组织 完成";

/// Nouns that only make sense with the verb before them: 检查次数.
const DEPENDENT: &str = "率 次数 数量 总数 总量 人数 件数 工作 情况 任务 比例 时限 周期 质量 期限";

/// The thing in the words before the number. `counted` when the number counts things (件, 场) rather than measures a level (%):
/// then the verb that counts is dropped with what stands before it.
pub(super) fn before(text: &str, counted: bool) -> String {
    let mut rest = text.trim_matches(is_edge);
    if counted && let Some(at) = last_verb(rest) {
        rest = &rest[at..];
    }
    loop {
        let len = rest.len();
        rest = without_lead(rest.trim_matches(is_edge));
        let verbs = if counted { TRAILING_VERBS } else { "" };
        let trailing = TRAILING.split_whitespace().chain(verbs.split_whitespace());
        let cut = trailing.filter_map(|w| rest.strip_suffix(w)).min_by_key(|r| r.len());
        rest = cut.filter(|c| c.is_empty() || c.chars().count() > 1).unwrap_or(rest);
        if rest.len() == len {
            return shortened(rest);
        }
    }
}

/// The thing in the words after the unit, up to the next number, mark, or what is done with it (50名律师参与…).
pub(super) fn after(text: &str) -> String {
    const DOING: &str = "参与 参加 入选 开展 进行 进驻 入驻 赴 用于 到";
    let text = text.trim_start_matches(|c| is_edge(c) || c == '”').trim_start_matches('的');
    let end = text.find(|c: char| is_edge(c) || "、，。；：（）(),;".contains(c)).unwrap_or(text.len());
    let mut rest = &text[..end];
    let doing = DOING.split_whitespace().filter_map(|w| rest.find(w).map(|at| (at, &rest[..at], &rest[at + w.len()..])));
    // 达到, 到位: there 到 is part of a word.
    let apart =
        |ahead: &str, next: &str| ahead.chars().count() >= 2 && !next.starts_with(['位', '岗']) && !ahead.ends_with(['达', '提', '做']);
    let cut = doing.filter(|(_, ahead, next)| apart(ahead, next)).map(|(at, ..)| at).min();
    rest = &rest[..cut.unwrap_or(rest.len())];
    while let Some(cut) = ["现象", "问题", "等", "达到", "保持", "为", "提高", "提升", "并"].iter().find_map(|w| rest.strip_suffix(w))
    {
        rest = cut;
    }
    shortened(rest)
}

/// The words before a level without where it started: 办理时限由15个工作日 → 办理时限.
pub(super) fn without_start(text: &str) -> &str {
    let starts = |rest: &str| rest.starts_with('每') || numeral(rest).is_some();
    let from = text.match_indices(['由', '从']).find(|(at, w)| starts(&text[at + w.len()..]));
    from.map_or(text, |(at, _)| &text[..at])
}

/// Whether the words are a verb and nothing else: a poor subject (走访3次), but better than none.
pub(super) fn is_verb(text: &str) -> bool {
    word(text).is_some_and(|(verb, token)| verb.len() == text.len() && matches!(token, Token::Act { .. }))
}

/// Whether the words end with the verb that counts, so that the thing stands behind the number: 开展一次….
pub(super) fn ends_with_verb(text: &str) -> bool {
    let text = text.trim_end_matches(is_edge);
    TRAILING_VERBS.split_whitespace().any(|v| text.ends_with(v))
}

fn without_lead(text: &str) -> &str {
    if let Some((verb, Token::Act { finishes: true })) = word(text)
        && !is_dependent(&text[verb.len()..])
    {
        return &text[verb.len()..];
    }
    if let Some(cut) = LEADING.split_whitespace().filter_map(|w| text.strip_prefix(w)).min_by_key(|r| r.len()) {
        return if is_dependent(cut) { text } else { cut };
    }
    let short = LEADING_SHORT.iter().find(|(c, except)| text.starts_with(*c) && !except.iter().any(|e| text.starts_with(e)));
    short.map_or(text, |(c, _)| &text[c.len_utf8()..])
}

fn is_dependent(text: &str) -> bool {
    text.starts_with('率') || DEPENDENT.split_whitespace().any(|d| d == text)
}

/// Where the object of the last counting verb begins, if it is long enough to be a thing. Names in quotation marks are not looked into.
fn last_verb(text: &str) -> Option<usize> {
    let names = outermost(text);
    let mut found = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if let Some(name) = names.get(names.partition_point(|n| n.start < at)).filter(|n| n.start == at) {
            at = name.end;
            continue;
        }
        match word(&text[at..]) {
            Some((verb, Token::Act { .. } | Token::Add(_))) => {
                at += verb.len();
                let object = &text[at..];
                let thing = object.chars().filter(|c| !is_edge(*c)).count() >= 2 && !is_dependent(object);
                if thing && !names_a_body(verb, object) {
                    found = Some(at);
                }
            }
            Some((name, _)) => at += name.len(),
            None => at += c.len_utf8(),
        }
    }
    found.filter(|at| !text[*at..].ends_with('率'))
}

/// 调解委员会, 培训班: the verb belongs to the name of a body or an event.
fn names_a_body(verb: &str, object: &str) -> bool {
    const VERBS: &str = "调解 培训 服务 评估 审查 检查 评查 宣讲 调研 督察";
    const BODIES: &str = "员 委员会 组织 班 站 室 中心 团 队 所 机构 点 平台 网 庭 会";
    VERBS.split_whitespace().any(|v| v == verb) && BODIES.split_whitespace().any(|b| object.starts_with(b))
}

fn shortened(text: &str) -> String {
    let skipped = text.chars().count().saturating_sub(LONGEST);
    let cut: String = text.chars().skip(skipped).collect();
    let mut cut = cut.trim_matches(is_edge);
    // A quotation mark whose partner was cut away goes too.
    for (open, close) in [('“', '”'), ('《', '》'), ('（', '）')] {
        if cut.starts_with(close) || (cut.starts_with(open) && !cut.contains(close)) {
            cut = &cut[open.len_utf8()..];
        }
        if cut.ends_with(open) || (cut.ends_with(close) && !cut.contains(open)) {
            cut = &cut[..cut.len() - close.len_utf8()];
        }
    }
    cut.to_owned()
}

fn is_edge(c: char) -> bool {
    is_blank(c) || c == '\0' || c == '"'
}

/// The last part of a long stretch: hostile text must not make the search quadratic.
pub(super) fn tail(text: &str) -> &str {
    let mut start = text.len().saturating_sub(REACH);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// The first part of a long stretch.
pub(super) fn front(text: &str) -> &str {
    let mut end = text.len().min(REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

//! The words that quantities are made of. Data: a plan that says it otherwise is a reason for a row here.

use super::{
    Comparator::*,
    Period, Turn,
    token::Token::{self, *},
};
use std::{collections::HashMap, sync::LazyLock};

const YEAR: Period = Period::One(Turn::Year);

/// Words and what they mean, by kind; the longest that fits is taken.
const WORDS: &[(Token, &str)] = &[
    (
        Limit(AtLeast),
        "不少于 不低于 不小于 不得少于 不得低于 不应少于 不应低于 不能少于 不下 不下于 至少 最少 超过 突破 高于 多于 大于 达到并超过 最低 提前",
    ),
    (Limit(AtMost), "不超过 不超出 不高于 不多于 不大于 不得超过 不得高于 不得多于 不能超过 至多 最多 最长 控制在 低于 少于 小于 不突破"),
    (Limit(About), "大约 约为 将近 接近"),
    (Touch(AtLeast), "超 逾 ≥ 满"),
    (Touch(AtMost), "≤"),
    (Touch(About), "约 近"),
    (Suffix(AtLeast), "以上 及以上 之上"),
    (Suffix(AtMost), "以内 之内 以下 及以下"),
    (Suffix(About), "左右 上下"),
    (Inside, "内"),
    (Odd, "余 多 来"),
    (Change(IncreaseBy), "增长 提升 提高 上升 增幅 增速 递增 上浮 扩大 增长率 增长幅度 上涨"),
    (Change(DecreaseBy), "下降 降低 缩短 压缩 降幅 下浮 递减 压降 缩减 下降率 下降幅度"),
    (Add(IncreaseBy), "新增 增加 增设 增配 新增加 净增 增补"),
    (Add(DecreaseBy), "减少 压减 精简 核减 裁减 削减"),
    (Level, "达到 达 保持 保持在 稳定在 维持在 维持 增至 降至 升至 减至 为 不变"),
    (To, "至 到 — – - － ~ ～ —— ─"),
    (Unit("百分点"), "个百分点 百分点"),
    (Unit("人次"), "人次"),
    (Unit("件次"), "件次"),
    (Unit("场次"), "场次"),
    (Unit("班次"), "班次"),
    (Unit("学时"), "学时 个学时"),
    (Unit("课时"), "课时 个课时"),
    (Unit("万元"), "万元"),
    (Unit("亿元"), "亿元"),
    (Unit("元"), "元"),
    (Unit("平方米"), "平方米 平米 ㎡"),
    (Unit("公里"), "公里"),
    (Unit("倍"), "倍"),
    (Unit("场"), "场"),
    (Unit("次"), "次"),
    (Unit("件"), "件"),
    (Unit("宗"), "宗"),
    (Unit("起"), "起"),
    (Unit("名"), "名"),
    (Unit("人"), "人"),
    (Unit("位"), "位"),
    (Unit("个"), "个"),
    (Unit("家"), "家"),
    (Unit("所"), "所"),
    (Unit("处"), "处"),
    (Unit("支"), "支"),
    (Unit("户"), "户"),
    (Unit("项"), "项"),
    (Unit("部"), "部"),
    (Unit("篇"), "篇"),
    (Unit("条"), "条"),
    (Unit("期"), "期"),
    (Unit("份"), "份"),
    (Unit("册"), "册"),
    (Unit("套"), "套"),
    (Unit("堂"), "堂"),
    (Unit("节"), "节"),
    (Unit("课"), "课"),
    (Unit("批"), "批"),
    (Unit("类"), "类"),
    (Unit("种"), "种"),
    (Unit("台"), "台"),
    (Unit("辆"), "辆"),
    (Unit("间"), "间"),
    (Unit("座"), "座"),
    (Unit("亩"), "亩"),
    (Unit("分"), "分"),
    (Unit("卷"), "卷"),
    (Unit("本"), "本"),
    (Unit("例"), "例"),
    (Unit("轮"), "轮"),
    (Unit("轮次"), "轮次"),
    (Unit("班"), "班"),
    (Unit("幅"), "幅"),
    (Unit("块"), "块"),
    (Unit("则"), "则"),
    (Unit("张"), "张"),
    (TimeUnit("工作日"), "个工作日 工作日"),
    (TimeUnit("日"), "日 天 个自然日 自然日"),
    (TimeUnit("小时"), "小时 个小时"),
    (TimeUnit("分钟"), "分钟"),
    (TimeUnit("周"), "周 个星期"),
    (TimeUnit("月"), "个月"),
    (TimeUnit("年"), "年"),
    (PerWord("人"), "人均"),
    (PerWord("户"), "户均"),
    (PerWord("所"), "所均"),
    (PerWord("案"), "案均"),
    (Within(YEAR), "全年 本年度 今年 年内 年均"),
    (Within(Period::One(Turn::Month)), "月均"),
    (
        Within(Period::YearOnYear),
        "同比 较上年 比上年 较去年 比去年 较上年度 比上年度 较上一年 比上一年 较上年同期 比上年同期 较去年同期 比去年同期",
    ),
    (Fixed(Equal, 100.0, "%"), "全覆盖 满覆盖"),
    (Fixed(AtLeast, 50.0, "%"), "过半 半数以上 一半以上"),
    (Fixed(Equal, 50.0, "%"), "一半 半数"),
    (Fixed(Equal, 0.0, ""), "动态清零 清零 清零见底"),
    (
        Fixed(Equal, 0.0, "起"),
        "零发生 零事故 零投诉 零差错 零积压 零延误 零失误 零脱管 零漏管 零违规 零违纪 零上访 零发案 零死亡 零感染 零逾期 零超期 零超时 零败诉 零纠错 零重新犯罪 零涉黑 \
         零缺陷 零增长",
    ),
    (Fixed(Multiply, 2.0, "倍"), "翻番 翻一番 翻1番"),
    (Fixed(Multiply, 4.0, "倍"), "翻两番 翻二番 翻2番"),
    (Fixed(Multiply, 8.0, "倍"), "翻三番 翻3番"),
    (Never, "不发生 不出现 零发生率 无一 杜绝发生 彻底消除 不发生一起 不发生1起 不出现一起 不出现一例 不发生一例"),
    (Act { finishes: true }, "完成 建成 办结 实现 出台 印发 制定 修订 编制 报送 上线 建立 落地 通过 结束 到位 整改 启动"),
    (
        Act { finishes: false },
        "开展 建设 打造 培育 创建 新建 办理 举办 组织 培训 选树 评选 招录 招聘 配备 设立 申报 评查 抽查 检查 化解 调解 走访 推出 成立 引进 召开 提供 发布 选派 \
         选聘 聘任 聘请 命名 推送 制作 编写 编印 发放 受理 审查 审核 审理 排查 督办 督察 督查 调研 储备 培养 解答 服务 覆盖 接待 推荐 联系 创作 清退 帮扶 吸纳 拍摄 播放 救助 指派 审结 回访 改建 扩建 修缮 组建 遴选 征集 听取 安排 \
         设置 布设 改造 升级 投入 落实资金 巡回 宣讲 评估 起草 清理 征求",
    ),
    (Case { anywhere: false }, "对 凡 凡是 针对"),
    (Given, "依托 围绕 根据 按照 结合 聚焦 立足"),
    (Case { anywhere: true }, "涉案 年满 从业 执业 涉及 具有 具备 拥有"),
    (
        Name,
        "一次性 最多跑一次 一次办 一次不跑 一件事 一站式 一把手 八项规定 三公 一张网 一条龙 一对一 一盘棋 一揽子 一系列 一体 一批 一起 一些 一定 一律 一线 一流 一并 \
         一旦 一般 一切 一直 一致 一道 一种 两会 两新 三农 双随机、一公开 三项制度 三重一大 三会一课 四史 二十大 十九大 二十届 三中全会 四中全会 五中全会 六中全会 \
         一法一条例 千方百计 百姓 万众 三所联动 一村一 一企一 一案一 一人一 一所一 一事一 一月一 一地一 两高 二级 三级 四级 五级 两级 五位一体 一网统管 一网通办 唯一 \
         统一 万一 逐一 单一 进一步 之一 同一 第一 划一 专一 归一 合一 不一 某一 任一 每一 这一 这些 该一 另一 五四 七一 十一 三八 三下乡 四不两直 两随机 百花 \
         万家 一如既往 一以贯之 一经 一贯 一方面 两方面 三个一 四个一 多措并举 一点 一刻钟 三位一体 四位一体 一中心 一个口子 一个标准 一个闭环 一名称 零容忍 零距离 \
         零跑动 零跑腿 零门槛 零接触 零散 零售 零工 零星 零成本 两手抓 两不误 三不 一票否决 一岗双责 一窗 一门 一键 一码 一图 一表 一卡",
    ),
    (Comma, "， , ： :"),
    (Stop, "； 。 ; ！ ？"),
    (Open, "（ ("),
    (Close, "） )"),
];

static BY_FIRST: LazyLock<HashMap<char, Vec<(&'static str, Token)>>> = LazyLock::new(|| {
    let mut index: HashMap<char, Vec<(&'static str, Token)>> = HashMap::new();
    for (token, words) in WORDS {
        for word in words.split_whitespace() {
            index.entry(word.chars().next().unwrap_or_default()).or_default().push((word, *token));
        }
    }
    index.values_mut().for_each(|words| words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len())));
    index
});

/// The longest word at the beginning of `text`.
pub(super) fn word(text: &str) -> Option<(&'static str, Token)> {
    let words = BY_FIRST.get(&text.chars().next()?)?;
    words.iter().find(|(word, _)| text.starts_with(word)).copied()
}

/// Whether a quoted phrase is itself an aim: 动态清零, 全覆盖, 每月一主题.
pub(super) fn is_aim(phrase: &str) -> bool {
    let fixed = word(phrase).is_some_and(|(word, token)| word.len() == phrase.len() && matches!(token, Fixed(..)));
    fixed || ["每月一", "每季一", "每季度一", "每年一", "每周一"].iter().any(|start| phrase.starts_with(start))
}

/// What follows 每 as a place or a person that each gets its share.
const HOLDERS: &str = "乡镇（街道） 乡镇 镇街 街道 苏木乡镇 苏木 社区 行政村 嘎查村 嘎查 村（社区） 村居 村 区县 旗县 县区 旗区 区 县 旗 市 司法所 律师事务所 律所 律师 公证员 \
    公证处 调解员 调解组织 调委会 仲裁员 鉴定机构 法律顾问 社区矫正对象 常住人口 居民 群众 职工 对象 党支部 支部 党员 干部 科室 部门 单位 企业 中心 学校 所 户 \
    家庭 人 案 案件 项目 村民小组 网格";

/// The longest such holder at the beginning of `text`, as its length.
pub(super) fn holder(text: &str) -> Option<usize> {
    HOLDERS.split_whitespace().filter(|h| text.starts_with(h)).map(str::len).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_means_two_things() {
        let mut seen = HashMap::new();
        for (token, words) in WORDS {
            for word in words.split_whitespace() {
                assert!(seen.insert(word, token).is_none(), "{word}");
            }
        }
    }

    #[test]
    fn the_longest_word_wins() {
        assert_eq!(word("不少于三次"), Some(("不少于", Limit(AtLeast))));
        assert_eq!(word("个百分点"), Some(("个百分点", Unit("百分点"))));
        assert_eq!(word("甲"), None);
    }
}

//! What can be wrong with a citation, a text, the table beside the texts, or an index file: one Chinese sentence each, with a code.

/// A refusal of this crate. Its text is what the user sees: what is wrong, where, and how to go on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LawError {
    /// A citation that cannot be read.
    #[error("LAW01 引用“{0}”读不懂；请写 43、43.1、41.1.5、36@2，或第四十三条第一款")]
    Citation(String),
    /// One of the nine header lines of a text is missing or out of place.
    #[error("LAW02 {file} 第{line}行应为“{field}：…”；前九行依次是标题、制定机关、文号、公布日期、施行日期、效力状态、沿革、来源、说明")]
    Header {
        /// The text's file name.
        file: String,
        /// Line, from 1.
        line: usize,
        /// The field that belongs there.
        field: &'static str,
    },
    /// A field that must hold a date holds none.
    #[error("LAW03 {file} 的{field}“{found}”里没有日期；请写 2024-01-01")]
    NoDate {
        /// The text's file name.
        file: String,
        /// The field.
        field: &'static str,
        /// What it holds.
        found: String,
    },
    /// An article or item does not follow the one before it, or stands where none can.
    #[error("LAW04 {file} 第{line}行：“{found}”与上文不衔接；请检查是否缺行、并行或编号有误")]
    Order {
        /// The text's file name.
        file: String,
        /// Line, from 1.
        line: usize,
        /// The number as written.
        found: String,
    },
    /// The text and the table `index.csv` say different things.
    #[error("LAW05 {file}：{what}，文本为“{text}”，index.csv 为“{table}”；请先改正其一")]
    Disagree {
        /// The text's file name.
        file: String,
        /// What they disagree about.
        what: &'static str,
        /// What the text says.
        text: String,
        /// What the table says.
        table: String,
    },
    /// The table cannot be read, or it and the folder do not list the same files.
    #[error("LAW06 index.csv：{0}")]
    Table(String),
    /// An index file cannot be read.
    #[error("LAW07 法规索引 {file} 读不懂：{message}；索引由 sinan law index 生成，请重新生成")]
    Entry {
        /// The index file's name.
        file: String,
        /// What the reader says.
        message: String,
    },
    /// Two index entries claim the same edition or the same days.
    #[error("LAW08 《{short}》的 {first} 年版与 {second} 年版重复或施行时间重叠；请在旧版写明被替代的日期")]
    Overlap {
        /// The statute's short title.
        short: String,
        /// One edition.
        first: String,
        /// The other.
        second: String,
    },
    /// The index does not hold the statute.
    #[error("LAW09 索引里没有《{name}》{hint}")]
    Unknown {
        /// What was asked for.
        name: String,
        /// Titles that come near, as a clause; may be empty.
        hint: String,
    },
    /// The statute has no such passage.
    #[error("LAW10 《{short}》（{edition}）没有{passage}；{hint}")]
    NoPassage {
        /// The statute's short title.
        short: String,
        /// Its edition.
        edition: String,
        /// The passage in Chinese.
        passage: String,
        /// What there is instead.
        hint: String,
    },
}

//! Why a file could not be read, in words for the person who chose it.

use thiserror::Error;

/// Why a plan or its map could not be read. The text says what is wrong and how to go on; it ends with the code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PlanError {
    /// Nothing in the file.
    #[error("“{name}”里没有文字。请确认选对了文件，或打开原文件另存一份再导入。〔PLAN-EMPTY〕")]
    Empty {
        /// The file's name.
        name: String,
    },
    /// Neither text nor docx.
    #[error("“{name}”是{found}，目前只能读 .txt 和 .docx。请用 WPS 或 Word 打开，另存为 .docx 后再导入。〔PLAN-TYPE〕")]
    UnknownType {
        /// The file's name.
        name: String,
        /// What it seems to be.
        found: String,
    },
    /// A `.docx` that is not a Word document.
    #[error("“{name}”不是能读的 .docx 文件：{fault}。请用 WPS 或 Word 打开原文件，另存为 .docx 后再导入。〔PLAN-DOCX〕")]
    NotDocx {
        /// The file's name.
        name: String,
        /// What is missing or broken.
        fault: String,
    },
    /// More than the limit, packed or unpacked.
    #[error("“{name}”{what}超过上限{limit}，为安全起见没有读。工作要点通常不到 1 MB，请去掉图片和附件，只留正文后再导入。〔PLAN-SIZE〕")]
    TooLarge {
        /// The file's name.
        name: String,
        /// What is too large.
        what: &'static str,
        /// The limit, with its unit.
        limit: String,
    },
    /// Text in no encoding that is known here.
    #[error("“{name}”的文字编码无法识别。请用记事本打开，另存为 UTF-8 编码的 .txt 后再导入。〔PLAN-ENCODING〕")]
    Encoding {
        /// The file's name.
        name: String,
    },
    /// The trace map's text is wrong.
    #[error("对照表有误：{fault}。请改正后重试。〔PLAN-MAP〕")]
    Map {
        /// What is wrong and where.
        fault: String,
    },
}

impl PlanError {
    /// The code at the end of the sentence, stable across releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty { .. } => "PLAN-EMPTY",
            Self::UnknownType { .. } => "PLAN-TYPE",
            Self::NotDocx { .. } => "PLAN-DOCX",
            Self::TooLarge { .. } => "PLAN-SIZE",
            Self::Encoding { .. } => "PLAN-ENCODING",
            Self::Map { .. } => "PLAN-MAP",
        }
    }
}

//! Why a file is not taken, in words for whoever sent it.

use kernel::Title;
use std::fmt;

/// Why a file is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// Nothing in it.
    Empty,
    /// Larger than is taken.
    TooLarge {
        /// The limit.
        megabytes: usize,
    },
    /// No kind that is taken here.
    Unknown {
        /// Extensions of those that are.
        accepted: Vec<&'static str>,
    },
    /// The content is of another kind than the name says.
    Otherwise {
        /// What the name says.
        extension: String,
    },
    /// A container that cannot be read.
    Broken,
    /// A container whose directory says other things than its content.
    Lies,
    /// Too many files in it.
    Entries {
        /// The limit.
        limit: usize,
    },
    /// Too large when unpacked.
    Unpacked {
        /// The limit.
        megabytes: u64,
    },
    /// Protected by a password.
    Encrypted,
    /// A file in it would be written somewhere else, twice, or as a link.
    Path {
        /// Its name.
        name: String,
    },
    /// Another container in it.
    Nested {
        /// Its name.
        name: String,
    },
    /// Programs in it.
    Macros,
    /// A part that defines entities of its own.
    Entities {
        /// Its name.
        name: String,
    },
    /// A workbook with too much in it.
    Workbook {
        /// Of what.
        what: Title,
        /// The limit.
        limit: u64,
    },
}

impl std::error::Error for Rejection {}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message().zh)
    }
}

impl Rejection {
    /// What is wrong and how to go on.
    #[must_use]
    pub fn message(&self) -> Title {
        match self {
            Self::Empty => Title::new("这份文件是空的，请重新选择。", "This file is empty; choose it again."),
            Self::TooLarge { megabytes } => Title::new(
                format!("文件超过{megabytes}MB，请压缩图片或者分成几份再传。"),
                format!("The file is larger than {megabytes} MB; shrink its pictures or split it."),
            ),
            Self::Unknown { accepted } => {
                let list = accepted.join(", ");
                Title::new(
                    format!("这里不收这种文件。可以交：{list}。"),
                    format!("Files of this kind are not taken here. These are: {list}."),
                )
            }
            Self::Otherwise { extension } => Title::new(
                format!("文件名写的是{extension}，内容却不是。请用原来的程序打开，另存后再传。"),
                format!(
                    "The name says {extension}, the content is something else. Open it in its own program, save it anew and send that."
                ),
            ),
            Self::Broken => Title::new(
                "这份文件损坏了，读不出来。请另存一份再传。",
                "This file is damaged and cannot be read. Save it anew and send that.",
            ),
            Self::Lies => Title::new(
                "这份文件的目录和内容对不上，没有收。请用原来的程序另存一份再传。",
                "The directory in this file does not fit its content; it was not taken. Save it anew in its own program.",
            ),
            Self::Entries { limit } => Title::new(
                format!("这份文件里装了{limit}个以上的小文件，没有收。"),
                format!("There are more than {limit} files inside this one; it was not taken."),
            ),
            Self::Unpacked { megabytes } => Title::new(
                format!("这份文件展开后超过{megabytes}MB或者压缩得异常，没有收。请删去不需要的内容再传。"),
                format!(
                    "Unpacked, this file is larger than {megabytes} MB or packed beyond reason; it was not taken. Remove what is not needed."
                ),
            ),
            Self::Encrypted => {
                Title::new("这份文件有密码，请取消密码后再传。", "This file has a password; remove it and send the file again.")
            }
            Self::Path { name } => Title::new(
                format!("文件里有不合规的名字“{name}”，没有收。"),
                format!("There is an odd name in the file, “{name}”; it was not taken."),
            ),
            Self::Nested { name } => Title::new(
                format!("文件里还套着另一份文件“{name}”，请取出来单独传。"),
                format!("Another file is packed inside, “{name}”; take it out and send it by itself."),
            ),
            Self::Macros => {
                Title::new("文件里有宏，请另存为不带宏的文件再传。", "There are macros in this file; save it without them and send that.")
            }
            Self::Entities { name } => Title::new(
                format!("文件的“{name}”部分带有外部定义，没有收。请用原来的程序另存一份再传。"),
                format!("The part “{name}” defines things of its own; it was not taken. Save the file anew in its own program."),
            ),
            Self::Workbook { what, limit } => Title::new(
                format!("表格里的{}超过{limit}，请拆成几份再传。", what.zh),
                format!("The workbook has more than {limit} {}; split it and send the parts.", what.en),
            ),
        }
    }
}

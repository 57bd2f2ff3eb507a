//! The command line. Doc comments are the help text; a snapshot of all of it is a test.

use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// 司南：让市司法局的每一项工作依法、按期、可追溯
///
/// 不带命令时等于 `sinan demo`：启动演示局并打印地址。
#[derive(Debug, Parser)]
#[command(name = "sinan", version, about, long_about)]
pub struct Cli {
    /// 要做什么
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// 命令
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 启动演示局：真实单位、虚构人员，固定业务日期，可以拨快
    Demo(Demo),
    /// 启动服务
    Serve(Serve),
    /// 算一个期限，并逐步说明为什么是这一天
    Deadline(Deadline),
    /// 法规索引：生成、查条
    #[command(subcommand)]
    Law(Law),
    /// 程序：检查、试跑、手册、对比、导出
    #[command(subcommand)]
    Procedure(Procedure),
    /// 工作要点：导入、对比、逐句追踪
    #[command(subcommand)]
    Plan(Plan),
    /// 核验数据库：链、重放、投影、加密值
    Verify(Verify),
    /// 把数据库升到本程序的结构，没有库时建立
    Migrate(Database),
    /// 把整个数据库复制到一个空库：文件与服务器之间，两个方向都可以
    Copy(Copy),
    /// 主密钥：列出、新增、更换、停用
    #[command(subcommand)]
    Keys(Keys),
    /// 账号：在服务器上开户、任命三员、重设密码，不需要服务在运行
    #[command(subcommand)]
    Account(Account),
    /// 导入表格：单位、人员、名录；先逐行检查，加 --apply 才写入
    Import(Import),
    /// 导出一件事项的证明文件：时间线、日期的每一步、依据、链
    Prove(Prove),
    /// 核对证明文件：只凭文件重新计算链和每一个日期
    VerifyProof(VerifyProof),
    /// 放假安排：预览、写入
    #[command(subcommand)]
    Calendar(Calendar),
    /// 个人信息：处理清单、导出一个人的全部信息
    #[command(subcommand)]
    Privacy(Privacy),
}

/// 数据库选项
#[derive(Args, Clone, Debug)]
pub struct Database {
    /// 数据目录
    #[arg(long, env = "SINAN_DATA", default_value = "data")]
    pub data: PathBuf,
    /// 数据库：postgres://用户:口令@主机:端口/库名，或 sqlite:文件；不给时用数据目录里的 sinan.db
    #[arg(long, env = "SINAN_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// 主密钥文件；不给时用环境变量 SINAN_KEYS 的内容，再没有就在数据库文件旁边，数据库在服务器上时为数据目录里的 sinan.key
    #[arg(long, env = "SINAN_KEY_FILE")]
    pub key_file: Option<PathBuf>,
}

/// 主密钥
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// 列出主密钥：编号、状态、校验值、在它之下的数据；从不显示密钥本身
    List(Configured),
    /// 生成一把新的主密钥，加进主密钥文件；多个节点时随后复制到每个节点
    New(Configured),
    /// 换用最新的主密钥：服务照常运行，随时可以停，再运行一次就接着做
    Rotate(Rotate),
    /// 停用一把旧的主密钥：没有数据在它之下才可以
    Retire(Retire),
}

/// 哪个数据库
#[derive(Args, Clone, Debug)]
pub struct Configured {
    /// 数据库
    #[command(flatten)]
    pub database: Database,
    /// 设置文件（TOML），与 sinan serve 用同一份
    #[arg(long, env = "SINAN_CONFIG")]
    pub config: Option<PathBuf>,
}

/// 换用最新的主密钥
#[derive(Args, Debug)]
pub struct Rotate {
    /// 不在所设算法套件里的加密值、检索摘要、草稿也全部重新加密
    #[arg(long)]
    pub values: bool,
    /// 哪个数据库
    #[command(flatten)]
    pub of: Configured,
}

/// 停用主密钥
#[derive(Args, Debug)]
pub struct Retire {
    /// 编号
    pub key: i64,
    /// 哪个数据库
    #[command(flatten)]
    pub of: Configured,
}

/// 账号
#[derive(Debug, Subcommand)]
pub enum Account {
    /// 开一个账号，显示一次性密码：只显示这一次，七天内有效，本人第一次登录时必须改
    Create(Create),
    /// 任命三员之一；三员不能由一人兼任，也不能兼任业务角色
    Appoint(Appoint),
    /// 免去三员之一
    Dismiss(Dismiss),
    /// 给一个新的一次性密码，原来的登录全部结束
    Password(AccountOf),
    /// 两步登录
    Factor(Factor),
    /// 停用账号，它的登录立即结束
    Disable(AccountOf),
    /// 启用账号
    Enable(AccountOf),
    /// 列出账号：单位、三员、密码、两步登录、是否停用；从不显示密码
    List(Configured),
}

/// 哪个账号
#[derive(Args, Debug)]
pub struct AccountOf {
    /// 账号
    #[arg(value_name = "ACCOUNT")]
    pub account: String,
    /// 哪个数据库
    #[command(flatten)]
    pub of: Configured,
}

/// 开户
#[derive(Args, Debug)]
pub struct Create {
    /// 哪个账号
    #[command(flatten)]
    pub account: AccountOf,
    /// 姓名
    #[arg(long)]
    pub name: String,
    /// 单位代码，如 wuhai/haibowan
    #[arg(long, value_name = "PATH")]
    pub unit: String,
    /// 职务
    #[arg(long, default_value = "")]
    pub post: String,
    /// 新装的系统还没有单位时：同时登记这个单位，名称如 乌海市司法局
    #[arg(long, value_name = "NAME")]
    pub first_unit: Option<String>,
}

/// 三员
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum OfficeName {
    /// 系统管理员：单位、人员、名录
    System,
    /// 安全管理员：授权、登录
    Security,
    /// 审计管理员：操作日志
    Audit,
}

/// 任命
#[derive(Args, Debug)]
pub struct Appoint {
    /// 哪个账号
    #[command(flatten)]
    pub account: AccountOf,
    /// 三员中的哪一员
    #[arg(long)]
    pub office: OfficeName,
    /// 管到哪个单位（含下级）；不给时为本人所在单位
    #[arg(long, value_name = "PATH")]
    pub unit: Option<String>,
}

/// 免去
#[derive(Args, Debug)]
pub struct Dismiss {
    /// 哪个账号
    #[command(flatten)]
    pub account: AccountOf,
    /// 三员中的哪一员
    #[arg(long)]
    pub office: OfficeName,
}

/// 两步登录
#[derive(Args, Debug)]
pub struct Factor {
    /// 哪个账号
    #[command(flatten)]
    pub account: AccountOf,
    /// 停用：本人丢了手机和恢复码时；要先核实是本人
    #[arg(long, required = true)]
    pub remove: bool,
}

/// 导入表格
#[derive(Args, Debug)]
pub struct Import {
    /// 导入什么
    #[command(subcommand)]
    pub what: Imported,
}

/// 导入什么
#[derive(Debug, Subcommand)]
pub enum Imported {
    /// 单位
    Units(Table),
    /// 人员
    People(Table),
    /// 由人登记的名录，如 law_firms、enterprises
    Register {
        /// 名录的名称
        register: String,
        /// 由哪个单位掌管新的条目；只有一个单位可以掌管时不用给
        #[arg(long, value_name = "PATH")]
        unit: Option<String>,
        /// 哪张表
        #[command(flatten)]
        table: Table,
    },
}

/// 一张表
#[derive(Args, Debug)]
pub struct Table {
    /// 文件：.xlsx（第一张工作表）、.csv、.tsv；第一行是列名
    pub file: PathBuf,
    /// 写入：全部写入，有一行要改正就全部不写
    #[arg(long)]
    pub apply: bool,
    /// 最多列出多少行要改正的
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
    /// 哪个数据库
    #[command(flatten)]
    pub of: Configured,
}

/// 复制
#[derive(Args, Clone, Debug)]
pub struct Copy {
    /// 来源：postgres://… 或 sqlite:文件
    #[arg(long)]
    pub from: String,
    /// 目标，须是空库：postgres://… 或 sqlite:文件
    #[arg(long)]
    pub to: String,
    /// 来源的主密钥文件；来源是文件时默认在它旁边
    #[arg(long)]
    pub from_key: Option<PathBuf>,
    /// 目标的主密钥放在哪里；目标是文件时默认在它旁边
    #[arg(long)]
    pub to_key: Option<PathBuf>,
}

/// 演示局
#[derive(Args, Clone, Debug)]
pub struct Demo {
    /// 随机种子；同一种子得到同样的事项
    #[arg(long, default_value_t = 2026)]
    pub seed: u64,
    /// 生成多少件事项
    #[arg(long, default_value_t = 1100)]
    pub matters: u64,
    /// 业务日期；人员和数字都以这一天为准
    #[arg(long, default_value = "2026-09-15")]
    pub date: String,
    /// 工作要点文件（.txt 或 .docx）；不给时用 SINAN_PLAN，再没有就用自带的示例要点
    #[arg(long, env = "SINAN_PLAN")]
    pub plan: Option<PathBuf>,
    /// 只生成数据，不启动服务
    #[arg(long)]
    pub no_serve: bool,
    /// 从头来：删掉数据目录里原有的演示数据
    #[arg(long)]
    pub fresh: bool,
    /// 服务选项
    #[command(flatten)]
    pub serve: Serve,
}

/// 服务选项
#[derive(Args, Clone, Debug)]
pub struct Serve {
    /// 监听地址；端口写 0 由系统选
    #[arg(long, env = "SINAN_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// 数据库
    #[command(flatten)]
    pub database: Database,
    /// 设置文件（TOML）：参数、常住人口、database_url、key_file、privacy.suite
    #[arg(long, env = "SINAN_CONFIG")]
    pub config: Option<PathBuf>,
    /// 法规文本目录；给了才显示条文原文
    #[arg(long, env = "SINAN_LAW_TEXTS")]
    pub law_texts: Option<PathBuf>,
}

/// 算一个期限
#[derive(Args, Debug)]
pub struct Deadline {
    /// 起算之日（当日不计）；按小时计算的写到分，如 2026-03-02T14:30
    #[arg(long)]
    pub start: String,
    /// 多长
    #[arg(long)]
    pub within: u32,
    /// 单位：hour、day、workday、month、year
    #[arg(long)]
    pub unit: String,
    /// 计算规则：civil-code、civil-procedure、reconsideration-short、penalty-short、compulsion-short、licensing、
    /// criminal-procedure、criminal-custody、running-hours、plain-days、plain-workdays
    #[arg(long)]
    pub counting: String,
    /// 往前数：在起算日之前满多少天
    #[arg(long, conflicts_with = "no_sooner")]
    pub before: bool,
    /// 最早：满多少天之后才可以
    #[arg(long)]
    pub no_sooner: bool,
    /// 停表：A..B，A 之后到 B（含）不计；可以多次，重叠只算一次
    #[arg(long = "pause", value_name = "A..B")]
    pub pauses: Vec<String>,
    /// 延长：与单位相同，先延长再看末日；可以多次
    #[arg(long = "extend", value_name = "N")]
    pub extensions: Vec<u32>,
    /// 输出 JSON
    #[arg(long)]
    pub json: bool,
    /// 说明用英文
    #[arg(long)]
    pub english: bool,
}

/// 法规索引
#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "read once, when the program begins")]
pub enum Law {
    /// 从一个文本目录（含 index.csv）生成 law/*.toml：只有元数据和数字，没有条文
    Index {
        /// 文本目录
        dir: PathBuf,
        /// 写到哪里
        #[arg(long, default_value = "law")]
        out: PathBuf,
    },
    /// 查一条：有文本目录时显示原文，否则显示其中的数字和官方出处
    Show {
        /// 法律名称，如 行政复议法
        name: String,
        /// 条款，如 第八十八条、88.2
        citation: String,
        /// 法规文本目录
        #[arg(long, env = "SINAN_LAW_TEXTS")]
        law_texts: Option<PathBuf>,
    },
    /// 法变推演：假设条文、参数或者程序改了，哪些日期、灯、后果和指标会变
    Simulate(Simulate),
}

/// 推演
#[derive(Args, Debug)]
pub struct Simulate {
    /// 假设一个数字：法律援助法:43.1@1=5；可以多次
    #[arg(long = "figure", value_name = "LAW:ART=N")]
    pub figures: Vec<String>,
    /// 假设一个参数：supplement_days=10；可以多次
    #[arg(long = "param", value_name = "NAME=N")]
    pub params: Vec<String>,
    /// 假设一份程序文件：新版本按其过渡规定，同一版本按改后的文字；可以多次
    #[arg(long = "procedure", value_name = "FILE")]
    pub procedures: Vec<PathBuf>,
    /// 假设这一程序的最新版本一直适用于全部在办事项
    #[arg(long, value_name = "PROCEDURE")]
    pub newest: Option<String>,
    /// 同 --newest：不是一直适用，而是按它的过渡规定转入
    #[arg(long, requires = "newest")]
    pub transition: bool,
    /// 新版本从哪一天起；不给时按文件自己写的
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// 办结的也推演
    #[arg(long)]
    pub closed: bool,
    /// 写入：只有本单位自己的参数可以；每件变动的事项一条记录
    #[arg(long)]
    pub apply: bool,
    /// 经办账号
    #[arg(long, value_name = "ACCOUNT")]
    pub by: Option<String>,
    /// 复核账号
    #[arg(long, value_name = "ACCOUNT")]
    pub agreed_by: Option<String>,
    /// 怎样列出
    #[command(flatten)]
    pub shown: Shown,
}

/// 推演的结果怎样列出
#[derive(Args, Debug)]
pub struct Shown {
    /// 数据库
    #[command(flatten)]
    pub database: Database,
    /// 输出 JSON
    #[arg(long)]
    pub json: bool,
    /// 全部写成表格（CSV）
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// 最多列出多少处
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
}

/// 放假安排
#[derive(Debug, Subcommand)]
pub enum Calendar {
    /// 读入一份放假安排（date,kind,name,notice），列出会变动的日期；加 --apply 才写入
    Load(Load),
}

/// 读入放假安排
#[derive(Args, Debug)]
pub struct Load {
    /// 文件（CSV），一行一天
    pub file: PathBuf,
    /// 写入：每件变动的事项一条记录；中断后再运行一次就接着做
    #[arg(long)]
    pub apply: bool,
    /// 经办账号
    #[arg(long, value_name = "ACCOUNT")]
    pub by: Option<String>,
    /// 复核账号
    #[arg(long, value_name = "ACCOUNT")]
    pub agreed_by: Option<String>,
    /// 怎样列出
    #[command(flatten)]
    pub shown: Shown,
}

/// 证明文件
#[derive(Args, Debug)]
pub struct Prove {
    /// 文号或者编号
    pub case: String,
    /// 写到哪里；不给时输出到屏幕
    #[arg(short, long)]
    pub out: Option<PathBuf>,
    /// 数据库
    #[command(flatten)]
    pub database: Database,
}

/// 核对证明文件
#[derive(Args, Debug)]
pub struct VerifyProof {
    /// 文件
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
}

/// 程序
#[derive(Debug, Subcommand)]
pub enum Procedure {
    /// 检查：语法、数字与条文、可达、期限、救济、个人信息
    Check(Files),
    /// 试跑情景
    Test {
        #[command(flatten)]
        files: Files,
        /// 自己写的情景文件（.kdl）；不给时用程序自带的全部
        #[arg(long = "scenarios", value_name = "FILE")]
        scenarios: Vec<PathBuf>,
    },
    /// 生成手册（Markdown）
    Manual(Files),
    /// 生成权限表（Markdown）：每个环节谁能办什么、谁能看到、谁要避开
    Permissions {
        /// 程序文件（.kdl），或者自带程序的名称，如 legal_aid；不给时列出自带的全部
        #[arg(value_name = "FILE|ID")]
        of: Vec<String>,
    },
    /// 用法律的话说两个版本有什么不同
    Diff {
        /// 旧文件
        old: PathBuf,
        /// 新文件
        new: PathBuf,
    },
    /// 导出为 JSON
    Export(Files),
    /// 随机走十年：每一步之后都要守住的，逐一核对；不守的打印出种子
    Simulate(Seeds),
}

/// 随机走
#[derive(Args, Debug)]
pub struct Seeds {
    /// 只走这一个程序；不给时走自带的全部
    #[arg(long)]
    pub procedure: Option<String>,
    /// 每个程序走多少个种子
    #[arg(long, default_value_t = 200)]
    pub seeds: u64,
    /// 从哪个种子起
    #[arg(long, default_value_t = 0)]
    pub from: u64,
    /// 只走这一个种子
    #[arg(long)]
    pub seed: Option<u64>,
}

/// 程序文件
#[derive(Args, Debug)]
pub struct Files {
    /// 程序文件（.kdl）；不给时用程序自带的全部
    pub files: Vec<PathBuf>,
}

/// 工作要点
#[derive(Debug, Subcommand)]
pub enum Plan {
    /// 读入一份要点（.txt、.docx），分成部分、要点、任务和数量；给了 --data 就存进库里
    Import {
        /// 文件
        file: PathBuf,
        /// 输出 JSON
        #[arg(long)]
        json: bool,
        /// 存进这个数据目录的库
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// 两份要点有什么不同
    Diff {
        /// 旧文件
        old: PathBuf,
        /// 新文件
        new: PathBuf,
    },
    /// 逐句说明由什么承载：程序、名录、分析、责任，或者还没有
    Trace {
        /// 文件
        file: PathBuf,
        /// 对照表（TOML）
        #[arg(long, default_value = "docs/plan-trace/wuhai-2026.toml")]
        map: PathBuf,
    },
}

/// 核验
#[derive(Args, Debug)]
pub struct Verify {
    /// 数据库
    #[command(flatten)]
    pub database: Database,
    /// 输出 JSON
    #[arg(long)]
    pub json: bool,
}

/// 个人信息
#[derive(Debug, Subcommand)]
pub enum Privacy {
    /// 个人信息处理清单：每个字段的目的、依据、谁能看、保存多久；由程序文件生成
    Register,
    /// 导出保存的一个人的全部信息（JSON），并记入日志
    Extract(Extract),
}

/// 导出一个人的信息
#[derive(Args, Debug)]
pub struct Extract {
    /// 身份证件号码；从标准输入读，不写在命令行上
    #[arg(long, conflicts_with = "person", required_unless_present = "person")]
    pub number: bool,
    /// 人员编号（UUID）
    #[arg(long)]
    pub person: Option<String>,
    /// 数据库
    #[command(flatten)]
    pub database: Database,
}

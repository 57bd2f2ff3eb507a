//! What goes wrong, in words for the person at the screen.

use crate::ports::StoreError;
use engine::Refusal;
use kernel::{Id, MatterId, Title};
use thiserror::Error;

/// An answer to one field that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// The field.
    pub field: Id,
    /// What is wrong and how it should look.
    pub message: Title,
}

/// Why a use-case did not do what was asked. Nothing was written, and nothing typed is lost: the page shows it again.
#[derive(Clone, Debug, Error)]
pub enum Fault {
    /// A lawful no.
    #[error("refused: {}", .0.code)]
    Refused(Box<Refusal>),
    /// Answers that cannot be taken.
    #[error("{} answers cannot be taken", .0.len())]
    Fields(Vec<FieldFault>),
    /// Not there, or not yours: the two answer alike.
    #[error("not found")]
    NotFound,
    /// A reason must be given before this matter is shown.
    #[error("a reason is asked")]
    Reason(MatterId),
    /// Name and password do not belong together.
    #[error("sign-in failed")]
    SignIn,
    /// A code that is wrong, late or used.
    #[error("code not taken")]
    Code,
    /// A half-finished sign-in that is over: too late, too many codes, or finished elsewhere.
    #[error("sign-in is over")]
    SignInOver,
    /// A passkey that is not taken: unknown, removed, of a disabled account, or its answer does not hold. All alike.
    #[error("passkey not taken")]
    Passkey,
    /// The city's provider vouches for somebody to whom no account is bound.
    #[error("no account is bound to this identity")]
    Unbound,
    /// The city's provider could not be asked, or its answer does not hold.
    #[error("the provider's answer was not taken")]
    Provider,
    /// Too many attempts.
    #[error("wait {0} s")]
    Wait(i64),
    /// What was handed in cannot be read.
    #[error("input: {}", .0.zh)]
    Input(Title),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl Fault {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code,
            Self::Fields(_) => "E-fields",
            Self::NotFound => "E-not-found",
            Self::Reason(_) => "E-reason",
            Self::SignIn => "E-sign-in",
            Self::Code => "E-code",
            Self::SignInOver => "E-sign-in-over",
            Self::Passkey => "E-passkey",
            Self::Unbound => "E-unbound",
            Self::Provider => "E-provider",
            Self::Wait(_) => "E-wait",
            Self::Input(_) => "E-input",
            Self::Store(StoreError::Conflict { .. }) => "E-changed",
            Self::Store(StoreError::OperationReused) => "E-reused",
            Self::Store(StoreError::Full) => "E-full",
            Self::Store(StoreError::Unavailable(_)) => "E-unavailable",
            Self::Store(StoreError::Damaged(_)) => "E-damaged",
        }
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self) -> Title {
        match self {
            Self::Refused(refusal) => refusal.message.clone(),
            Self::Fields(faults) => {
                Title::new(format!("有{}处需要改正。", faults.len()), format!("{} answer(s) need attention.", faults.len()))
            }
            Self::NotFound => Title::new("没有找到您要的内容。", "What you asked for was not found."),
            Self::Reason(_) => Title::new("看这件事项要先说明理由。", "A reason is asked before this matter is shown."),
            Self::SignIn => Title::new("用户名或者密码不对。", "The name or the password is wrong."),
            Self::Code => Title::new("验证码不对，或者已经用过。", "The code is wrong or was used already."),
            Self::SignInOver => Title::new("这次登录已经作废，请重新登录。", "This sign-in is over; sign in again."),
            Self::Passkey => Title::new("这个通行密钥没有被接受。", "This passkey was not taken."),
            Self::Unbound => Title::new("统一登录的这个身份没有绑定本系统的账号。", "No account here is bound to this identity."),
            Self::Provider => Title::new("统一登录没有完成。", "The sign-in through the city’s provider was not completed."),
            Self::Wait(seconds) => {
                Title::new(format!("尝试次数过多，请{seconds}秒后再试。"), format!("Too many attempts; try again in {seconds} seconds."))
            }
            Self::Input(what) => what.clone(),
            Self::Store(StoreError::Conflict { .. }) => {
                Title::new("您打开之后，别人已经办了这件事项。", "Somebody else acted on this matter after you opened it.")
            }
            Self::Store(StoreError::OperationReused) => {
                Title::new("这张表单已经用过一次，内容与上次不同。", "This form has been used once already, with other content.")
            }
            Self::Store(StoreError::Full) => {
                Title::new("服务器磁盘已满，没有写入任何内容。", "The server's disk is full; nothing was written.")
            }
            Self::Store(StoreError::Unavailable(_)) => {
                Title::new("数据库暂时不能使用，没有写入任何内容。", "The database is not available; nothing was written.")
            }
            Self::Store(StoreError::Damaged(_)) => Title::new(
                "这一处数据读不出来，已经记录，不影响其他事项。",
                "This piece of data cannot be read; it has been logged and other matters are not affected.",
            ),
        }
    }

    /// How to go on, in one sentence.
    #[must_use]
    pub fn way_on(&self) -> Title {
        match self {
            Self::Refused(refusal) => refusal
                .lifts
                .clone()
                .unwrap_or_else(|| Title::new("请返回事项页，看看现在可以办什么。", "Go back to the matter to see what can be done now.")),
            Self::Fields(_) => {
                Title::new("请改正标出的地方，您填的内容都还在。", "Please mend what is marked; everything you typed is still there.")
            }
            Self::NotFound => Title::new(
                "请核对编号；如果这件事项不归您办理，您也看不到它。",
                "Check the number; a matter that is not yours is not shown either.",
            ),
            Self::Reason(_) => Title::new("请打开事项页，选择理由。", "Open the matter's page and choose a reason."),
            Self::SignIn => Title::new(
                "请核对后再试；忘记密码请找本单位系统管理员。",
                "Check and try again; if you forgot the password, ask your unit's administrator.",
            ),
            Self::Code => Title::new(
                "请等手机上出现下一个验证码再填；手机不在身边可以填恢复码。",
                "Wait for the next code on your device; without it, use a recovery code.",
            ),
            Self::SignInOver => Title::new(
                "输入密码后五分钟内填写验证码，最多试五次；通行密钥也要在五分钟内用完。",
                "The code is due within five minutes of the password, in at most five tries; a passkey too within five minutes.",
            ),
            Self::Passkey => Title::new(
                "请再试一次或者改用密码登录；通行密钥可以在“我的账号”里查看、重新添加。",
                "Try again or use your password; under “My account” passkeys are listed and added anew.",
            ),
            Self::Unbound => Title::new(
                "请先用密码登录，在“我的账号”里绑定；没有账号请找本单位系统管理员。",
                "Sign in by password and bind it under “My account”; without an account, ask your unit’s administrator.",
            ),
            Self::Provider => Title::new("请重新登录；一直不行时改用密码登录。", "Sign in again; if it keeps failing, use your password."),
            Self::Wait(_) => Title::new("稍等片刻即可，账号没有被锁定。", "A short wait is enough; the account is not locked."),
            Self::Input(_) => Title::new("请换一份文件或者改正后再试。", "Try another file, or mend this one."),
            Self::Store(StoreError::Conflict { .. }) => {
                Title::new("请看最新情况，再决定怎么办。", "Look at how it stands now, then decide.")
            }
            Self::Store(StoreError::OperationReused) => Title::new("请重新打开这一页再办。", "Open the page again."),
            Self::Store(StoreError::Full | StoreError::Unavailable(_)) => Title::new(
                "您填的内容还在这一页上，请稍后重试；急件请拨打12348并留下书面记录。",
                "What you typed is still on this page; try again later. For urgent matters call 12348 and keep a written record.",
            ),
            Self::Store(StoreError::Damaged(_)) => {
                Title::new("请把页面上的请求编号告诉系统管理员。", "Tell the administrator the request number shown here.")
            }
        }
    }
}

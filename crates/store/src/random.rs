//! Random bytes for keys, nonces and salts, from the operating system.

use app::ports::StoreError;
use rand::TryRng;
use rand::rngs::SysRng;

/// So many unpredictable bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).map_err(|e| StoreError::Unavailable(format!("操作系统不给随机数：{e}")))?;
    Ok(bytes)
}

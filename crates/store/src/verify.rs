//! placeholder
use crate::dialect::Pool;
use crate::keyring::Keyring;
use app::Library;
use app::ports::{StoreError, VerifyReport};
use kernel::BureauId;
pub(crate) async fn verify(_readers: &Pool, _ring: &Keyring, _bureau: BureauId, _library: &Library) -> Result<VerifyReport, StoreError> {
    Ok(VerifyReport::default())
}

//! Values on their way into statements and out of rows.

use crate::dialect::{self, Arguments, Database, Row, fault};
use app::ports::StoreError;
use sqlx::{Decode, Row as _, Type, query::Query};
use std::borrow::Cow;
use uuid::Uuid;

/// A value on its way into a statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Value<'a> {
    Null,
    Int(i64),
    Id(Uuid),
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
}

impl<'a> Value<'a> {
    pub(crate) fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    pub(crate) fn bytes(bytes: &'a [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }

    /// The value, or NULL.
    pub(crate) fn maybe<T>(value: Option<T>, make: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Null, make)
    }
}

impl From<i64> for Value<'_> {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}

impl From<bool> for Value<'_> {
    fn from(yes: bool) -> Self {
        Self::Int(i64::from(yes))
    }
}

impl From<Uuid> for Value<'_> {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::bytes(bytes)
    }
}

/// A fixed statement with its arguments.
pub(crate) fn query(text: &'static str, values: &[Value<'_>]) -> Result<Query<'static, Database, Arguments>, StoreError> {
    Ok(sqlx::query_with(text, arguments(values)?))
}

/// One column of a row, by place.
pub(crate) fn column<'r, T>(row: &'r Row, place: usize) -> Result<T, StoreError>
where
    T: Decode<'r, Database> + Type<Database>,
{
    row.try_get(place).map_err(fault)
}

/// What kind of value a column holds; any may be NULL.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Int,
    Id,
    Text,
}

/// A whole row as values.
pub(crate) fn values(row: &Row, kinds: &[Kind]) -> Result<Vec<Value<'static>>, StoreError> {
    let value = |(place, kind): (usize, &Kind)| {
        Ok(match kind {
            Kind::Int => Value::maybe(column::<Option<i64>>(row, place)?, Value::Int),
            Kind::Id => Value::maybe(column::<Option<Uuid>>(row, place)?, Value::Id),
            Kind::Text => Value::maybe(column::<Option<String>>(row, place)?, Value::from),
        })
    };
    kinds.iter().enumerate().map(value).collect()
}

fn arguments(values: &[Value<'_>]) -> Result<Arguments, StoreError> {
    let mut arguments = Arguments::default();
    sqlx::Arguments::reserve(&mut arguments, values.len(), 0);
    values.iter().try_for_each(|v| dialect::bind(&mut arguments, v)).map_err(fault)?;
    Ok(arguments)
}

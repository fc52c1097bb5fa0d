//! Texts with a documented `format`, as the types of other crates (features `jiff`, `chrono`, `uuid`, `url`). The
//! field itself stays a text, because a delivery may have a text that is not of this format.

/// `formats! { Job { at: date_time optional [at_jiff at_chrono], id: uuid required [id_uuid] } }`: generates a method
/// for each field and crate.
macro_rules! formats {
    ($type:ident { $($field:ident: $format:ident $presence:ident [$($method:ident)+]),* $(,)? }) => {
        #[cfg(any(feature = "jiff", feature = "chrono", feature = "uuid", feature = "url"))]
        impl $type {
            $($crate::runtime::formats!(@$format $presence $field $($method)+);)*
        }
    };
    (@date_time $presence:ident $field:ident $jiff:ident $chrono:ident) => {
        $crate::runtime::formats!(@method "jiff" $presence $field $jiff jiff::Timestamp, jiff::Error, str::parse);
        $crate::runtime::formats!(
            @method "chrono" $presence $field $chrono chrono::DateTime<chrono::FixedOffset>, chrono::ParseError,
            chrono::DateTime::parse_from_rfc3339
        );
    };
    (@uuid $presence:ident $field:ident $method:ident) => {
        $crate::runtime::formats!(@method "uuid" $presence $field $method uuid::Uuid, uuid::Error, uuid::Uuid::parse_str);
    };
    (@uri $presence:ident $field:ident $method:ident) => {
        $crate::runtime::formats!(@method "url" $presence $field $method url::Url, url::ParseError, url::Url::parse);
    };
    (@method $feature:literal required $field:ident $method:ident $value:ty, $error:ty, $parse:expr) => {
        #[cfg(feature = $feature)]
        #[doc = concat!("The text of [`", stringify!($field), "`](Self::", stringify!($field), ") as the type of the crate `", $feature, "`.")]
        pub fn $method(&self) -> Result<$value, $error> {
            $parse(self.$field.as_str())
        }
    };
    (@method $feature:literal optional $field:ident $method:ident $value:ty, $error:ty, $parse:expr) => {
        #[cfg(feature = $feature)]
        #[doc = concat!("The text of [`", stringify!($field), "`](Self::", stringify!($field), "), if there is one, as the type of the crate `", $feature, "`.")]
        pub fn $method(&self) -> Option<Result<$value, $error>> {
            self.$field.as_deref().map($parse)
        }
    };
}

pub(crate) use formats;

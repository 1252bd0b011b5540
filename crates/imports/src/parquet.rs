//! Parquet tables as the text of a CSV file, made while it is read: one reader with the same rules and refusals for both.
//!
//! Line 1 is the header, line 2 the first row. Times of day are written only where there are some; a time with a zone (pandas keeps its
//! name in the file) is written as the clock there shows it, so that a day stays the day of its exchange. Not a number is a missing cell.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, Read, Seek},
    panic::{self, AssertUnwindSafe},
};

use chrono::{DateTime, Days, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use parquet::{
    basic::{ConvertedType, LogicalType, TimeUnit, Type as PhysicalType},
    errors::ParquetError,
    file::{
        metadata::ParquetMetaData,
        reader::{FileReader, SerializedFileReader},
    },
    record::{Field, Row, reader::RowIter},
    schema::types::Type,
};

use crate::{
    error::ImportError,
    options::{DecimalMark, Options},
};

/// What every Parquet file begins and ends with.
const MAGIC: [u8; 4] = *b"PAR1";
/// What one group of rows may be, unpacked: its columns are read side by side.
const GROUP_BYTES_MAX: i64 = 1 << 30;
/// Columns of a wide table.
const COLUMNS_MAX: usize = 20_000;
/// The column in which pandas puts an index without a name.
const NAMELESS_INDEX: &str = "__index_level_0__";

/// The text of a file: that of a table for Parquet, its own bytes for all others.
///
/// # Errors
/// [`ImportError::Parquet`] for a Parquet file that is damaged or holds no plain table, [`ImportError::Read`] when it cannot be read.
pub fn text_of(mut file: File, options: &Options) -> Result<Box<dyn Read>, ImportError> {
    let name = options.name();
    if is_parquet(&mut file).map_err(|source| ImportError::Read { file: name.to_owned(), source })? {
        let table = caught(|| Table::open(file)).unwrap_or_else(|| Err(damaged("its header makes no sense")));
        Ok(Box::new(table.map_err(|reason| ImportError::Parquet { file: name.to_owned(), reason })?))
    } else {
        Ok(Box::new(file))
    }
}

/// What is known beforehand of how a file is read: the text of a Parquet table is ours.
///
/// # Errors
/// [`ImportError::Read`] when the file cannot be read.
pub fn settle(mut file: File, mut options: Options) -> Result<Options, ImportError> {
    let found = is_parquet(&mut file);
    if found.map_err(|source| ImportError::Read { file: options.name().to_owned(), source })? {
        options.delimiter = Some(',');
        options.decimal_mark = options.decimal_mark.or(Some(DecimalMark::Point));
        options.encoding = Some("utf-8".to_owned());
    }
    Ok(options)
}

fn is_parquet(file: &mut File) -> io::Result<bool> {
    let mut head = Vec::new();
    file.take(MAGIC.len() as u64).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(head == MAGIC)
}

/// How the values of a column are written.
#[derive(Clone, Copy, Default)]
struct Form {
    /// Whole numbers are times since 1970, in this unit.
    unit: Option<TimeUnit>,
    /// Whole numbers are days since 1970.
    is_day: bool,
    /// The clock of times.
    zone: Option<Tz>,
}

impl Form {
    fn is_time(self) -> bool {
        self.unit.is_some() || self.is_day
    }
}

/// A Parquet file, read as text.
struct Table {
    rows: RowIter<'static>,
    forms: Vec<Form>,
    text: String,
    /// What was handed out of the text.
    at: usize,
}

impl Table {
    fn open(file: File) -> Result<Self, String> {
        let reader = SerializedFileReader::new(file).map_err(|problem| told(&problem))?;
        let metadata = reader.metadata();
        if metadata.row_groups().iter().any(|group| !(0..=GROUP_BYTES_MAX).contains(&group.total_byte_size())) {
            return Err("a group of its rows is larger than 1 GB; write it with smaller ones (row_group_size=100000)"
                .to_owned());
        }
        let fields = metadata.file_metadata().schema().get_fields();
        if fields.len() > COLUMNS_MAX {
            return Err(format!("it has {} columns, more than {COLUMNS_MAX}", fields.len()));
        }
        let zones = zones(metadata);
        let mut text = String::new();
        let mut forms = Vec::with_capacity(fields.len());
        for (n, field) in fields.iter().enumerate() {
            if n > 0 {
                text.push(',');
            }
            let form = form(field, &zones)?;
            let is_date = form.is_time() && field.name() == NAMELESS_INDEX;
            quoted(if is_date { "date" } else { field.name() }, &mut text);
            forms.push(form);
        }
        text.push('\n');
        Ok(Self { rows: reader.into_iter(), forms, text, at: 0 })
    }

    /// Puts the next row into the text. False behind the last one.
    fn advance(&mut self) -> Result<bool, String> {
        let row = caught(|| self.rows.next()).ok_or_else(|| damaged("its pages contradict each other"))?;
        let Some(row) = row else { return Ok(false) };
        let row = row.map_err(|problem| told(&problem))?;
        self.text.clear();
        self.at = 0;
        write_row(&row, &self.forms, &mut self.text);
        Ok(true)
    }
}

impl Read for Table {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            let more = self.advance();
            if !more.map_err(|problem| io::Error::new(io::ErrorKind::InvalidData, problem))? {
                return Ok(0);
            }
        }
        let rest = &self.text.as_bytes()[self.at..];
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        self.at += n;
        Ok(n)
    }
}

/// Runs a step of the library, which panics over some damaged files; `None` when it did.
fn caught<T>(step: impl FnOnce() -> T) -> Option<T> {
    // Whoever hears that it panicked asks nothing of it any more.
    panic::catch_unwind(AssertUnwindSafe(step)).ok()
}

/// What the library says of a file, on one line.
fn told(problem: &ParquetError) -> String {
    damaged(problem.to_string().lines().next().unwrap_or_default())
}

fn damaged(why: &str) -> String {
    format!("the Parquet file is damaged or cut off ({why})")
}

/// How a column is written; refuses what is no column of a table, and what the reader of rows does not know.
fn form(field: &Type, zones: &HashMap<String, Tz>) -> Result<Form, String> {
    let name = field.name();
    if !field.is_primitive() || field.get_basic_info().repetition() == parquet::basic::Repetition::REPEATED {
        return Err(format!("its column \"{name}\" holds lists or records; write plain columns only"));
    }
    let converted = field.get_basic_info().converted_type();
    let is_known = match field.get_physical_type() {
        PhysicalType::INT32 => !matches!(converted, ConvertedType::INTERVAL | ConvertedType::TIMESTAMP_MILLIS),
        PhysicalType::INT64 => converted != ConvertedType::INTERVAL,
        PhysicalType::FIXED_LEN_BYTE_ARRAY => matches!(converted, ConvertedType::DECIMAL | ConvertedType::NONE),
        _ => true,
    };
    if !is_known {
        return Err(format!("its column \"{name}\" is a {converted}, which is neither a number, a text nor a time"));
    }
    // Times without a zone have the new kind of type only.
    let logical = field.get_basic_info().logical_type_ref();
    let unit = match (logical, converted) {
        (Some(LogicalType::Timestamp(time)), _) => Some(time.unit),
        (_, ConvertedType::TIMESTAMP_MILLIS) => Some(TimeUnit::MILLIS),
        (_, ConvertedType::TIMESTAMP_MICROS) => Some(TimeUnit::MICROS),
        _ if field.get_physical_type() == PhysicalType::INT96 => Some(TimeUnit::MILLIS),
        _ => None,
    };
    let is_day = converted == ConvertedType::DATE || logical == Some(&LogicalType::Date);
    Ok(Form { unit, is_day, zone: zones.get(name).copied() })
}

/// The zones of columns, as pandas notes them.
fn zones(metadata: &ParquetMetaData) -> HashMap<String, Tz> {
    let noted = metadata.file_metadata().key_value_metadata();
    let text = noted.and_then(|all| all.iter().find(|entry| entry.key == "pandas")?.value.as_deref());
    let table: Option<serde_json::Value> = text.and_then(|text| serde_json::from_str(text).ok());
    let columns = table.as_ref().and_then(|table| table.get("columns")?.as_array());
    let zone = |column: &serde_json::Value| {
        let zone = column.get("metadata")?.get("timezone")?.as_str()?.parse().ok()?;
        Some((column.get("field_name")?.as_str()?.to_owned(), zone))
    };
    columns.into_iter().flatten().filter_map(zone).collect()
}

fn write_row(row: &Row, forms: &[Form], text: &mut String) {
    for (n, ((_, value), form)) in row.get_column_iter().zip(forms).enumerate() {
        if n > 0 {
            text.push(',');
        }
        write_value(value, *form, text);
    }
    text.push('\n');
}

fn write_value(value: &Field, form: Form, text: &mut String) {
    match value {
        Field::Null => {}
        Field::Double(x) if x.is_nan() => {}
        Field::Float(x) if x.is_nan() => {}
        Field::Float16(x) if x.is_nan() => {}
        Field::Double(x) => text.push_str(&x.to_string()),
        Field::Float(x) => text.push_str(&x.to_string()),
        Field::Str(x) => quoted(x, text),
        Field::Bytes(x) => quoted(&String::from_utf8_lossy(x.data()), text),
        Field::Date(days) => write_time(day(*days), text),
        Field::Int(days) if form.is_day => write_time(day(*days), text),
        Field::TimestampMillis(n) => write_time(clock(*n, TimeUnit::MILLIS, form.zone), text),
        Field::TimestampMicros(n) => write_time(clock(*n, TimeUnit::MICROS, form.zone), text),
        Field::Long(n) if form.unit.is_some() => {
            write_time(form.unit.and_then(|unit| clock(*n, unit, form.zone)), text);
        }
        Field::TimeMillis(ms) => write_time_of_day(i64::from(*ms) / 1_000, text),
        Field::TimeMicros(us) => write_time_of_day(us / 1_000_000, text),
        other => text.push_str(&other.to_string()),
    }
}

fn day(days: i32) -> Option<NaiveDateTime> {
    let epoch = DateTime::UNIX_EPOCH.date_naive();
    let distance = Days::new(u64::from(days.unsigned_abs()));
    let day = if days < 0 { epoch.checked_sub_days(distance) } else { epoch.checked_add_days(distance) };
    day.map(|day| day.and_time(NaiveTime::MIN))
}

/// A number of units since 1970, as a clock of the zone shows it.
fn clock(n: i64, unit: TimeUnit, zone: Option<Tz>) -> Option<NaiveDateTime> {
    let at: DateTime<Utc> = match unit {
        TimeUnit::MILLIS => DateTime::from_timestamp_millis(n)?,
        TimeUnit::MICROS => DateTime::from_timestamp_micros(n)?,
        TimeUnit::NANOS => DateTime::from_timestamp_nanos(n),
    };
    Some(zone.map_or(at.naive_utc(), |zone| at.with_timezone(&zone).naive_local()))
}

/// A time that no calendar has is written so that its row is refused.
fn write_time(at: Option<NaiveDateTime>, text: &mut String) {
    let Some(at) = at else { return text.push('?') };
    let form = if at.time() == NaiveTime::MIN { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M:%S%.f" };
    text.push_str(&at.format(form).to_string());
}

fn write_time_of_day(seconds: i64, text: &mut String) {
    text.push_str(&format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60));
}

fn quoted(value: &str, text: &mut String) {
    if !value.contains(['"', ',', '\n', '\r']) {
        return text.push_str(value);
    }
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\"\""),
            // A line of the text is a row of the table.
            '\n' | '\r' => text.push(' '),
            other => text.push(other),
        }
    }
    text.push('"');
}

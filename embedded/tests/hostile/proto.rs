//! Messages of protocol buffers taken apart without their schema, changed, and put together again: they can be read,
//! but say what no client would say.

use super::random::Random;

/// How deep a field that looks like a message is taken for one.
const DEPTH: usize = 12;
/// More than the deepest message that is read: the field is put into itself so often.
const TOO_DEEP: usize = 150;

#[derive(Clone)]
struct Field {
    number: u64,
    value: Value,
}

#[derive(Clone)]
enum Value {
    Number(u64),
    Eight([u8; 8]),
    Four([u8; 4]),
    Bytes(Vec<u8>),
    Message(Vec<Field>),
}

/// The same message with a few of its values changed.
pub fn changed(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut fields = parse(bytes, DEPTH).unwrap_or_default();
    for _ in 0..=random.below(4) {
        change(&mut fields, random);
    }
    let mut out = Vec::new();
    write(&fields, &mut out);
    out
}

fn change(fields: &mut Vec<Field>, random: &mut Random) {
    if fields.is_empty() {
        fields.push(Field { number: random.next() % 20 + 1, value: surprise(random) });
        return;
    }
    let place = random.below(fields.len());
    if let Value::Message(inner) = &mut fields[place].value
        && random.chance(75)
    {
        return change(inner, random);
    }
    match random.below(10) {
        // A choice that was made is not made any more, or a required part is missing.
        0 => drop(fields.remove(place)),
        1 => fields[place].value = Value::Message(Vec::new()),
        2 => fields.extend(vec![fields[place].clone(); random.below(50)]),
        3 => fields[place].number = random.next() % 20 + 1,
        4 => fields.push(Field { number: random.next() % 30 + 1, value: surprise(random) }),
        5 => {
            let depth = random.below(TOO_DEEP);
            fields[place] =
                (0..depth).fold(fields[place].clone(), |inner, _| Field { number: inner.number, value: Value::Message(vec![inner]) });
        }
        _ => {
            let value = &mut fields[place].value;
            *value = match value {
                Value::Number(_) => Value::Number(number(random)),
                Value::Eight(_) => Value::Eight(double(random).to_le_bytes()),
                Value::Four(_) => Value::Four((double(random) as f32).to_le_bytes()),
                Value::Bytes(bytes) => Value::Bytes(other(bytes, random)),
                Value::Message(_) => surprise(random),
            };
        }
    }
}

fn surprise(random: &mut Random) -> Value {
    match random.below(4) {
        0 => Value::Number(number(random)),
        1 => Value::Bytes(random.bytes(60)),
        2 => Value::Four(f32::NAN.to_le_bytes()),
        _ => Value::Message(vec![Field { number: random.next() % 10 + 1, value: Value::Number(number(random)) }]),
    }
}

fn number(random: &mut Random) -> u64 {
    let edges = [0, 1, 2, 100, u64::MAX, u64::MAX - 1, i64::MAX as u64, i64::MIN as u64, u64::from(u32::MAX), 1 << 31, 1 << 40];
    if random.chance(80) { *random.pick(&edges) } else { random.next() }
}

fn double(random: &mut Random) -> f64 {
    *random.pick(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, f64::MAX, f64::MIN_POSITIVE, -1.0, 1e300])
}

/// Text, or packed floats and integers, in another form.
fn other(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    match random.below(6) {
        0 => Vec::new(),
        1 => "\u{0}\u{202e}../".repeat(random.below(40)).into_bytes(),
        2 => bytes.repeat(random.below(20)),
        3 => f32::NAN.to_le_bytes().repeat(bytes.len() / 4 + 1),
        4 => "a[].b".repeat(random.below(60)).into_bytes(),
        _ => bytes.iter().rev().copied().collect(),
    }
}

/// Reads fields until the end; `None` where these are no fields.
fn parse(mut bytes: &[u8], depth: usize) -> Option<Vec<Field>> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes)?;
        let value = match key & 7 {
            0 => Value::Number(varint(&mut bytes)?),
            1 => Value::Eight(take(&mut bytes, 8)?.try_into().ok()?),
            5 => Value::Four(take(&mut bytes, 4)?.try_into().ok()?),
            2 => {
                let length = varint(&mut bytes)?;
                let inner = take(&mut bytes, usize::try_from(length).ok()?)?;
                match parse(inner, depth.checked_sub(1)?) {
                    // Printable text is no message, whatever it looks like.
                    Some(fields) if !inner.is_empty() && !inner.iter().all(u8::is_ascii_graphic) => Value::Message(fields),
                    _ => Value::Bytes(inner.to_vec()),
                }
            }
            _ => return None,
        };
        fields.push(Field { number: key >> 3, value });
    }
    fields.iter().all(|field| field.number > 0).then_some(fields)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

fn write(fields: &[Field], out: &mut Vec<u8>) {
    for Field { number, value } in fields {
        let key = |kind: u64, out: &mut Vec<u8>| write_varint(number << 3 | kind, out);
        match value {
            Value::Number(value) => {
                key(0, out);
                write_varint(*value, out);
            }
            Value::Eight(bytes) => {
                key(1, out);
                out.extend(bytes);
            }
            Value::Four(bytes) => {
                key(5, out);
                out.extend(bytes);
            }
            Value::Bytes(bytes) => {
                key(2, out);
                write_varint(bytes.len() as u64, out);
                out.extend(bytes);
            }
            Value::Message(fields) => {
                key(2, out);
                let mut inner = Vec::new();
                write(fields, &mut inner);
                write_varint(inner.len() as u64, out);
                out.extend(inner);
            }
        }
    }
}

fn write_varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

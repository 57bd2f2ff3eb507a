//! Containers that no proper program would write, byte by byte.

/// One file of a container.
#[derive(Clone)]
pub struct Part {
    pub name: String,
    pub data: Vec<u8>,
    pub deflated: bool,
    /// What the directory says it is unpacked.
    pub size: u32,
    /// What the directory says it is packed, where that is a lie.
    pub packed: Option<u32>,
    /// Unix mode.
    pub mode: u32,
    /// Flags: bit 0 stands for a password.
    pub flags: u16,
}

impl Part {
    pub fn stored(name: &str, data: &[u8]) -> Self {
        let size = u32::try_from(data.len()).unwrap();
        Self { name: name.to_owned(), data: data.to_vec(), deflated: false, size, packed: None, mode: 0o100_644, flags: 0 }
    }

    pub fn packed(name: &str, data: Vec<u8>, size: u64) -> Self {
        Self { data, deflated: true, size: u32::try_from(size).unwrap(), ..Self::stored(name, b"") }
    }
}

/// A container.
pub struct Container {
    pub parts: Vec<Part>,
    /// How many files its end says there are, where that is a lie.
    pub said: Option<u16>,
    /// With the record of a container beyond four gigabytes.
    pub large: bool,
}

impl Container {
    pub fn of(parts: Vec<Part>) -> Self {
        Self { parts, said: None, large: false }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        for part in &self.parts {
            let at = u32::try_from(out.len()).unwrap();
            let mut fields = Vec::new();
            fields.extend(20_u16.to_le_bytes());
            // Bit 11: the name is UTF-8.
            fields.extend((part.flags | 0x800).to_le_bytes());
            fields.extend(if part.deflated { 8_u16 } else { 0 }.to_le_bytes());
            fields.extend([0, 0, 0x21, 0x58]);
            // Larger ones are refused before their sum is looked at.
            fields.extend(crc(if part.deflated || part.data.len() > 1 << 20 { &[] } else { &part.data }).to_le_bytes());
            fields.extend(part.packed.unwrap_or(u32::try_from(part.data.len()).unwrap()).to_le_bytes());
            fields.extend(part.size.to_le_bytes());
            fields.extend(u16::try_from(part.name.len()).unwrap().to_le_bytes());
            fields.extend([0, 0]);
            out.extend(b"PK\x03\x04");
            out.extend(&fields);
            out.extend(part.name.as_bytes());
            out.extend(&part.data);
            directory.extend(b"PK\x01\x02");
            directory.extend([20, 3]);
            directory.extend(&fields);
            directory.extend([0; 6]);
            directory.extend((part.mode << 16).to_le_bytes());
            directory.extend(at.to_le_bytes());
            directory.extend(part.name.as_bytes());
        }
        let (start, length) = (u32::try_from(out.len()).unwrap(), u32::try_from(directory.len()).unwrap());
        out.extend(directory);
        if self.large {
            out.extend(b"PK\x06\x07");
            out.extend([0; 16]);
        }
        let said = self.said.unwrap_or_else(|| u16::try_from(self.parts.len()).unwrap());
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend(said.to_le_bytes());
        out.extend(said.to_le_bytes());
        out.extend(length.to_le_bytes());
        out.extend(start.to_le_bytes());
        out.extend([0, 0]);
        out
    }
}

/// A small workbook with more parts in it.
pub fn workbook(more: Vec<Part>) -> Vec<u8> {
    let book = b"<workbook><sheets><sheet name=\"a\" sheetId=\"1\"/></sheets></workbook>";
    let own = [Part::stored("[Content_Types].xml", b"<Types/>"), Part::stored("xl/workbook.xml", book)];
    Container::of(own.into_iter().chain(more).collect()).bytes()
}

/// So many zeros, deflated with the fixed codes: one zero, then again and again the 258 before it, thirteen bits each.
pub fn zeros(count: u64) -> Vec<u8> {
    let mut bits = Bits::default();
    // The last block, with fixed codes.
    bits.push(0b1, 1);
    bits.push(0b01, 2);
    bits.code(0b0011_0000, 8);
    let eight = |bits: &mut Bits| {
        for _ in 0..8 {
            bits.code(0b1100_0101, 8);
            bits.code(0, 5);
        }
    };
    // Eight of them are thirteen bytes; whatever the first began with is over after them, and the second eight are the pattern.
    eight(&mut bits);
    let before = bits.out.len();
    eight(&mut bits);
    let pattern = bits.out[before..].to_vec();
    let repeats = usize::try_from(((count - 1) / 258).saturating_sub(16) / 8).unwrap();
    bits.out.extend(pattern.repeat(repeats));
    bits.code(0, 7);
    bits.finish()
}

/// Bits, the lowest of each byte first.
#[derive(Default)]
struct Bits {
    out: Vec<u8>,
    last: u8,
    used: u32,
}

impl Bits {
    fn push(&mut self, value: u32, count: u32) {
        for at in 0..count {
            self.last |= u8::try_from(value >> at & 1).unwrap() << self.used;
            self.used += 1;
            if self.used == 8 {
                self.out.push(self.last);
                (self.last, self.used) = (0, 0);
            }
        }
    }

    /// A Huffman code comes with its highest bit first.
    fn code(&mut self, value: u32, count: u32) {
        for at in (0..count).rev() {
            self.push(value >> at & 1, 1);
        }
    }

    fn finish(mut self) -> Vec<u8> {
        self.out.push(self.last);
        self.out
    }
}

fn crc(data: &[u8]) -> u32 {
    !data
        .iter()
        .fold(!0_u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { c >> 1 ^ 0xEDB8_8320 } else { c >> 1 }))
}

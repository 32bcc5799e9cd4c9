internal import FixtureScenes

extension Picture {
  func indices(in palette: [[UInt8]]) -> [UInt8] {
    (0..<(width * height)).map { pixel in
      UInt8(nearest(Array(rgba[(pixel * 4)..<(pixel * 4 + 3)]), in: palette))
    }
  }

  /// Sixteen colours, packed two per byte, rows padded to a multiple of `unit` bytes.
  private func nibbles(paddedTo unit: Int) -> [[UInt8]] {
    let indices = indices(in: paletteColors(16))
    return (0..<height).map { y in
      let row = indices[(y * width)..<((y + 1) * width)] + [0]
      var packed = stride(from: row.startIndex, to: row.endIndex - 1, by: 2).map {
        row[$0] << 4 | row[$0 + 1]
      }
      while packed.count % unit != 0 { packed.append(0) }
      return packed
    }
  }

  /// A Windows bitmap of sixteen colours.
  var bmp: [UInt8] {
    let rows = nibbles(paddedTo: 4)
    let palette = paletteColors(16).flatMap { color -> [UInt8] in [color[2], color[1], color[0], 0]
    }
    let start = 14 + 40 + palette.count
    let pixels = rows.reversed().flatMap { $0 }
    var file = [UInt8]("BM")
    for number in [start + pixels.count, 0, start, 40, width, height] {
      file.append(UInt32(number), .little)
    }
    file.append(UInt16(1), .little)
    file.append(UInt16(4), .little)
    for number in [0, pixels.count, 2835, 2835, 16, 0] { file.append(UInt32(number), .little) }
    return file + palette + pixels
  }

  /// A Targa of the commonest kind: true color, not compressed, rows from the top.
  var targa: [UInt8] {
    var file: [UInt8] = [0, 0, 2, 0, 0, 0, 0, 0]
    for number in [0, 0, width, height] { file.append(UInt16(number), .little) }
    file += [24, 0x20]
    for pixel in stride(from: 0, to: rgba.count, by: 4) {
      file += [rgba[pixel + 2], rgba[pixel + 1], rgba[pixel]]
    }
    return file
  }

  /// A TIFF of sixteen colours in one strip, without compression.
  var tiff: [UInt8] {
    let pixels = nibbles(paddedTo: 1).flatMap { $0 }
    let palette = paletteColors(16)
    let map = (0..<3).flatMap { channel in palette.map { UInt16($0[channel]) * 257 } }
    var file = [UInt8]("II")
    file.append(UInt16(42), .little)
    file.append(UInt32(8 + pixels.count + pixels.count % 2), .little)
    file += pixels
    if pixels.count % 2 == 1 { file.append(0) }
    let entries = [
      TIFFEntry(256, .longs([UInt32(width)])), TIFFEntry(257, .longs([UInt32(height)])),
      TIFFEntry(258, .shorts([4])), TIFFEntry(259, .shorts([1])), TIFFEntry(262, .shorts([3])),
      TIFFEntry(273, .longs([8])), TIFFEntry(277, .shorts([1])),
      TIFFEntry(278, .longs([UInt32(height)])), TIFFEntry(279, .longs([UInt32(pixels.count)])),
      TIFFEntry(320, .shorts(map)),
    ]
    return file + EXIFBlock.directory(entries, at: file.count, next: 0, .little)
  }
}

/// A tone of 220 Hz, falling slowly, as 16-bit mono at 8 kHz.
func wav(seconds: Int) -> [UInt8] {
  let rate = 8000
  let samples = (0..<(seconds * rate)).map { time in
    let phase = time * 220 * 4 % (rate * 4)
    // A triangle: whole numbers only.
    let wave = phase < rate * 2 ? phase - rate : rate * 3 - phase
    let level = 12_000 - 8_000 * time / (seconds * rate)
    return Int16(wave * level / rate)
  }
  return wav(samples, rate: rate)
}

/// A sound of 16 bits, mono.
func wav(_ sound: [Int16], rate: Int) -> [UInt8] {
  var samples: [UInt8] = []
  samples.reserveCapacity(sound.count * 2)
  for sample in sound { samples.append(sample, .little) }
  var file = [UInt8]("RIFF")
  file.append(UInt32(36 + samples.count), .little)
  file.append("WAVEfmt ")
  file.append(UInt32(16), .little)
  for number in [1, 1] { file.append(UInt16(number), .little) }
  for number in [rate, rate * 2] { file.append(UInt32(number), .little) }
  for number in [2, 16] { file.append(UInt16(number), .little) }
  file.append("data")
  file.append(UInt32(samples.count), .little)
  return file + samples
}

/// The start of a file of the MPEG family: its brand and an empty box of media data.
func ftyp(_ brand: String, compatible: [String]) -> [UInt8] {
  var file: [UInt8] = []
  file.append(UInt32(16 + compatible.count * 4), .big)
  file.append("ftyp" + brand)
  file.append(UInt32(0), .big)
  file.append(compatible.joined())
  file.append(UInt32(8), .big)
  file.append("mdat")
  return file
}

/// A Photoshop file of one flat colour.
func psd(width: Int, height: Int) -> [UInt8] {
  var file = [UInt8]("8BPS")
  file.append(UInt16(1), .big)
  file += [UInt8](repeating: 0, count: 6)
  file.append(UInt16(3), .big)
  file.append(UInt32(height), .big)
  file.append(UInt32(width), .big)
  file.append(UInt16(8), .big)
  file.append(UInt16(3), .big)
  for _ in 0..<3 { file.append(UInt32(0), .big) }
  // Packed by rows: every row is a few runs of 128 equal bytes.
  file.append(UInt16(1), .big)
  let runs = (width + 127) / 128
  for _ in 0..<(height * 3) { file.append(UInt16(runs * 2), .big) }
  for _ in 0..<(height * 3) {
    for start in stride(from: 0, to: width, by: 128) {
      file += [UInt8(truncatingIfNeeded: 1 - min(128, width - start)), 0x90]
    }
  }
  return file
}

/// An icon that contains one PNG.
func ico(_ png: [UInt8], side: Int) -> [UInt8] {
  var file: [UInt8] = []
  for number in [0, 1, 1] { file.append(UInt16(number), .little) }
  file += [UInt8(side), UInt8(side), 0, 0, 1, 0, 32, 0]
  file.append(UInt32(png.count), .little)
  file.append(UInt32(22), .little)
  return file + png
}

internal import Glibc

/// A small ICC profile of version 2: three primaries and a curve, or a curve alone.
struct ColorProfile {
  enum Curve {
    case gamma(Double)
    /// The curve of IEC 61966-2-1, as a table.
    case sRGB
  }

  /// Red, green and blue as XYZ under D50.
  typealias Primaries = [(Double, Double, Double)]

  let name: String
  var space = "RGB "
  /// The primaries; empty for grey.
  var primaries: Primaries = []
  var curve = Curve.sRGB

  static let sRGBPrimaries: Primaries = [
    (0.4360747, 0.2225045, 0.0139322), (0.3850649, 0.7168786, 0.0971045),
    (0.1430804, 0.0606169, 0.7141733),
  ]
  static let sRGB = ColorProfile(name: "sRGB IEC61966-2.1", primaries: sRGBPrimaries)
  static let displayP3 = ColorProfile(
    name: "Display P3",
    primaries: [
      (0.515102, 0.241182, -0.001050), (0.291965, 0.692236, 0.041882),
      (0.157153, 0.066582, 0.784378),
    ])
  static let adobeRGB = ColorProfile(
    name: "Adobe RGB (1998)",
    primaries: [
      (0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457),
    ],
    curve: .gamma(563.0 / 256))
  static let grey = ColorProfile(name: "Gray Gamma 2.2", space: "GRAY", curve: .gamma(2.2))

  var bytes: [UInt8] {
    let white = Self.xyz((0.9642, 1, 0.8249))
    var tags: [(String, [UInt8])] = [
      ("desc", description), ("cprt", Self.text("Public domain")), ("wtpt", white),
    ]
    let curve = curveData
    if space == "GRAY" {
      tags.append(("kTRC", curve))
    } else {
      for (letter, primary) in zip(["r", "g", "b"], primaries) {
        tags.append((letter + "XYZ", Self.xyz(primary)))
      }
      for letter in ["r", "g", "b"] { tags.append((letter + "TRC", curve)) }
    }
    return Self.assembled(space: space, tags)
  }

  /// A printer's profile that is only a header with a name: it can be identified, but not used.
  static let inksHeaderOnly: [UInt8] = {
    let profile = ColorProfile(name: "Coated Ink 39", space: "CMYK")
    return assembled(space: "CMYK", of: "prtr", connection: "Lab ", [("desc", profile.description)])
  }()

  private static func assembled(
    space: String, of device: String = "mntr", connection: String = "XYZ ",
    _ tags: [(String, [UInt8])]
  ) -> [UInt8] {
    var table: [UInt8] = []
    var data: [UInt8] = []
    var known: [(data: [UInt8], offset: Int)] = []
    table.append(UInt32(tags.count), .big)
    for (name, value) in tags {
      // Equal curves are stored once, as every profile maker does it.
      let old = known.first { $0.data == value }?.offset
      let offset = old ?? 132 + tags.count * 12 + data.count
      if old == nil {
        known.append((value, offset))
        data += value + [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
      }
      table.append(name)
      table.append(UInt32(offset), .big)
      table.append(UInt32(value.count), .big)
    }
    let size = 128 + table.count + data.count
    return header(size: size, space: space, of: device, connection: connection) + table + data
  }

  private static func header(size: Int, space: String, of device: String, connection: String)
    -> [UInt8]
  {
    var header: [UInt8] = []
    header.append(UInt32(size), .big)
    header.append(UInt32(0), .big)
    header += [2, 0x10, 0, 0]
    header.append(device + space + connection)
    for part: UInt16 in [2026, 1, 1, 0, 0, 0] { header.append(part, .big) }
    header.append("acsp")
    header += [UInt8](repeating: 0, count: 28)
    header += xyz((0.9642, 1, 0.8249)).dropFirst(8)
    return header + [UInt8](repeating: 0, count: 128 - header.count)
  }

  private static func xyz(_ value: (Double, Double, Double)) -> [UInt8] {
    var bytes = [UInt8]("XYZ ") + [0, 0, 0, 0]
    for part in [value.0, value.1, value.2] {
      bytes.append(Int32((part * 65536).rounded()), .big)
    }
    return bytes
  }

  private static func text(_ text: String) -> [UInt8] {
    [UInt8]("text") + [0, 0, 0, 0] + [UInt8](text) + [0]
  }

  private var description: [UInt8] {
    var bytes = [UInt8]("desc") + [0, 0, 0, 0]
    bytes.append(UInt32(name.utf8.count + 1), .big)
    bytes.append(name)
    // Without a Unicode name and without one for a Macintosh.
    return bytes + [UInt8](repeating: 0, count: 1 + 8 + 2 + 1 + 67)
  }

  private var curveData: [UInt8] {
    var bytes = [UInt8]("curv") + [0, 0, 0, 0]
    switch curve {
    case .gamma(let gamma):
      bytes.append(UInt32(1), .big)
      bytes.append(UInt16((gamma * 256).rounded()), .big)
    case .sRGB:
      bytes.append(UInt32(1024), .big)
      for step in 0..<1024 {
        let value = Double(step) / 1023
        let linear = value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        bytes.append(UInt16((linear * 65535).rounded()), .big)
      }
    }
    return bytes
  }
}

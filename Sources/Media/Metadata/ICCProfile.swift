internal import Model

/// The part of an ICC profile that identifies its colours.
struct ICCProfile {
  /// The colour space of the data: `RGB `, `GRAY` or `CMYK`.
  let space: String
  /// The name in the profile, such as `Display P3`, or `nil` if it has none.
  let name: String?
  /// Whether primaries and curve are those of sRGB, regardless of the name.
  let isSRGB: Bool

  /// Reads a profile, or returns `nil` if it can't be used.
  init?(_ profile: ByteView) {
    guard Self.fault(in: profile) == nil else { return nil }
    space = profile.latinText(16, limit: 4)
    let tags = Self.tags(of: profile)
    name = Self.name(tags["desc"])
    isSRGB = space == "RGB " && Self.hasSRGBPrimaries(tags) && Self.hasSRGBCurve(tags["gTRC"])
  }

  /// Returns whether a profile describes one monitor and contains its serial number.
  ///
  /// macOS embeds such profiles in screenshots.
  static func namesMonitor(_ profile: ByteView) -> Bool {
    guard profile.begins(with: "acsp", at: 36) else { return false }
    return tags(of: profile)["mmod"] != nil
  }

  /// The colour space of a picture with this profile.
  var colorSpace: ColorSpace {
    switch space {
    case "CMYK": .cmyk(name)
    // A grey profile has no primaries, and its curve shifts tones only a little.
    case "GRAY": .untagged
    default: isSRGB ? .sRGB : .profile(name ?? "a profile without a name")
    }
  }

  /// Returns why a profile can't be used, in words for the user, or `nil` if it can.
  static func fault(in profile: ByteView) -> String? {
    guard profile.count >= 132, profile.begins(with: "acsp", at: 36), let length = profile.u32(0)
    else { return "it is not an ICC profile" }
    if length > profile.count { return "it is truncated to \(profile.count) of \(length) bytes" }
    let tags = tags(of: profile)
    func has(_ names: String...) -> Bool { names.allSatisfy { tags[$0] != nil } }
    let isComplete =
      switch profile.latinText(16, limit: 4) {
      case "RGB ": has("A2B0") || has("rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC")
      case "GRAY": has("A2B0") || has("kTRC")
      // Without tables the colours of inks are guessed, which is reported when they are
      // converted.
      default: true
      }
    return isComplete ? nil : "its colour tables are missing"
  }

  /// Returns the tags of a profile and their data, at most 100.
  private static func tags(of profile: ByteView) -> [String: ByteView] {
    var tags: [String: ByteView] = [:]
    for index in 0..<min(profile.u32(128) ?? 0, 100) {
      guard let entry = profile.part(132 + index * 12, 12), let offset = entry.u32(4),
        let length = entry.u32(8), let tag = profile.part(offset, length)
      else { continue }
      tags[entry.latinText(0, limit: 4)] = tag
    }
    return tags
  }

  /// Returns the name in a description tag, or `nil` if it is empty.
  ///
  /// It is plain text in version 2, and UTF-16 in several languages in version 4.
  private static func name(_ tag: ByteView?) -> String? {
    guard let tag else { return nil }
    var name = ""
    if tag.begins(with: "desc") {
      name = tag.latinText(12, limit: min(tag.u32(8) ?? 0, 80))
    } else if tag.begins(with: "mluc"), let length = tag.u32(20), let offset = tag.u32(24),
      let text = tag.part(offset, min(length, 160))
    {
      let units = stride(from: 0, to: text.count - 1, by: 2).compactMap { text.u16($0) }
      name = String(decoding: units.map(UInt16.init(truncatingIfNeeded:)), as: UTF16.self)
    }
    let printable = name.unicodeScalars.filter { $0.properties.generalCategory != .control }
    let trimmed = String(String.UnicodeScalarView(printable)).split(separator: " ")
      .joined(separator: " ")
    return trimmed.isEmpty ? nil : trimmed
  }

  /// sRGB's primaries as profiles store them: adapted to D50, in 65536ths.
  ///
  /// They are from the profile of IEC 61966-2-1. Writers round differently, so nearby values
  /// count too.
  private static let sRGBPrimaries = [
    "rXYZ": [28578, 14581, 912], "gXYZ": [25241, 46981, 6361], "bXYZ": [9376, 3973, 46788],
  ]

  /// Returns whether the primaries are those of sRGB, within rounding.
  private static func hasSRGBPrimaries(_ tags: [String: ByteView]) -> Bool {
    sRGBPrimaries.allSatisfy { name, expected in
      guard let tag = tags[name], tag.begins(with: "XYZ ") else { return false }
      return expected.enumerated().allSatisfy { index, value in
        guard let found = tag.u32(8 + index * 4) else { return false }
        let signed = Int(Int32(truncatingIfNeeded: found))
        return abs(signed - value) <= 400
      }
    }
  }

  /// Returns whether a curve is that of sRGB.
  ///
  /// It is evaluated at one half, where sRGB gives 0.2140 and gamma 2.2 gives 0.2176; gamma
  /// 1.8 would give 0.287.
  private static func hasSRGBCurve(_ tag: ByteView?) -> Bool {
    guard let tag else { return false }
    if tag.begins(with: "curv"), let count = tag.u32(8) {
      switch count {
      case 0: return false
      case 1: return (540...590).contains(tag.u16(12) ?? 0)
      default:
        guard let value = tag.u16(12 + (count - 1) / 2 * 2) else { return false }
        return (13500...14700).contains(value)
      }
    }
    if tag.begins(with: "para"), let kind = tag.u16(8), let gamma = tag.u32(12) {
      let plain = (140_000...148_000).contains(gamma)
      let sRGB = (156_000...158_500).contains(gamma)
      return kind == 0 ? plain : sRGB
    }
    return false
  }
}

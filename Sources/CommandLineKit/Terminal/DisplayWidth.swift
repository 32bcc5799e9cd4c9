internal import Model

/// Returns the number of columns that a terminal needs for one line of text.
///
/// Control characters count 0: pass the text through `sanitized` first.
///
/// ```swift
/// displayWidth("mira")  // 4
/// displayWidth("未来")  // 4
/// ```
public func displayWidth(_ text: String) -> Int {
  // Most texts are plain ASCII, where each byte is one column.
  if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text.utf8.count }
  return text.reduce(0) { $0 + $1.columns }
}

/// Returns the longest prefix of `text` that fits into `limit` columns together with a closing `…`,
/// or the whole text when it fits. The result is empty when `limit` is 0.
public func truncated(_ text: String, toColumns limit: Int) -> String {
  guard displayWidth(text) > limit else { return text }
  guard limit > 0 else { return "" }
  var used = 0
  let kept = text.prefix { character in
    used += character.columns
    return used < limit
  }
  return kept + "…"
}

extension Character {
  /// The columns of one visible character. A cluster that forms an emoji (a family, flag, keycap or
  /// skin tone) takes two columns in all; in any other cluster the columns of its scalars add up.
  fileprivate var columns: Int {
    let scalars = unicodeScalars
    let sum = scalars.reduce(0) { $0 + $1.columns }
    guard scalars.count > 1, scalars.contains(where: \.makesEmoji) else { return sum }
    return 2
  }
}

extension Unicode.Scalar {
  /// Whether the scalar makes its cluster an emoji, which terminals draw two columns wide.
  fileprivate var makesEmoji: Bool {
    // The emoji variation selector, or a regional indicator.
    value == 0xFE0F || (0x1F1E6...0x1F1FF).contains(value)
      || (properties.isEmojiPresentation && value > 0xFF)
  }

  /// The columns of one scalar: 0 for what combines with its neighbour, 2 for wide ones.
  fileprivate var columns: Int {
    if value < 0x20 || (0x7F...0x9F).contains(value) || isZeroWidth { return 0 }
    return isWide ? 2 : 1
  }

  private var isZeroWidth: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: true
    // The soft hyphen and the Arabic number signs are format characters that are drawn.
    case .format: value != 0xAD && !(0x600...0x605).contains(value)
    // Vowels and final consonants of Hangul combine with the first consonant.
    default: (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value)
    }
  }

  /// Whether the scalar is wide, found by binary search. Regional indicators are narrow on their
  /// own.
  private var isWide: Bool {
    if properties.isEmojiPresentation { return !(0x1F1E6...0x1F1FF).contains(value) }
    var low = 0
    var high = wideRanges.count
    while low < high {
      let middle = (low + high) / 2
      if value > wideRanges[middle].upperBound { low = middle + 1 } else { high = middle }
    }
    return low < wideRanges.count && wideRanges[low].contains(value)
  }
}

/// The wide and full-width ranges of Unicode's EastAsianWidth.txt, without emoji. A range spans
/// unassigned code points when both neighbours are wide.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF,
  0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
  0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,
  0x1F200...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
]

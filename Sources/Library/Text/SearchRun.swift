internal import UnicodeText

/// Adjacent scalars of a folded text that are indexed in the same way.
struct SearchRun: Hashable {
  /// The position of the run among the scalars of the text.
  let range: Range<Int>
  let kind: Kind

  /// How a run is divided into the words of the index.
  enum Kind {
    /// A word of a script that separates words, or a number. It is indexed as it is.
    case word
    /// A run in a script that does not separate words. Each two adjacent characters are indexed,
    /// and the last one alone.
    case unsegmented
    /// A single symbol.
    case symbol
  }

  /// All runs of a text in order. What is between them is neither a letter nor a number nor a
  /// symbol.
  static func all(in scalars: [Int32]) -> [SearchRun] {
    var runs: [SearchRun] = []
    var start = 0
    var kind: Kind?
    func end(at index: Int) {
      if let kind { runs.append(SearchRun(range: start..<index, kind: kind)) }
    }
    for (index, scalar) in scalars.enumerated() {
      let next = Self.kind(of: scalar)
      guard next != kind || next == .symbol else { continue }
      end(at: index)
      (start, kind) = (index, next)
    }
    end(at: scalars.count)
    return runs
  }

  /// The kind of run to which a scalar belongs; `nil` if it is not searched.
  static func kind(of scalar: Int32) -> Kind? {
    guard scalar >= 0x80 else {
      return UInt8(truncatingIfNeeded: scalar).isLetterOrDigit ? .word : nil
    }
    return switch UnicodeLibrary.kind(of: scalar) {
    case .letter: isUnsegmented(scalar) ? .unsegmented : .word
    // Unicode classifies 〇 as a number, but it is a character in 二〇二六.
    case .number: scalar == 0x3007 ? .unsegmented : .word
    case .symbol: .symbol
    // Scalars newer than the tables: emoji, and the planes of Chinese characters.
    case .unassigned:
      switch scalar {
      case 0x1F000...0x1FAFF: .symbol
      case 0x20000...0x3FFFD: .unsegmented
      default: nil
      }
    case .space, .other: nil
    }
  }

  /// Whether a scalar belongs to a script that writes words without spaces between them.
  private static func isUnsegmented(_ scalar: Int32) -> Bool {
    switch scalar {
    // Thai, Lao; Myanmar; Khmer.
    case 0xE00...0xEFF, 0x1000...0x109F, 0x1780...0x17FF: true
    // Hangul, whose particles follow a name without a space.
    case 0x1100...0x11FF, 0xA960...0xA97F, 0xAC00...0xD7FF: true
    // Iteration marks, Kana.
    case 0x3005...0x3006, 0x3041...0x30FF, 0x31F0...0x31FF, 0x1AFF0...0x1B16F: true
    // Chinese characters.
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFD: true
    case 0xA9E0...0xA9FF, 0xAA60...0xAA7F: true
    default: false
    }
  }
}

extension UInt8 {
  /// Whether the byte is a lower-case letter or a digit of ASCII.
  fileprivate var isLetterOrDigit: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
  }
}

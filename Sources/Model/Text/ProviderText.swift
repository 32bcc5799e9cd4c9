/// A provider's text for something: the id of a job, an element or a voice, a job's state, or the
/// address of a file.
///
/// It is printable ASCII of a bounded length, so it can be shown, recorded, and sent back as it is.
///
/// ```swift
/// ProviderText("886447001122334456", .id)  // the id
/// ProviderText("8864\u{7}", .id)           // nil: it contains a control character
/// ```
package struct ProviderText: Hashable, CustomStringConvertible, Sendable {
  /// The text, exactly as the provider wrote it.
  package let text: String

  /// What a text names.
  package enum Kind: CaseIterable, Sendable {
    /// A job, an element or a voice.
    case id
    /// How far a job has come.
    case state
    /// A file: an address from which providers can fetch it, or the provider's own name for it.
    case address

    /// The maximum length in bytes. Signed addresses have over a thousand.
    package var maximumByteCount: Int {
      switch self {
      case .id: 500
      case .state: 100
      case .address: 4000
      }
    }
  }

  /// Creates the text; `nil` if `problem(in:_:)` finds one.
  package init?(_ text: String, _ kind: Kind) {
    guard Self.problem(in: text, kind) == nil else { return nil }
    self.text = text
  }

  package var description: String { text }

  /// Returns the first problem of a text; `nil` if it can name such a thing.
  package static func problem(in text: String, _ kind: Kind) -> TextProblem? {
    if text.isEmpty { return .empty }
    let byteCount = text.utf8.count
    if byteCount > kind.maximumByteCount {
      return .tooLong(count: byteCount, limit: kind.maximumByteCount)
    }
    let forbidden = kind == .address ? addressForbidden : []
    if let scalar = text.unicodeScalars.first(where: {
      !(0x20...0x7E).contains($0.value) || forbidden.contains($0)
    }) {
      return .character(scalar)
    }
    if text.first == " " || text.last == " " { return .edge }
    switch kind {
    case .state: return nil
    case .id:
      let isElsewhere = text.contains("://") || text.contains("\\") || text.hasPrefix("/")
      return isElsewhere ? .location : nil
    case .address:
      let scheme = text.firstRange(of: ":").map { text[..<$0.lowerBound].lowercased() }
      let isKnown = scheme.map { ["https", "http", "runway"].contains($0) } ?? true
      return isKnown && !text.hasPrefix("/") ? nil : .location
    }
  }

  /// What would end an address in a command or a page.
  private static let addressForbidden: Set<Unicode.Scalar> = [" ", "\"", "'", "`", "\\", "<", ">"]
}

extension Registration.Kind {
  /// What an id of this kind is.
  package var textKind: ProviderText.Kind {
    switch self {
    case .element, .voice: .id
    case .upload: .address
    }
  }
}

extension Registration {
  /// Whether the id can be sent. Another version may have recorded one that no bundle can contain.
  package var hasValidID: Bool { ProviderText(remoteId, kind.textKind) != nil }
}

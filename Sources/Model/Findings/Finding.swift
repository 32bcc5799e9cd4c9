/// One rule's outcome on a file or a set of files.
public struct Finding: Hashable, Sendable {
  public let rule: RuleID
  public let severity: Severity
  /// The endpoint whose rule it is; nothing when it holds everywhere.
  public var target: TargetID?
  public var slot: Slot?
  public var basis: Basis?
  public var measured: String?
  public var limit: String?
  public var unit: String?
  /// The place in the upright picture.
  public var box: PixelBox?
  /// The place in a sound or a clip.
  public var span: TimeSpan?
  /// What happened, in a few words, for a line of a table.
  public let message: String
  /// What to do about it.
  public let fix: String?

  public init(
    _ rule: RuleID, _ severity: Severity, message: String, fix: String? = nil,
    measured: String? = nil, limit: String? = nil, unit: String? = nil
  ) {
    self.rule = rule
    self.severity = severity
    self.message = message
    self.fix = fix
    self.measured = measured
    self.limit = limit
    self.unit = unit
  }
}

extension Finding {
  /// What happened and what to do, as one line.
  public var sentence: String { fix.map { "\(message): \($0)" } ?? message }

  /// Whether it says of a file met in a folder that it is no media, and so nobody's concern.
  public var isOfBystander: Bool { rule == .fileNotMedia && severity == .note }

  /// The same finding with more weight.
  public func raised(to severity: Severity) -> Finding {
    var raised = Finding(
      rule, severity, message: message, fix: fix, measured: measured, limit: limit, unit: unit)
    raised.target = target
    raised.slot = slot
    raised.basis = basis
    raised.box = box
    raised.span = span
    return raised
  }
}

/// A part of a sound or a clip, in thousandths of a second from its beginning.
public struct TimeSpan: Hashable, Sendable {
  public let start: Int
  /// Behind it.
  public let end: Int

  public init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }

  /// A part that is counted in samples.
  public init(_ span: SoundSpan, rate: Int) {
    let rate = max(1, rate)
    self.init(start: span.start * 1000 / rate, end: (span.end * 1000 + rate - 1) / rate)
  }
}

/// How much a finding matters.
public enum Severity: String, CaseIterable, Sendable {
  case note, warning, error
}

extension Severity: Comparable {
  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// What the findings on a file or a set come to.
public enum Status: String, Sendable {
  case pass, warn, fail

  public init(_ findings: [Finding]) {
    self = .pass
    for finding in findings { self = max(self, Status(finding.severity)) }
  }

  /// What one finding, or none, comes to.
  public init(_ severity: Severity?) {
    switch severity {
    case .error: self = .fail
    case .warning: self = .warn
    case .note, nil: self = .pass
    }
  }
}

extension Status: Comparable {
  private var rank: Int {
    switch self {
    case .pass: 0
    case .warn: 1
    case .fail: 2
    }
  }

  /// Worse is greater.
  public static func < (left: Status, right: Status) -> Bool { left.rank < right.rank }
}

/// How well a fact about a provider is known.
public enum Basis: String, CaseIterable, Sendable {
  /// A source says it of this endpoint.
  case stated
  /// Concluded from a sibling endpoint or from the provider upstream.
  case inferred
  /// Seen in no source that can be trusted.
  case unverified
}

extension Basis {
  /// What a message says of a rule that is not stated.
  public var remark: String { self == .stated ? "" : " (\(rawValue))" }
}

/// The stable name of a rule: `image.too-small`.
public struct RuleID: RawRepresentable, Hashable, Sendable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }
}

extension RuleID: CustomStringConvertible {
  public var description: String { rawValue }
}

extension RuleID: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(rawValue: text) }
}

/// The name of a provider's endpoint: `fal.kling-o3.r2v`.
public struct TargetID: RawRepresentable, Hashable, Sendable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  /// `nil` for anything but a-z, 0-9, dots and hyphens, 64 at most.
  public init?(wellFormed text: String) {
    let isPlain = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }
    guard isPlain, text.utf8.count <= 64 else { return nil }
    rawValue = text
  }
}

extension TargetID: CustomStringConvertible {
  public var description: String { rawValue }
}

extension TargetID: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(rawValue: text) }
}

extension TargetID: Comparable {
  public static func < (left: TargetID, right: TargetID) -> Bool { left.rawValue < right.rawValue }
}

/// A place in a target's request that takes files.
public enum Slot: String, CaseIterable, Sendable {
  case element, image, start, middle, end, clip, video, voice

  /// The medium that goes into it.
  public var medium: MediaFormat.Medium {
    switch self {
    case .element, .image, .start, .middle, .end: .picture
    case .clip, .video: .clip
    case .voice: .sound
    }
  }

  /// The slots to try for a medium when the user names none, first choice first.
  public static func choices(for medium: MediaFormat.Medium) -> [Slot] {
    switch medium {
    case .picture: [.element, .image, .start]
    case .clip: [.clip, .video]
    case .sound: [.voice]
    case .other: []
    }
  }
}

/// One blob was made from another: `derivation/1`.
public struct Derivation: Hashable, Sendable {
  public var blob: Digest
  public var from: Digest
  /// What was done, in order, as whoever did it writes it.
  public var steps: [JSONValue]
  public var tool: String
  /// The part of the original that it shows or sounds.
  public var span: Span?
  public var at: Instant
  var rest: [JSONValue.Member] = []

  /// A stretch of time, in thousandths of a second.
  public struct Span: Hashable, Sendable {
    public let startMilliseconds: Int
    public let endMilliseconds: Int
    var rest: [JSONValue.Member] = []

    public init?(startMilliseconds: Int, endMilliseconds: Int) {
      guard 0 <= startMilliseconds, startMilliseconds <= endMilliseconds else { return nil }
      self.startMilliseconds = startMilliseconds
      self.endMilliseconds = endMilliseconds
    }
  }

  public init(
    blob: Digest, from: Digest, steps: [JSONValue], tool: String, span: Span? = nil, at: Instant
  ) {
    self.blob = blob
    self.from = from
    self.steps = steps
    self.tool = tool
    self.span = span
    self.at = at
  }
}

/// What a provider already holds: `registration/1`.
public struct Registration: Hashable, Sendable {
  public var element: ULID?
  public var revision: Digest?
  public var blob: Digest?
  public var target: String
  public var account: String
  public var kind: Kind
  public var remoteId: String
  public var at: Instant
  public var expires: Instant?
  var rest: [JSONValue.Member] = []

  public enum Kind: String, CaseIterable, Sendable {
    case element, voice, upload
  }

  public init(
    element: ULID? = nil, revision: Digest? = nil, blob: Digest? = nil, target: String,
    account: String, kind: Kind, remoteId: String, at: Instant, expires: Instant? = nil
  ) {
    self.element = element
    self.revision = revision
    self.blob = blob
    self.target = target
    self.account = account
    self.kind = kind
    self.remoteId = remoteId
    self.at = at
    self.expires = expires
  }
}

/// A finding that the user does not want to hear again: `dismissal/1`.
public struct Dismissal: Hashable, Sendable {
  public var blob: Digest
  public var rule: String
  public var reason: String
  public var at: Instant
  var rest: [JSONValue.Member] = []

  public init(blob: Digest, rule: String, reason: String, at: Instant) {
    self.blob = blob
    self.rule = rule
    self.reason = reason
    self.at = at
  }
}

/// A project has pinned an element: `use/1`.
public struct ProjectUse: Hashable, Sendable {
  public var project: ULID
  /// Where the project lay then.
  public var path: String
  public var element: ULID
  public var revision: Digest
  public var at: Instant
  var rest: [JSONValue.Member] = []

  public init(project: ULID, path: String, element: ULID, revision: Digest, at: Instant) {
    self.project = project
    self.path = path
    self.element = element
    self.revision = revision
    self.at = at
  }
}

/// A bundle was written: `export/1`. The same bundle again is one export with several times.
public struct ExportRecord: Hashable, Sendable {
  /// The SHA-256 of its `bundle.json`.
  public var bundle: Digest
  public var target: String
  public var profile: Digest
  public var project: ULID?
  public var shot: Shot
  public var elements: [Element]
  public var cost: Cost?
  public var at: Instant
  var rest: [JSONValue.Member] = []

  public struct Shot: Hashable, Sendable {
    public var path: String
    public var sha256: Digest
    var rest: [JSONValue.Member] = []

    public init(path: String, sha256: Digest) {
      self.path = path
      self.sha256 = sha256
    }
  }

  public struct Element: Hashable, Sendable {
    public var element: ULID
    public var revision: Digest
    public var handle: Handle
    public var blobs: [Sent]
    var rest: [JSONValue.Member] = []

    public init(element: ULID, revision: Digest, handle: Handle, blobs: [Sent]) {
      self.element = element
      self.revision = revision
      self.handle = handle
      self.blobs = blobs
    }
  }

  /// The file that the element keeps, and the one that went out.
  public struct Sent: Hashable, Sendable {
    public var from: Digest
    public var sent: Digest
    var rest: [JSONValue.Member] = []

    public init(from: Digest, sent: Digest) {
      self.from = from
      self.sent = sent
    }
  }

  public init(
    bundle: Digest, target: String, profile: Digest, project: ULID? = nil, shot: Shot,
    elements: [Element], cost: Cost? = nil, at: Instant
  ) {
    self.bundle = bundle
    self.target = target
    self.profile = profile
    self.project = project
    self.shot = shot
    self.elements = elements
    self.cost = cost
    self.at = at
  }
}

/// An amount of money, written as people write it: `"0.84"`.
public struct Cost: Hashable, Sendable {
  public var amount: String
  public var currency: String
  /// The day of the price.
  public var asOf: Day?
  var rest: [JSONValue.Member] = []

  /// Nothing for an amount that is no decimal number.
  public init?(amount: String, currency: String, asOf: Day? = nil) {
    guard Self.isAmount(amount), !currency.isEmpty else { return nil }
    self.amount = amount
    self.currency = currency
    self.asOf = asOf
  }

  static func isAmount(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { part in
        (1...15).contains(part.count) && part.allSatisfy { (0x30...0x39).contains($0) }
      }
  }
}

/// What came back from a provider: `take/1`.
public struct Take: Hashable, Sendable {
  /// The bundle of the export.
  public var export: Digest
  public var blob: Digest?
  public var result: Result
  public var seed: String?
  public var cost: Cost?
  public var note: String
  public var at: Instant
  var rest: [JSONValue.Member] = []

  public enum Result: String, CaseIterable, Sendable {
    case kept, rejected
  }

  public init(
    export: Digest, blob: Digest? = nil, result: Result, seed: String? = nil, cost: Cost? = nil,
    note: String = "", at: Instant
  ) {
    self.export = export
    self.blob = blob
    self.result = result
    self.seed = seed
    self.cost = cost
    self.note = note
    self.at = at
  }
}

/// The end of another record: `withdrawal/1`.
public struct Withdrawal: Hashable, Sendable {
  public var record: Digest
  public var reason: String
  public var at: Instant
  var rest: [JSONValue.Member] = []

  public init(record: Digest, reason: String = "", at: Instant) {
    self.record = record
    self.reason = reason
    self.at = at
  }
}

/// What an element was is gone, all of it or what lies before a revision: `erasure/1`.
public struct Erasure: Hashable, Sendable {
  public var element: ULID
  /// The first revision that stays; nothing when none does.
  public var before: Digest?
  /// Whether clips that came back from exports of it are gone as well.
  public var takes: Bool
  public var reason: String
  public var at: Instant
  var rest: [JSONValue.Member] = []

  public init(
    element: ULID, before: Digest? = nil, takes: Bool = false, reason: String, at: Instant
  ) {
    self.element = element
    self.before = before
    self.takes = takes
    self.reason = reason
    self.at = at
  }
}

/// The result that came back from a provider: the record `take/1`.
public struct Take: Hashable, RecordContent, Sendable {
  /// The SHA-256 of the `bundle.json` that was exported.
  public var export: Digest
  /// The file that came back; `nil` when there was none.
  public var blob: Digest?
  /// The last decision about the result.
  public var result: Result {
    // A state that came with another decision says nothing about this one.
    didSet { rest.removeAll { $0.key == Self.stateKey } }
  }
  /// The seed that the provider used, as text.
  public var seed: String?
  public var cost: Cost?
  public var note: String
  /// Who decided it, in their own words; empty if unknown.
  public var by = ""
  public var at: Instant
  var rest: [JSONValue.Member] = []

  /// The decision about a take.
  public enum Result: String, JSONConvertible, StoredValue, CaseIterable, Sendable {
    /// Undecided.
    case new
    /// It may be used.
    case kept
    /// It is not to be used.
    case rejected
    /// It is to be used.
    case approved

    /// Whether it may be used: it is kept or approved.
    public var isUsable: Bool { self == .kept || self == .approved }
  }

  /// The key `result`. Versions of Castbook that know no states read only this one.
  fileprivate enum Rating: String, JSONConvertible, StoredValue {
    case kept, rejected
  }

  /// The key `state`, which makes a kept take a new or an approved one.
  fileprivate enum State: String, JSONConvertible, StoredValue {
    case new, approved
  }

  fileprivate static let stateKey = "state"

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

  package static let objectName = "take"
  package var blobs: [Digest] { [blob].compactMap(\.self) }

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("take/1")
    export = try fields.required("export", \.export)
    blob = try fields.optional("blob", \.blob)
    let rating = try fields.required("result") { $0.result.rating }
    // With a rejected take, the state is from before it was rejected.
    let state = rating == .kept ? fields.valid(Self.stateKey) { $0.result.state } : nil
    result = Result(rating, state)
    seed = try fields.optional("seed", \.seed)
    cost = try fields.optional("cost", \.cost)
    note = try fields.value("note", \.note, default: "")
    by = try fields.value("by", \.by, default: "")
    at = try fields.required("at", \.at)
    rest = fields.rest(\.rest)
  }
}

extension Take.Result {
  fileprivate init(_ rating: Take.Rating, _ state: Take.State?) {
    self =
      switch (rating, state) {
      case (.rejected, _): .rejected
      case (.kept, nil): .kept
      case (.kept, .new): .new
      case (.kept, .approved): .approved
      }
  }

  fileprivate var rating: Take.Rating { self == .rejected ? .rejected : .kept }

  fileprivate var state: Take.State? {
    switch self {
    case .new: .new
    case .approved: .approved
    case .kept, .rejected: nil
    }
  }
}

/// The result that came back from a provider: the record `take/1`.
public struct Take: Hashable, RecordContent, Sendable {
  /// The SHA-256 of the `bundle.json` that was exported.
  public var export: Digest
  /// The file that came back; `nil` when there was none.
  public var blob: Digest?
  /// Whether the user kept the result.
  public var result: Result
  /// The seed that the provider used, as text.
  public var seed: String?
  public var cost: Cost?
  public var note: String
  public var at: Instant
  var rest: [JSONValue.Member] = []

  /// What the user decided about the take.
  public enum Result: String, JSONConvertible, StoredValue, CaseIterable, Sendable {
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

  package static let objectName = "take"
  package var blobs: [Digest] { [blob].compactMap(\.self) }

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("take/1")
    export = try fields.required("export", \.export)
    blob = try fields.optional("blob", \.blob)
    result = try fields.required("result", \.result)
    seed = try fields.optional("seed", \.seed)
    cost = try fields.optional("cost", \.cost)
    note = try fields.value("note", \.note, default: "")
    at = try fields.required("at", \.at)
    rest = fields.rest(\.rest)
  }
}

/// The result that came back from a provider: the record `take/1`.
public struct Take: Hashable, Sendable {
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
  public enum Result: String, JSONConvertible, CaseIterable, Sendable {
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

/// The statement that an element was erased, completely or up to a revision: the record
/// `erasure/1`.
public struct Erasure: Hashable, RecordContent, Sendable {
  public var element: ULID
  /// The first revision that remains; `nil` when none does.
  public var before: Digest?
  /// Whether clips that came back from exports of the element are erased as well.
  public var takes: Bool
  public var reason: String
  public var at: Instant
  /// Who erased it, in their own words; empty if unknown.
  public var by = ""
  /// Whether the team's other machines delete the files at once instead of keeping them for a time.
  public var atOnce = false
  /// What was erased with the element, by which it is recognized if it arrives again.
  public var traces = ErasedTraces()
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

  package static let objectName = "erasure"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("erasure/1")
    element = try fields.required("element", \.element)
    before = try fields.optional("before", \.before)
    takes = try fields.value("takes", \.takes, default: false)
    reason = try fields.value("reason", \.reason, default: "")
    at = try fields.required("at", \.at)
    by = try fields.value("by", \.by, default: "")
    atOnce = try fields.value("atOnce", \.atOnce, default: false)
    traces = ErasedTraces(
      files: try fields.value(
        "files", { $0.traces.files.map(CapitalDigest.init) }, default: []
      ).map(\.digest),
      bundles: try fields.value(
        "bundles", { $0.traces.bundles.map(CapitalDigest.init) }, default: []
      ).map(\.digest))
    rest = fields.rest(\.rest)
  }
}

/// The digests of what an erasure has removed. They name no one, and no file can be made from them.
///
/// Records about an erased file or bundle may arrive after the revisions that led to it are gone,
/// and only these digests identify them then. Texts have none: they are short enough to be guessed
/// from a digest.
public struct ErasedTraces: Hashable, Sendable {
  public var files: [Digest]
  /// The exported bundles that contain the element; what is written about their clips goes.
  public var bundles: [Digest]

  public init(files: [Digest] = [], bundles: [Digest] = []) {
    (self.files, self.bundles) = (files, bundles)
  }

  public var isEmpty: Bool { files.isEmpty && bundles.isEmpty }

  /// The maximum number of digests in one record, which fit in its longest line.
  package static let limit = 50_000

  /// The first of the digests, at most as many as one record may have.
  package var bounded: ErasedTraces {
    let files = files.prefix(Self.limit)
    return ErasedTraces(
      files: Array(files), bundles: Array(bundles.prefix(Self.limit - files.count)))
  }
}

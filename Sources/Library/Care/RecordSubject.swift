internal import Model

/// What a record is about, which decides how an erasure treats it.
enum RecordSubject {
  /// A revision of an element, with its sequence number.
  case revision(ULID, sequence: Int)
  /// Another record that belongs to one element and is erased with it, such as a project's use.
  case element(ULID)
  /// An export, with each element in it and the revision that was exported.
  case export([(element: ULID, revision: Digest)])
  /// A take of the bundle with this digest, or a comment on one.
  case take(Digest)
  /// A job that sends a bundle; an erasure removes only its text.
  case job
  /// A shot file that belongs to no project; an erasure removes only its text.
  case draft
  /// An erasure, which applies to other records.
  case erasure
  /// A signature of other records, which contains only their digests.
  case signature
  /// The derivation of its first file from its second.
  case derivation
  /// Another statement about a file, which is erased with it.
  case statement
  /// The withdrawal of the record with this digest.
  case withdrawal(Digest)
  /// A record that this version can't interpret.
  case unknown

  /// Classifies a record.
  init(_ record: Record) {
    self =
      switch record {
      case .revision(let revision): .revision(revision.element, sequence: revision.sequence)
      case .use(let use): .element(use.element)
      case .registration(let registration): registration.element.map { .element($0) } ?? .statement
      case .export(let export): .export(export.elements.map { ($0.element, $0.revision) })
      case .take(let take): .take(take.export)
      case .comment(let comment): .take(comment.export)
      case .draft: .draft
      case .job(let job): job.element.map { .element($0) } ?? .job
      case .erasure: .erasure
      case .signature: .signature
      case .derivation: .derivation
      case .dismissal: .statement
      case .withdrawal(let withdrawal): .withdrawal(withdrawal.record)
      case .unknown: .unknown
      }
  }

  /// The elements whose erasure may remove or shorten the record.
  var elements: [ULID] {
    switch self {
    case .revision(let element, _), .element(let element): [element]
    case .export(let parts): parts.map(\.element)
    case .take, .job, .draft, .erasure, .signature, .derivation, .statement, .withdrawal, .unknown:
      []
    }
  }

  /// Returns the element whose erasure removes or shortens the record, or `nil` when the record
  /// stays as it is.
  func erasedElement(_ extent: some ErasureExtent) throws -> ULID? {
    switch self {
    case .revision(let element, let sequence):
      try extent.firstKept(of: element).flatMap { sequence < $0 ? element : nil }
    case .element(let element): try extent.firstKept(of: element) == Int.max ? element : nil
    case .export(let parts):
      try parts.first { try extent.isErased($0.revision, of: $0.element) }?.element
    case .take, .job, .draft, .erasure, .signature, .derivation, .statement, .withdrawal, .unknown:
      nil
    }
  }
}

/// The extent to which erasures remove elements.
protocol ErasureExtent {
  /// Returns the sequence number of an element's first revision that stays, or `Int.max` when none
  /// does.
  ///
  /// Returns `nil` for an element without an erasure, and while the revision from which an erasure
  /// keeps the history isn't known.
  func firstKept(of element: ULID) throws -> Int?

  /// Returns whether an erasure removes a revision of an element.
  func isErased(_ revision: Digest, of element: ULID) throws -> Bool
}

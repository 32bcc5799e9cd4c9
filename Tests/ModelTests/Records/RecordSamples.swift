import Model
import Testing

/// One record of every kind, with every key set.
enum RecordSamples {
  static let digest = sample(0x9f)
  static let other = sample(0xab)

  static func sample(_ byte: UInt8) -> Digest {
    guard let digest = Digest(bytes: [UInt8](repeating: byte, count: 32)) else {
      preconditionFailure("32 bytes are a digest")
    }
    return digest
  }

  static func identity(_ byte: UInt8) -> ULID {
    guard let identity = ULID(bytes: [UInt8](repeating: byte, count: 16)) else {
      preconditionFailure("16 bytes are an identity")
    }
    return identity
  }

  static let at = Instant(milliseconds: 1_795_158_000_250)

  static func revision() throws -> ElementRevision {
    var revision = ElementRevision(
      element: identity(1), at: at, kind: .character, handle: try Handle("@mira"),
      name: "Mira Okafor")
    revision.sequence = 3
    revision.parent = digest
    revision.merges = [other]
    revision.description = "A courier, thirty, in a \"red\" coat.\n"
    revision.notes = "tab\there, \u{7f} and \u{1}"
    revision.aliases = ["米拉"]
    revision.person = .generated
    revision.tags = ["lead"]
    revision.voice = identity(2)
    revision.lookOf = identity(3)
    revision.retired = true
    revision.references = [
      Reference(blob: digest, role: .front, file: "IMG_2041.HEIC", note: "studio"),
      Reference(blob: other, role: .threeQuarterLeft, file: "b.png"),
    ]
    revision.rights = Rights(
      basis: .consented, holder: "Mira Okafor", expires: Day("2027-01-01"), document: other,
      allowed: [.internal, .advertising])
    return revision
  }

  private static func job(_ cost: Cost) -> Job {
    var job = Job(identity(5), .accepted, target: "fal.kling-o3.r2v", account: "main", at: at)
    (job.export, job.call) = (digest, "first/01-element-mira.json")
    (job.element, job.revision) = (identity(1), other)
    (job.name, job.task, job.made) = ("castbook-1", "886447001122334455", "e-1")
    (job.cost, job.note) = (cost, "queued")
    return job
  }

  private static var erasure: Erasure {
    var erasure = Erasure(
      element: identity(1), before: digest, takes: true, reason: "asked for it", at: at)
    erasure.traces = ErasedTraces(files: [digest, other], bundles: [other])
    return erasure
  }

  /// A signature that no key has made.
  private static func signature() throws -> RecordSignature {
    let key = try #require(SigningKey(bytes: digest.bytes))
    var signature = RecordSignature(library: identity(1), key: key, at: at)
    (signature.by, signature.host) = ("ana", "studio")
    signature.records = [digest, other]
    signature.previous = [other]
    signature.ended = [try #require(SigningKey(bytes: other.bytes))]
    signature.signature = digest.bytes + other.bytes
    return signature
  }

  static var comment: TakeComment {
    var comment = TakeComment(
      export: digest, blob: other, milliseconds: 3200, text: "the coat\nis too dark", at: at)
    comment.by = "Nia"
    return comment
  }

  static var draft: Draft {
    var draft = Draft(
      identity(6), after: digest, name: "lobby.md", text: "@mira walks\n", isRemoved: true, at: at)
    draft.by = "Nia"
    return draft
  }

  static func all() throws -> [Record] {
    let span = try #require(Derivation.Span(startMilliseconds: 10, endMilliseconds: 2010))
    let cost = try #require(Cost(amount: "0.84", currency: "USD", asOf: Day("2026-08-02")))
    return [
      .revision(try revision()),
      .derivation(
        Derivation(
          blob: digest, from: other, steps: [["crop": [0, 0, 10, 10]], "jpeg"],
          tool: "castbook 0.4", span: span, at: at)),
      .registration(
        Registration(
          element: identity(1), revision: digest, blob: other, target: "fal.kling.create-voice",
          account: "team", kind: .voice, remoteId: "v-1", at: at,
          expires: Instant(milliseconds: 1_895_158_000_000))),
      .dismissal(Dismissal(blob: digest, rule: "image.has-alpha", reason: "meant so", at: at)),
      .use(
        ProjectUse(
          project: identity(4), path: "/films/lobby", element: identity(1), revision: digest, at: at
        )),
      .export(
        ExportRecord(
          bundle: digest, target: "fal.kling-v3.i2v", profile: other, project: identity(4),
          shot: ExportRecord.Shot(path: "lobby.md", sha256: other),
          elements: [
            ExportRecord.Element(
              element: identity(1), revision: digest, handle: try Handle("mira"),
              blobs: [ExportRecord.Sent(from: digest, sent: other)])
          ], cost: cost, at: at)),
      .take(
        Take(
          export: digest, blob: other, result: .kept, seed: "18446744073709551615", cost: cost,
          note: "good", at: at)),
      .comment(comment),
      .draft(draft),
      .job(job(cost)),
      .withdrawal(Withdrawal(record: digest, reason: "deleted there", at: at)),
      .erasure(erasure),
      .signature(try signature()),
    ]
  }
}

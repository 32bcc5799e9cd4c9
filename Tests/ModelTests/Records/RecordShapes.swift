import TestSupport
import Testing

@testable import Model

@Suite("Stored records")
struct RecordShapes {
  private static let digests = (1...8).map { RecordSamples.sample($0) }
  private static let identities = (1...8).map { RecordSamples.identity($0) }
  private static let later = Instant(milliseconds: 1_895_158_000_000)

  /// The value with a member that only a newer version knows, if its type keeps such members.
  private static func newer<Value: StoredObject>(_ value: Value) throws -> Value {
    try Value(value.stored.newer)
  }

  @Test("keep every property")
  func properties() throws {
    let shapes =
      try Self.elements() + Self.files() + Self.exports() + Self.team()
    #expect(shapes.flatMap(\.faults) == [])
  }

  private static func reference() throws -> Reference {
    var reference = Reference(
      blob: digests[3], role: .threeQuarterLeft, file: "b.png", note: "studio")
    reference.assumedRole = .front
    return try newer(reference)
  }

  private static func rights() throws -> Rights {
    try newer(
      Rights(
        basis: .consented, holder: "Mira Okafor", expires: Day("2027-01-01"),
        document: digests[4], allowed: Rights.Purpose.allCases))
  }

  private static func elements() throws -> [StoredShape] {
    var revision = try RecordSamples.revision()
    revision.by = "ana"
    revision.references = [try reference()]
    revision.rights = try rights()
    let plain = ElementRevision(
      element: identities[7], at: later, kind: .product, handle: try Handle("mug"), name: "")
    return [
      StoredShape(ElementRevision.self, full: [try newer(revision)], other: plain),
      StoredShape(
        Reference.self, full: [try reference()],
        other: Reference(blob: digests[0], role: .unsorted, file: "")),
      StoredShape(Rights.self, full: [try rights()], other: Rights()),
      StoredShape(
        Erasure.self, full: [try newer(erasure)],
        other: Erasure(element: identities[7], reason: "", at: later)),
      StoredShape(ErasedTraces.self, full: [erasure.traces], other: ErasedTraces()) { traces in
        var erasure = erasure
        erasure.traces = traces
        return try Erasure(erasure.stored).traces
      },
      StoredShape(
        ProjectUse.self,
        full: [
          try newer(
            ProjectUse(
              project: identities[0], path: "/films/lobby", element: identities[1],
              revision: digests[0], at: RecordSamples.at))
        ],
        other: ProjectUse(
          project: identities[2], path: "", element: identities[3], revision: digests[1], at: later)
      ),
    ]
  }

  private static var erasure: Erasure {
    var erasure = Erasure(
      element: identities[0], before: digests[0], takes: true, reason: "asked for it",
      at: RecordSamples.at)
    (erasure.by, erasure.atOnce) = ("ana", true)
    erasure.traces = ErasedTraces(files: [digests[1], digests[2]], bundles: [digests[3]])
    return erasure
  }

  private static func files() throws -> [StoredShape] {
    let spans = try [(10, 2010), (0, 1)].map {
      try #require(Derivation.Span(startMilliseconds: $0, endMilliseconds: $1))
    }
    return [
      StoredShape(
        Derivation.self,
        full: [
          try newer(
            Derivation(
              blob: digests[0], from: digests[1], steps: [["crop": [0, 0, 10, 10]], "jpeg"],
              tool: "castbook 0.4", span: spans[0], at: RecordSamples.at))
        ],
        other: Derivation(
          blob: digests[2], from: digests[3], steps: [], tool: "other", at: later)),
      StoredShape(Derivation.Span.self, full: [try newer(spans[0])], other: spans[1]),
      StoredShape(
        Dismissal.self,
        full: [
          try newer(
            Dismissal(
              blob: digests[0], rule: "image.has-alpha", reason: "meant so", at: RecordSamples.at))
        ],
        other: Dismissal(blob: digests[1], rule: "image.dark", reason: "", at: later)),
      StoredShape(
        Withdrawal.self,
        full: [
          try newer(Withdrawal(record: digests[0], reason: "by mistake", at: RecordSamples.at))
        ],
        other: Withdrawal(record: digests[1], at: later)),
    ]
  }

  private static func exports() throws -> [StoredShape] {
    let (cost, price) = try costs()
    let sent = try newer(ExportRecord.Sent(from: digests[0], sent: digests[1]))
    let other = ExportRecord.Sent(from: digests[2], sent: digests[3])
    let element = try newer(
      ExportRecord.Element(
        element: identities[0], revision: digests[2], handle: try Handle("mira"), blobs: [sent]))
    let shot = try newer(ExportRecord.Shot(path: "lobby.md", sha256: digests[3]))
    let bare = ExportRecord.Shot(path: "", sha256: digests[4])
    let record = ExportRecord(
      bundle: digests[4], target: "fal.kling-v3.i2v", profile: digests[5],
      project: identities[1], shot: shot, elements: [element], cost: cost, at: RecordSamples.at)
    return [
      StoredShape(Cost.self, full: [try newer(cost)], other: price),
      StoredShape(ExportRecord.Sent.self, full: [sent], other: other),
      StoredShape(
        ExportRecord.Element.self, full: [element],
        other: ExportRecord.Element(
          element: identities[2], revision: digests[5], handle: try Handle("mug"), blobs: [])),
      StoredShape(ExportRecord.Shot.self, full: [shot], other: bare),
      StoredShape(
        ExportRecord.self, full: [try newer(record)],
        other: ExportRecord(
          bundle: digests[6], target: "kling.app", profile: digests[7], shot: bare, elements: [],
          at: later)),
      StoredShape(
        Take.self,
        full: try Take.Result.allCases.map { result in
          var take = Take(
            export: digests[0], blob: digests[1], result: result, seed: "1844", cost: cost,
            note: "too dark", at: RecordSamples.at)
          take.by = "Nia"
          return try newer(take)
        }, other: Take(export: digests[2], result: .kept, at: later)),
      StoredShape(
        TakeComment.self, full: [try newer(RecordSamples.comment)],
        other: TakeComment(export: digests[2], blob: nil, text: "", at: later)),
      StoredShape(
        Draft.self, full: [try newer(RecordSamples.draft)],
        other: Draft(identities[7], name: "", text: "", at: later)),
      StoredShape(
        Job.self, full: [try newer(job(cost))],
        other: Job(identities[7], .sending, target: "kling.app", account: "main", at: later)),
      StoredShape(
        Registration.self,
        full: [
          try newer(
            Registration(
              element: identities[0], revision: digests[0], blob: digests[1],
              target: "fal.kling.create-voice", account: "team", kind: .voice, remoteId: "v-1",
              at: RecordSamples.at, expires: later))
        ],
        other: Registration(
          target: "kling.app", account: "", kind: .element, remoteId: "e-1", at: later)),
    ]
  }

  private static func costs() throws -> (Cost, Cost) {
    (
      try #require(Cost(amount: "0.84", currency: "USD", asOf: Day("2026-08-02"))),
      try #require(Cost(amount: "12", currency: "EUR"))
    )
  }

  private static func job(_ cost: Cost) -> Job {
    var job = Job(
      identities[0], .accepted, target: "fal.kling-o3.r2v", account: "studio",
      at: RecordSamples.at)
    (job.export, job.call) = (digests[0], "first/01-element-mira.json")
    (job.request, job.element, job.revision) = (digests[1], identities[1], digests[2])
    (job.endpoint, job.name, job.task) = ("fal-ai/x", "castbook-1", "886447")
    (job.made, job.result, job.cost) = ("e-1", digests[3], cost)
    (job.note, job.answer) = ("queued", #"{"code": 7}"#)
    return job
  }

  private static func team() throws -> [StoredShape] {
    let keys = try digests.prefix(3).map { try #require(SigningKey(bytes: $0.bytes)) }
    var signature = RecordSignature(
      library: identities[0], key: keys[0], at: RecordSamples.at)
    (signature.by, signature.host) = ("ana", "studio")
    (signature.records, signature.previous) = ([digests[3], digests[4]], [digests[5]])
    (signature.ended, signature.signature) = ([keys[1]], digests[6].bytes + digests[7].bytes)
    return [
      StoredShape(
        RecordSignature.self, full: [try newer(signature)],
        other: RecordSignature(library: identities[1], key: keys[2], at: later))
    ]
  }
}

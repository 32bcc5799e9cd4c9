import Files
import Model
import TestSupport
import Testing

@testable import Bundles

@Suite("Stored parts of bundles and packs")
struct BundleShapes {
  private let digests = (0..<16).map { SHA256.digest(of: [$0]) }
  private let identities: [ULID]
  private let file: BundleManifest.File
  private let size = PixelSize(width: 1080, height: 1920)

  init() throws {
    identities = try (0..<8).map { try #require(ULID(bytes: [UInt8](repeating: $0, count: 16))) }
    var file = BundleManifest.File(name: "references/a.jpg", byteCount: 99, digest: digests[0])
    (file.size, file.role, file.from, file.steps) = (size, "front", digests[1], ["jpeg"])
    file.generated = .part
    self.file = file
  }

  @Test("keep every property")
  func properties() throws {
    let shapes = try manifests() + cast() + packs()
    #expect(shapes.flatMap(\.faults) == [])
  }

  // MARK: Bundles

  private var maker: BundleManifest.Maker {
    BundleManifest.Maker(target: "fal.kling.create-voice", profile: digests[2])
  }

  private var element: BundleManifest.Send.Element {
    BundleManifest.Send.Element(
      handle: "mira", identity: identities[0], revision: digests[3], sequence: 3,
      kind: "character")
  }

  private var otherElement: BundleManifest.Send.Element {
    BundleManifest.Send.Element(
      handle: "mug", identity: identities[1], revision: digests[4], sequence: 1, kind: "product")
  }

  private var send: BundleManifest.Send {
    var send = BundleManifest.Send(slot: "element")
    (send.token, send.element, send.files) = ("@Element1", element, [file.name])
    send.remote = "castbook:remote/@mira"
    return send
  }

  private func manifests() throws -> [StoredShape] {
    let other = BundleManifest(
      name: "bar", target: "kling.app", profile: digests[8], shot: digests[9])
    var manifest = BundleManifest(
      name: "lobby", target: "fal.kling-v3.i2v", profile: digests[6], shot: digests[7])
    (manifest.endpoint, manifest.tier, manifest.variant) = ("fal-ai/x", "pro", "turbo")
    (manifest.makers, manifest.settings, manifest.options) = ([maker], ["tier=pro"], ["inline"])
    (manifest.sends, manifest.cast, manifest.files) = ([send], [entry], [file])
    manifest.cost = Cost(amount: "1.568", currency: "USD", asOf: Day("2026-11-20"))
    return [
      StoredShape(BundleManifest.self, full: [manifest], other: other) {
        try $0.bytes.map { try BundleManifest($0) }
      },
      StoredShape(
        BundleManifest.Maker.self, full: [maker],
        other: BundleManifest.Maker(target: "kling.app", profile: digests[3])),
      StoredShape(
        BundleManifest.Send.self, full: [send], other: BundleManifest.Send(slot: "start")),
      StoredShape(BundleManifest.Send.Element.self, full: [element], other: otherElement),
      StoredShape(
        BundleManifest.File.self, full: [file],
        other: BundleManifest.File(name: "prompt.txt", byteCount: 0, digest: digests[5])),
    ]
  }

  // MARK: The cast

  private var entry: BundleManifest.CastEntry {
    var entry = BundleManifest.CastEntry(element: element)
    (entry.names, entry.name) = (["the courier"], "Mira Okafor")
    (entry.description, entry.voice) = ("Tall, in a green coat", voice)
    entry.files = [castFile]
    return entry
  }

  private var voice: BundleManifest.CastEntry.Voice {
    BundleManifest.CastEntry.Voice(element: element, role: .voice, from: digests[10])
  }

  private let castFile = BundleManifest.CastEntry.File(
    role: .clip, medium: .clip, from: SHA256.digest(of: [11]))

  private func cast() -> [StoredShape] {
    var other = BundleManifest.CastEntry(element: otherElement)
    (other.kind, other.identity, other.revision, other.sequence) = (nil, nil, nil, nil)
    return [
      StoredShape(BundleManifest.CastEntry.self, full: [entry], other: other),
      StoredShape(
        BundleManifest.CastEntry.Voice.self, full: [voice],
        other: BundleManifest.CastEntry.Voice(element: otherElement)),
      StoredShape(
        BundleManifest.CastEntry.File.self, full: [castFile],
        other: BundleManifest.CastEntry.File(role: .front, medium: .picture)),
    ]
  }

  // MARK: Packs

  private func packs() -> [StoredShape] {
    let element = PackManifest.Element(
      element: identities[2], latest: digests[12], handle: "mira_voice", kind: "voice",
      isDependency: true)
    var manifest = PackManifest(name: "crew")
    (manifest.elements, manifest.files) = ([element], [file])
    return [
      StoredShape(PackManifest.self, full: [manifest], other: PackManifest(name: "other")) {
        try $0.bytes.map { try PackManifest($0) }
      },
      StoredShape(
        PackManifest.Element.self, full: [element],
        other: PackManifest.Element(
          element: identities[3], latest: digests[13], handle: "mug", kind: "product",
          isDependency: false)),
    ]
  }

  // MARK: Uploads

  @Test("have a list of uploads whose addresses, ids and positions are read back")
  func uploads() throws {
    let (file, remote) = ("castbook:references/a.jpg", "castbook:remote/@mira")
    let known = [
      file: KnownID("https://cdn.example.com/a.jpg", account: ""),
      remote: KnownID("e-17", account: "studio"),
    ]
    let list = UploadList(
      calls: [
        UploadList.Call(file: "first/01-element-mira.json", json: ["picture": file]),
        UploadList.Call(file: "request.json", json: ["a": [file, remote], "c": remote]),
      ], first: [], known: known)
    let json = try JSONParser.parse(Array(list.json.indentedText.utf8))
    let uploads = CarriedUploads(json)
    #expect(uploads.known == known && uploads.findings.isEmpty)
    let lines = try ["files", "remotes"].flatMap { try #require(json[$0]?.array) }
    #expect(lines.map { UploadList.PlaceholderUse($0) } == list.uses)
    #expect(list.uses.map(\.locations.count) == [2, 2])
  }
}

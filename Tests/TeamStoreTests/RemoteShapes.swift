import Files
import Library
import Model
import TestSupport
import Testing
import Transfers

@testable import TeamStore

@Suite("Objects of a team's store")
struct RemoteShapes {
  private let digests = (0..<8).map { SHA256.digest(of: [$0]) }
  private let identity: ULID
  private let day: Day

  init() throws {
    identity = try #require(Machine.libraryID)
    day = try #require(Day("2026-11-20"))
  }

  @Test("have keys that say what they are made of")
  func keys() {
    #expect(
      RemoteLayout.name(of: RemoteLayout.blobKey(digests[0], number: "0", fileExtension: "jpg"))
        == digests[0])
    let segment = RemoteLayout.segment(of: RemoteLayout.segmentKey(digests[1], on: day))
    #expect(segment?.day == day && segment?.digest == digests[1])
    for isGone in [false, true] {
      let key =
        isGone ? RemoteLayout.goneKey(identity) : RemoteLayout.machineKey(identity)
      let machine = RemoteLayout.machine(of: key)
      #expect(machine?.id == identity && machine?.isGone == isGone)
      let mark = RemoteLayout.markKey(identity, isErasure: isGone)
      #expect(
        mark.hasPrefix(RemoteLayout.marksPrefix) && RemoteLayout.isErasureMark(mark) == isGone)
    }
    for place in [RemoteLayout.storeReporter, identity.text] {
      #expect(RemoteLayout.reporter(of: RemoteLayout.reportKey(place, identity)) == place)
    }
  }

  @Test("that mark files list each of their keys")
  func marks() {
    let keys = digests.map { RemoteLayout.blobKey($0, number: "0", fileExtension: "png") }
    #expect(RemoteLayout.keys(inMark: RemoteLayout.mark(keys)) == keys)
  }

  @Test("have a manifest that names the library and the key of its seal", arguments: [false, true])
  func manifest(isSealed: Bool) throws {
    let keys =
      isSealed ? TeamKeys(text: TeamKeys.line(random: [UInt8](repeating: 7, count: 32))) : nil
    let team = try Team(1, keys: keys)
    let found = try TeamStore.manifest(in: FakeConnection(store: team.store))
    #expect(found == RemoteManifest(library: identity, sealedBy: keys?.identifier))
  }

  @Test("introduce a machine with its name, its user and the moment", arguments: [false, true])
  func machines(isSealed: Bool) throws {
    let keys =
      isSealed ? TeamKeys(text: TeamKeys.line(random: [UInt8](repeating: 7, count: 32))) : nil
    let team = try Team(2, keys: keys)
    _ = try team.first.team().pull()
    let id = try #require(try team.first.state.introducedMachine)
    let found = try team.second.team().machines().machines.first { $0.id == id }
    #expect(
      found
        == TeamMachine(
          id: id, by: "person 0", host: "machine-0", joined: team.store.now, isThis: false))
  }

  @Test("have records with what a pull needs to know of each")
  func records() throws {
    let moment = Instant(milliseconds: 1_795_680_000_000)
    var revision = ElementRevision(
      element: identity, at: moment, kind: .product, handle: try Handle("mug"), name: "Mug")
    revision.by = "ana"
    revision.references = [Reference(blob: digests[0], role: .front, file: "a.jpg")]
    var later = revision
    later.parent = digests[1]
    let erasure = Erasure(element: identity, reason: "asked", at: moment)
    var signature = RecordSignature(
      library: identity, key: MachineKey([1], for: identity, number: 0).publicKey, at: moment)
    signature.sign(with: MachineKey([1], for: identity, number: 0))
    let newer = try JSONParser.parse(
      Array(#"{"blob":"\#(digests[2].hex)","castbook":"mood/1"}"#.utf8))
    let lines = try [
      .revision(revision), .revision(later), .erasure(erasure), .signature(signature),
      .unknown(newer),
    ].map { (record: Record) in try #require(record.line) }
    let (object, name) = try RemoteLayout.segment(lines)
    let found = try RemoteLayout.records(in: object) { $0 == name }
    #expect(found.map(\.line) == lines && found.map(\.digest) == lines.map(SHA256.digest))
    #expect(found.map(\.blobs) == [[digests[0]], [digests[0]], [], [], [digests[2]]])
    #expect(found.map(\.element) == [identity, identity, nil, nil, nil])
    #expect(found.map(\.isFirstRevision) == [true, false, false, false, false])
    #expect(found.map(\.author) == ["ana", "ana", "", "", ""])
    #expect(found.map(\.erasure) == [nil, nil, erasure, nil, nil])
    #expect(found.map(\.signature) == [nil, nil, nil, signature, nil])
  }
}

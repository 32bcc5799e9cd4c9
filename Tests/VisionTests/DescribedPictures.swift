import CVision
import Files
import Foundation
import Model
import Networks
import TestSupport
import Testing

@testable import Media

/// The model for subjects, in processes of `castbook-vision`.
@Suite("A described picture", .timeLimit(.minutes(10)))
struct DescribedPictures {
  /// A picture of noise around a color, the same for a seed.
  private static func picture(
    _ width: Int, _ height: Int, seed: Int
  ) throws -> AnalysisPicture {
    var generator = SeededGenerator(seed: seed)
    let base = (0..<3).map { _ in Int.random(in: 40...215, using: &generator) }
    let pixels = (0..<width * height).flatMap { index in
      base.map { color in
        UInt8(
          max(0, min(255, color + (index / 7 % 5) * 8 + Int.random(in: -9...9, using: &generator))))
      }
    }
    let size = PixelSize(width: width, height: height)
    return try #require(
      AnalysisPicture(size: size, rgb: pixels, original: size, native: nil))
  }

  private static let network: [UInt8] = {
    let store = NetworkStore(folder: FilePath.unnamed)
    guard let wheel = PublishedModel.wheel, let bytes = try? Data(contentsOf: wheel),
      let network = try? store.made(of: .subjects, from: [UInt8](bytes))
    else { preconditionFailure("Scripts/install --tests downloads the model") }
    return network
  }()

  /// The file of a network, for castbook-vision.
  private static func file(_ network: [UInt8] = network) throws -> SharedFile {
    try #require(SharedFile(network))
  }

  @Test("has the same vector in every process, and as computed here with any instructions")
  func same() throws {
    let one = try PictureDescriber(network: Self.file())
    let other = try PictureDescriber(network: Self.file())
    #expect(one.length == 1280)
    for (width, height) in [(224, 224), (640, 480), (97, 1024), (1, 1)] {
      let picture = try Self.picture(width, height, seed: width)
      let vector = try one.vector(of: picture)
      #expect(vector.contains { $0 > 0 })
      #expect(try other.vector(of: picture).map(\.bitPattern) == vector.map(\.bitPattern))
      // Without special instructions, one picture takes two seconds.
      let ways =
        [CASTBOOK_VISION_AVX2, CASTBOOK_VISION_AVX512]
        + (TestRun.isLong ? [CASTBOOK_VISION_PLAIN] : [])
      for way in ways where castbook_vision_supports(way) {
        var problem: UnsafePointer<CChar>?
        let vision = try #require(
          castbook_vision_open(Self.network, Self.network.count, way, &problem))
        defer { castbook_vision_close(vision) }
        var own = [Float](repeating: 0, count: 1280)
        #expect(
          castbook_vision_describe(
            vision, picture.rgb, UInt32(width), UInt32(height), &own))
        #expect(own.map(\.bitPattern) == vector.map(\.bitPattern))
      }
    }
  }

  @Test("needs one process for one caller, and another if it is killed")
  func replaced() throws {
    let describer = try PictureDescriber(network: Self.file())
    let picture = try Self.picture(300, 200, seed: 1)
    let vector = try describer.vector(of: picture)
    _ = try describer.vector(of: picture)
    #expect(describer.startedCount == 1)
    for process in describer.idleProcesses { kill(process, SIGKILL) }
    #expect(try describer.vector(of: picture) == vector)
    #expect(describer.startedCount == 2)
  }

  @Test("is described by several callers at once")
  func concurrent() async throws {
    let describer = try PictureDescriber(network: Self.file())
    let pictures = try (0..<6).map { try Self.picture(200 + 30 * $0, 250, seed: $0) }
    let expected = try pictures.map { try describer.vector(of: $0) }
    let found = try await withThrowingTaskGroup(of: (Int, [Float]).self) { group in
      for (index, picture) in pictures.enumerated() {
        group.addTask { (index, try describer.vector(of: picture)) }
      }
      return try await group.reduce(into: [Int: [Float]]()) { $0[$1.0] = $1.1 }
    }
    for (index, vector) in expected.enumerated() { #expect(found[index] == vector) }
    #expect(describer.startedCount <= pictures.count)
  }

  @Test("fails with the reason if the program is missing or the network is no network")
  func failures() throws {
    #expect(throws: VisionFailure.noProgram(exitCode: nil)) {
      try PictureDescriber(
        network: Self.file(), program: FilePath("/nowhere/castbook-vision"))
    }
    #expect(throws: VisionFailure.unusable(problem: "it is not a network")) {
      try PictureDescriber(network: Self.file([1, 2, 3]))
    }
    var cut = Self.network
    cut.removeLast(4)
    #expect(throws: VisionFailure.unusable(problem: "it is shorter or longer than it says")) {
      try PictureDescriber(network: Self.file(cut))
    }
  }

  @Test("is refused if its values are not numbers, whatever makes them so")
  func notNumbers() throws {
    let picture = try Self.picture(30, 20, seed: 1)
    for value in [Float.nan, .infinity, -.infinity, 3e38] {
      var weights = TinyNetwork(side: 4)
      weights.add(.init(), [value, value, value], biases: [0])
      weights.add(.init(kind: CASTBOOK_VISION_MEAN, first: 1, output: 2, inputs: 1))
      var biases = TinyNetwork(side: 4)
      biases.add(.init(), [0, 0, 0], biases: [value])
      biases.add(.init(kind: CASTBOOK_VISION_MEAN, first: 1, output: 2, inputs: 1))
      var input = TinyNetwork(side: 4, multiplied: value)
      input.add(.init(), [1, 1, 1], biases: [0])
      input.add(.init(kind: CASTBOOK_VISION_MEAN, first: 1, output: 2, inputs: 1))
      for network in [weights, biases, input] {
        let describer = try PictureDescriber(network: Self.file(network.bytes))
        #expect(
          throws: VisionFailure.unusable(
            problem: "it describes a picture by values that are not numbers")
        ) { try describer.vector(of: picture) }
      }
    }
  }

  @Test("fails if its network's file becomes shorter, and harms no other process")
  func shortened() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("", to: "network")
    let url = folder.url.appending(path: "network")
    try Data(Self.network).write(to: url)
    let opened = try #require(try ReadableFile.open(folder.path("network")))
    let describer = try PictureDescriber(network: try #require(opened.shared()))
    let picture = try Self.picture(30, 20, seed: 1)
    _ = try describer.vector(of: picture)
    try FileHandle(forWritingTo: url).truncate(atOffset: 4096)
    // Its process reads the weights where they are, so it ends; the one that replaces it refuses
    // the file.
    #expect(
      throws: VisionFailure.unusable(problem: "it is shorter or longer than it says")
    ) { try describer.vector(of: picture) }
  }

  /// A program that misbehaves as the network says.
  private func misbehaving(_ words: String) throws -> PictureDescriber {
    let location = try #require(DecoderProgram.location)
    return try PictureDescriber(
      network: Self.file(Array("    \(words)".utf8)),
      program: FilePath(location.description + "-misbehaving"), seconds: 1)
  }

  @Test(
    "fails in time if its process is slow", arguments: ["describe and stay", "describe slowly"])
  func slow(words: String) throws {
    let start = ContinuousClock.now
    let describer = try misbehaving(words)
    #expect(throws: VisionFailure.tooSlow(seconds: 1)) {
      try describer.vector(of: Self.picture(30, 20, seed: 1))
    }
    #expect(ContinuousClock.now - start < .seconds(20))
    // Another process would be as slow.
    #expect(describer.startedCount == 1)
  }

  @Test(
    "fails if its process answers no network",
    arguments: ["stay silent", "crash", "say nothing", "say nonsense", "explain at length"])
  func unanswered(words: String) throws {
    let expected =
      words == "stay silent" ? VisionFailure.tooSlow(seconds: 1) : VisionFailure.stopped
    #expect(throws: expected) { try misbehaving(words) }
  }

  @Test("fails if its process ends, and so does the one that replaces it")
  func dying() throws {
    let describer = try misbehaving("describe and die")
    #expect(throws: VisionFailure.stopped) {
      try describer.vector(of: Self.picture(30, 20, seed: 1))
    }
    #expect(describer.startedCount == 2)
  }
}

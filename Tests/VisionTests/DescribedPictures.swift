import CVision
import Files
import Foundation
import Media
import Model
import Networks
import TestSupport
import Testing

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

  @Test("has the same vector in every process, and as computed here with any instructions")
  func same() throws {
    let one = try PictureDescriber(network: Self.network)
    let other = try PictureDescriber(network: Self.network)
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
    let describer = try PictureDescriber(network: Self.network)
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
    let describer = try PictureDescriber(network: Self.network)
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
        network: Self.network, program: FilePath("/nowhere/castbook-vision"))
    }
    #expect(throws: VisionFailure.unusable(problem: "it is not a network")) {
      try PictureDescriber(network: [1, 2, 3])
    }
    var cut = Self.network
    cut.removeLast(4)
    #expect(throws: VisionFailure.unusable(problem: "it is shorter or longer than it says")) {
      try PictureDescriber(network: cut)
    }
  }
}

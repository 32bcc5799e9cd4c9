import Colors
import Decoding
import Foundation
import Model
import TestSupport
import Testing

@testable import Media

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Embedded profiles are read in processes of `castbook-media`.
@Suite("Colors by embedded profiles", .timeLimit(.minutes(10)))
struct BoxedColors {
  private typealias Kind = ColorPipeline.Kind

  private let boxes = ColorBoxes(program: DecoderProgram.location)

  /// The profile in a fixture; `inks` is one for four inks.
  private func profile(_ name: String) throws -> [UInt8] {
    if name == "inks" { return InkProfile.bytes }
    let bytes = try Fixtures.bytes("odd/\(name)")
    return try #require(Inspector.profile(of: bytes, Sniffer.format(of: ByteView(bytes))))
  }

  private func samples(_ count: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: count)
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  /// The converted pixels.
  private func converted(_ pixels: [UInt8], _ kind: Kind, quickly: Bool = false) throws -> [UInt8] {
    let conversion = try ColorConversion.of(kind, in: boxes)
    let count = pixels.count / kind.pixelBytes
    var colors = [UInt8](repeating: 7, count: count * kind.convertedBytes)
    try pixels.withUnsafeBytes { pixels in
      try colors.withUnsafeMutableBytes { colors in
        guard let from = pixels.baseAddress, let into = colors.baseAddress else { return }
        if quickly {
          try conversion.convertQuickly(from, count: count, into: into)
        } else {
          try conversion.convert(from, count: count, into: into)
        }
      }
    }
    return colors
  }

  /// The pixels as Little CMS converts them in this process.
  private func expected(_ pixels: [UInt8], _ kind: Kind, quickly: Bool = false) throws -> [UInt8] {
    let pipeline = try #require(ColorPipeline(kind))
    let count = pixels.count / kind.pixelBytes
    var colors = [UInt8](repeating: 7, count: count * kind.convertedBytes)
    pixels.withUnsafeBytes { pixels in
      colors.withUnsafeMutableBytes { colors in
        guard let from = pixels.baseAddress, let into = colors.baseAddress else { return }
        if quickly {
          pipeline.convertQuickly(from, count: count, into: into)
        } else {
          pipeline.convert(from, count: count, into: into)
        }
      }
    }
    return colors
  }

  @Test(
    "are the same as those that Little CMS computes in one process",
    arguments: [
      ("jpeg-icc-p3.jpg", SmallPicture.Colors.rgb, false, 8),
      ("jpeg-icc-adobe-rgb.jpg", .rgb, true, 8), ("png-iccp-p3.png", .rgb, false, 16),
      ("png-iccp-p3.png", .rgb, true, 16), ("inks", .cmyk, false, 8), ("inks", .cmyk, true, 16),
      ("jpeg-icc-grey.jpg", .grey, false, 8), ("jpeg-icc-grey.jpg", .grey, true, 8),
      ("webp-icc-p3.webp", .rgb, true, 8),
    ])
  func same(name: String, colors: SmallPicture.Colors, hasAlpha: Bool, depth: Int) throws {
    let kind = Kind(
      profile: try profile(name), color: .profile("any"), colors: colors, hasAlpha: hasAlpha,
      depth: depth)
    // More than one message.
    for count in [1, 1000, ColorSession.maximumPixels, ColorSession.maximumPixels + 1] {
      let pixels = samples(count * kind.pixelBytes)
      #expect(try converted(pixels, kind) == (try expected(pixels, kind)))
      #expect(
        try converted(pixels, kind, quickly: true) == (try expected(pixels, kind, quickly: true)))
    }
  }

  @Test("need one process for all pictures with a profile, and another one for another profile")
  func work() throws {
    let kinds = try ["jpeg-icc-p3.jpg", "jpeg-icc-adobe-rgb.jpg"].map { name in
      Kind(profile: try profile(name), color: .profile("any"), colors: .rgb)
    }
    for _ in 0..<30 { _ = try converted(samples(3000), kinds[0]) }
    #expect(boxes.startedCount == 1)
    for _ in 0..<30 { _ = try converted(samples(3000), kinds[1]) }
    #expect(boxes.startedCount == 2)
    #expect(boxes.idleProcesses.count == 2)
  }

  @Test("are the same however many pictures are converted at the same time")
  func concurrency() async throws {
    let kind = Kind(profile: try profile("inks"), color: .cmyk("any"), colors: .cmyk)
    let pixels = samples(40_000)
    let wanted = try expected(pixels, kind)
    let results = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<24 { group.addTask { try converted(pixels, kind) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.allSatisfy { $0 == wanted })
    // A process is started only if all others are busy, and no more are kept than can work.
    #expect(boxes.startedCount <= 24)
    #expect(boxes.idleProcesses.count <= max(4, ProcessInfo.processInfo.activeProcessorCount))
  }

  @Test("come from a new process when the old one was killed", .enabled(if: ChildProcess.isKnown))
  func killed() async throws {
    let kind = Kind(profile: try profile("jpeg-icc-p3.jpg"), color: .profile("any"), colors: .rgb)
    let pixels = samples(300_000)
    let wanted = try expected(pixels, kind)
    for round in 1...3 {
      #expect(try converted(pixels, kind) == wanted)
      #expect(boxes.startedCount == round)
      for server in boxes.idleProcesses {
        let child = try #require(try ChildProcess.only(of: server))
        kill(server, SIGKILL)
        try await ChildProcess.waitForEnd(of: child)
      }
    }
  }

  @Test("are not available from profiles that are none", arguments: [0, 1, 3, 127, 128, 200, 5000])
  func nonsense(count: Int) throws {
    let kind = Kind(profile: samples(count), color: .profile("any"), colors: .rgb)
    for _ in 0..<3 {
      #expect(throws: ColorFailure.unusable) { try ColorConversion.of(kind, in: boxes) }
    }
    // The answer is known after the first time.
    #expect(boxes.startedCount == 1)
  }

  @Test("come from the castbook-media that a caller named, or from the one beside the program")
  func places() throws {
    let place = try #require(DecoderProgram.location)
    #expect(ColorBoxes.of(nil) === ColorBoxes.shared)
    #expect(ColorBoxes.of(place) !== ColorBoxes.shared)
    let nowhere = ColorBoxes.of(FilePath("/nowhere/castbook-media"))
    #expect(nowhere !== ColorBoxes.shared)
    #expect(throws: ColorFailure.noProgram(exitCode: nil)) {
      try nowhere.tables(
        for: Kind(profile: try profile("jpeg-icc-p3.jpg"), color: .profile("any"), colors: .rgb))
    }
  }

  @Test("need castbook-media, and a picture whose colors are unknown is not measured")
  func missing() async throws {
    let inspector = Inspector(
      budget: MemoryBudget(total: 512 << 20), decoder: FilePath("/nowhere/castbook-media"))
    let found = try await inspector.inspect(
      .path(try Fixtures.path("odd/jpeg-icc-p3.jpg")), depth: .appearance)
    #expect(found.picture == nil)
    #expect(found.facts.problems == [.noDecoder(.jpeg)])
    #expect(!found.facts.isProven)
    // Facts alone need no colors, and sRGB needs no conversion.
    let facts = try await inspector.facts(at: try Fixtures.path("odd/jpeg-icc-p3.jpg"))
    #expect(facts.isProven)
    let plain = try await inspector.inspect(
      .path(try Fixtures.path("odd/jpeg-icc-srgb.jpg")), depth: .appearance)
    #expect(plain.picture != nil)
  }
}

/// A process that converts colors and was taken over by its profile.
@Suite("A color process that misbehaves", .timeLimit(.minutes(10)))
struct MisbehavingColors {
  private func program() throws -> FilePath {
    let location = try #require(DecoderProgram.location)
    return try #require(FilePath(location.description + "-misbehaving"))
  }

  private func boxes(seconds: Int = 10) throws -> ColorBoxes {
    ColorBoxes(program: try program(), seconds: seconds)
  }

  private func conversion(_ words: String, in boxes: ColorBoxes) throws -> ColorConversion {
    try ColorConversion.of(
      ColorPipeline.Kind(
        profile: Array(words.utf8), color: .profile("any"), colors: .rgb), in: boxes)
  }

  /// Converts a picture of 100 pixels by the profile.
  private func convert(_ words: String, in boxes: ColorBoxes) throws -> [UInt8] {
    let small = try #require(
      SmallPicture(
        codedSize: PixelSize(width: 10, height: 10), colors: .rgb,
        pixels: [UInt8](repeating: 100, count: 300), statistics: nil))
    return try ColorLibrary.sRGB(
      small, profile: Array(words.utf8), .profile("any"), in: boxes)
  }

  @Test(
    "has its profile refused",
    arguments: [
      "crash", "say nothing", "say nonsense", "say too much", "say half", "say the wrong status",
    ])
  func refused(words: String) throws {
    let boxes = try boxes()
    #expect(throws: ColorFailure.unusable) { try conversion(words, in: boxes) }
    // The next profile is read by another process.
    _ = try conversion("behave", in: boxes)
  }

  @Test(
    "has tables ignored that would read beyond ours",
    arguments: ["say huge tables", "say few tables"])
  func tables(words: String) throws {
    let boxes = try boxes()
    _ = try conversion(words, in: boxes)
    #expect(
      try boxes.tables(
        for: ColorPipeline.Kind(
          profile: Array(words.utf8), color: .profile("any"), colors: .rgb)) == nil)
  }

  @Test(
    "is replaced once when it ends while it converts, and its picture has no colors then",
    arguments: ["die", "say less"])
  func ends(words: String) throws {
    let boxes = try boxes()
    #expect(throws: ColorFailure.stopped) { try convert(words, in: boxes) }
    #expect(boxes.startedCount == 2)
  }

  @Test(
    "has a limited time, however slowly it sends",
    arguments: ["stay silent", "say it slowly", "stay", "convert slowly"])
  func slow(words: String) throws {
    let boxes = try boxes(seconds: 1)
    let start = ContinuousClock.now
    #expect(throws: ColorFailure.tooSlow(seconds: 1)) { try convert(words, in: boxes) }
    #expect(ContinuousClock.now - start < .seconds(20))
    // Another process would be as slow.
    #expect(boxes.startedCount == 1)
    #expect(boxes.idleProcesses.isEmpty)
  }

  @Test("is given up within a moment when the task is cancelled")
  func cancelled() async throws {
    let boxes = try boxes(seconds: 600)
    let task = Task { try convert("stay", in: boxes) }
    while boxes.startedCount == 0 { try await Task.sleep(for: .milliseconds(10)) }
    try await Task.sleep(for: .milliseconds(300))
    let start = ContinuousClock.now
    task.cancel()
    await #expect(throws: ColorFailure.stopped) { try await task.value }
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(boxes.startedCount == 1)
  }

  @Test("converts if it behaves well")
  func behaves() throws {
    #expect(try convert("behave", in: boxes()) == [UInt8](repeating: 100, count: 300))
  }

  @Test("is reported with the picture whose colors are missing")
  func problems() {
    for (failure, problem) in [
      (ColorFailure.noProgram(exitCode: 3), FileProblem.noDecoder(.png, exitCode: 3)),
      (.noProcess, .undecided(.noProcess)), (.stopped, .undecided(.stopped)),
      (.tooSlow(seconds: 10), .undecided(.tooSlow(seconds: 10))),
    ] {
      #expect(failure.problem(.png) == problem)
    }
  }

  #if os(Linux)
    @Test("can open, start, reach and stop nothing, and execute nothing new")
    func sandbox() throws {
      // It reports a usable profile once all of its attempts have failed.
      _ = try conversion("reach out", in: try boxes())
    }

    @Test("could do all of that in no sandbox")
    func control() throws {
      let pipe = Pipe()
      let process = Process()
      process.executableURL = URL(filePath: try program().description)
      process.arguments = ["show"]
      process.standardOutput = pipe
      try process.run()
      let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      #expect(String(decoding: output, as: UTF8.self) == "done\n")
    }

    @Test("ends with its server, and with its client, even if it resists")
    func ended() async throws {
      for endsServer in [true, false] {
        var boxes: ColorBoxes? = try boxes(seconds: 600)
        _ = try conversion("stay", in: try #require(boxes))
        let server = try #require(boxes?.idleProcesses.first)
        let child = try #require(try ChildProcess.only(of: server))
        #expect(kill(child, 0) == 0)
        if endsServer { kill(server, SIGKILL) }
        boxes = nil
        try await ChildProcess.waitForEnd(of: child)
      }
    }
  #endif
}

/// The child that serves a session. It ends a moment after its server.
private enum ChildProcess {
  static var isKnown: Bool { FileManager.default.fileExists(atPath: "/proc/self/task") }

  static func only(of server: Int32) throws -> Int32? {
    try String(contentsOfFile: "/proc/\(server)/task/\(server)/children", encoding: .utf8)
      .split(separator: " ").first.flatMap { Int32($0) }
  }

  static func waitForEnd(of child: Int32) async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while kill(child, 0) == 0, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(kill(child, 0) != 0)
  }
}

/// A profile of four inks, with a table of two steps for each.
private enum InkProfile {
  static let bytes: [UInt8] = {
    let table = padded([
      big(0x6D66_7431), big(0), [4, 3, 2, 0], identity, ramps(4), colors, ramps(3),
    ])
    let white = padded([big(0x5859_5A20), big(0), whitePoint])
    let start = 128 + 4 + 2 * 12
    let body = padded([
      big(2), big(0x4132_4230), big(start), big(table.count), big(0x7774_7074),
      big(start + table.count), big(white.count), table, white,
    ])
    return header(128 + body.count) + body
  }()

  private static let whitePoint = padded([big(0xF6D6), big(0x1_0000), big(0xD32D)])

  /// An output profile from CMYK to Lab.
  private static func header(_ count: Int) -> [UInt8] {
    padded([
      big(count), big(0), big(0x0210_0000), big(0x7072_7472), big(0x434D_594B), big(0x4C61_6220),
      zeros(12), big(0x6163_7370), zeros(28), whitePoint, zeros(48),
    ])
  }

  private static func padded(_ parts: [[UInt8]]) -> [UInt8] {
    let bytes = Array(parts.joined())
    return bytes + zeros((4 - bytes.count % 4) % 4)
  }

  private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

  private static func big(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static let identity: [UInt8] = (0..<9).flatMap { big($0 % 4 == 0 ? 0x1_0000 : 0) }

  private static func ramps(_ count: Int) -> [UInt8] {
    (0..<count).flatMap { _ in Array(UInt8.min ... .max) }
  }

  /// A Lab value for each corner: darker and more colorful with each ink.
  private static let colors: [UInt8] = (0..<16).flatMap { corner -> [UInt8] in
    let light = UInt8(255 - 15 * corner)
    return [light, corner & 8 == 0 ? 128 : 90, corner & 2 == 0 ? 128 : 200]
  }
}

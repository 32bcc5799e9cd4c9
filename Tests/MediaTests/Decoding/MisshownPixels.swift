import Decoding
import FormatSupport
import Foundation
import Model
import Synchronization
import TestSupport
import Testing

@testable import Media

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("A decoder that misbehaves with pixels", .timeLimit(.minutes(30)))
struct MisshownPixels {
  private let program: FilePath
  private let pool: DecoderPool

  init() throws {
    let location = try #require(DecoderProgram.location)
    program = try #require(FilePath(location.description + "-misbehaving"))
    pool = DecoderPool(program: program)
  }

  private func outcome(
    of request: String, into sink: GatheredPixels = GatheredPixels(),
    within limits: DecoderLimits = .brief
  ) async -> PixelOutcome {
    await pool.pixels(
      Array(request.utf8), as: .gif, within: limits,
      expecting: request == "show much" ? nil : PixelSize(width: 3, height: 2), into: sink
    ).outcome
  }

  @Test(
    "delivers a picture as well as any other",
    arguments: ["show pixels", "show one at a time", "show and close"])
  func sound(request: String) async {
    let sink = GatheredPixels()
    #expect(await outcome(of: request, into: sink) == .complete)
    #expect(sink.layout == PixelLayout(size: PixelSize(width: 3, height: 2), colors: .rgb))
    #expect(sink.values == (1...18).map { UInt8($0) })
    #expect(sink.isWhole)
  }

  @Test(
    "is reported in words, and the next picture is delivered",
    arguments: [
      ("show too few", "its decoder returned too few rows"),
      ("show no rows", "its decoder returned too few rows"),
      ("show no pixels at all", "its decoder returned too few rows"),
      ("show half a header", "its decoder returned too few rows"),
      ("behave", "its decoder returned too few rows"),
      ("show too many", "its decoder returned too many rows"),
      ("show pixels for ever", "its decoder returned too many rows"),
      ("show a header for ever", "its decoder returned invalid pixels"),
      ("show another size", "the header says 3 × 2 px, the picture has 2 × 3 px"),
      ("show and crash", "the GIF decoder crashed on it (signal \(SIGABRT))"),
      ("show and stay", "decoding it took more than 1 s"),
      ("show and spin", "decoding it takes more than 1 s of processor time"),
      (
        "show and be killed",
        "the system stopped its decoder, probably for lack of memory"
      ),
      ("say nothing", "the GIF decoder crashed on it"),
      ("say nonsense", "the GIF decoder crashed on it"),
      ("say too much", "its decoder returned too much data"),
      ("sleep", "decoding it took more than 1 s"),
    ])
  func reported(request: String, words: String) async {
    // A busy one must be ended by its processor time.
    let limits = DecoderLimits(
      memory: 64 << 20, processorSeconds: 1, clockSeconds: request.hasSuffix("spin") ? 60 : 1)
    let sink = GatheredPixels()
    #expect(await outcome(of: request, into: sink, within: limits) == .failed(words))
    #expect(!sink.received.isBroken)
    #expect(sink.received.byteCount <= 18)
    #expect(await outcome(of: "show pixels") == .complete)
  }

  @Test(
    "is not believed with an invalid header",
    arguments: [
      "no width", "no height", "a huge width", "a huge height", "a long side",
      "too large a picture", "unknown colors", "no colors", "half an alpha", "12 bits", "a flag",
      "another mark",
    ])
  func headers(what: String) async {
    let sink = GatheredPixels()
    let outcome = await pool.pixels(
      Array("show \(what)".utf8), as: .gif, within: .brief, expecting: nil, into: sink
    ).outcome
    #expect(outcome == .failed("its decoder returned invalid pixels"))
    #expect(sink.received.layouts.isEmpty)
  }

  @Test("reports a refused allocation", .disabled(if: Sanitizer.isActive, "it keeps its own"))
  func memory() async {
    #expect(await outcome(of: "want more than there is") == .outOfMemory)
  }

  @Test("is not waited for when the consumer declines the picture")
  func declined() async {
    for request in ["show pixels", "show pixels for ever"] {
      let sink = GatheredPixels(declining: true)
      #expect(await outcome(of: request, into: sink) == .declined)
      #expect(sink.received.byteCount == 0)
    }
  }

  @Test("may take its time while its rows are not consumed")
  func slowSink() async {
    // Four seconds, with a time limit of one: the rows exceed the buffers on the way.
    let pauses = Mutex(4)
    let sink = GatheredPixels {
      let isOne = pauses.withLock { left in
        left -= 1
        return left >= 0
      }
      if isOne { sleep(1) }
    }
    let limits = DecoderLimits(memory: 64 << 20, processorSeconds: 10, clockSeconds: 1)
    #expect(await outcome(of: "show much", into: sink, within: limits) == .complete)
    #expect(sink.isWhole)
    #expect(sink.values.allSatisfy { $0 == 7 })
  }

  @Test("is ended when the caller is cancelled")
  func cancelled() async throws {
    let waiter = Task { [pool] in
      await pool.pixels(
        Array("show and stay".utf8), as: .gif,
        within: DecoderLimits(memory: 64 << 20, clockSeconds: 3600), expecting: nil,
        into: GatheredPixels()
      ).outcome
    }
    try await Task.sleep(for: .milliseconds(300))
    waiter.cancel()
    #expect(await waiter.value == .failed("it was cancelled"))
    #expect(await pool.idleProcesses.isEmpty)
  }

  #if os(Linux)
    @Test("is ended with all its processes when its rows are too many")
    func ended() async throws {
      let process = try DecoderProcess(program)
      var limits = DecoderLimits.brief
      limits.options = .pixels
      try #require(
        process.send(Array("show pixels for ever".utf8), as: .gif, within: limits) == nil)
      let list = "/proc/\(process.process)/task/\(process.process)/children"
      let output = RefusingOutput {
        (try? String(contentsOfFile: list, encoding: .utf8))?.split(separator: " ") ?? []
      }
      let outcome: DecoderOutcome<DecodedPicture> = process.answer(into: output)
      #expect("\(outcome)" == "unavailable")
      let child = try #require(output.children.withLock { $0.first })
      for _ in 0..<5000 {
        let state = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)
        if state?.contains(") Z ") ?? true { return }
        usleep(1000)
      }
      Issue.record("its child goes on")
    }

    @Test("has access only to its answer and its pixels")
    func descriptors() throws {
      let process = try DecoderProcess(program)
      var limits = DecoderLimits.brief
      limits.options = .pixels
      guard
        case .answered(let picture) = process.decode(
          Array("look around".utf8), as: .gif, within: limits)
      else {
        Issue.record("it did not say what it found")
        return
      }
      #expect(picture.size == PixelSize(width: 2, height: 1))
    }
  #endif
}

extension DecoderLimits {
  /// Limits that a test can wait for.
  fileprivate static let brief = DecoderLimits(
    memory: 64 << 20, processorSeconds: 1, clockSeconds: 2)
}

/// Notes the decoder's children when data arrive, and refuses the data.
private final class RefusingOutput: DecoderOutput {
  let children = Mutex<[Substring]>([])
  private let list: @Sendable () -> [Substring]

  init(_ list: @escaping @Sendable () -> [Substring]) { self.list = list }

  func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
    children.withLock { $0 = list() }
    return false
  }

  func restart() -> Bool { false }
}

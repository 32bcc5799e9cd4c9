internal import Library
internal import Media
internal import Preparing

/// The verb `stills`: takes the sharpest and most different frames of a clip, each as a picture of its own.
///
/// ```swift
/// let stills = try await Stilling(targets: [target], best: 4).take(from: clip)
/// ```
public struct Stilling: Sendable {
  public let targets: [CheckTarget]
  /// How many frames at most.
  public let best: Int
  /// Where `castbook-media` lies, when it is not beside the program that runs.
  public var decoder: FilePath?

  /// More are not looked for in one clip.
  public static let mostStills = 12
  /// A PNG of more bytes than this is written as a JPEG: most providers take no larger picture.
  private static let mostPNG = 9_500_000

  public init(targets: [CheckTarget], best: Int) {
    self.targets = targets
    self.best = min(max(1, best), Self.mostStills)
  }

  private var inspector: Inspector {
    Inspector(budget: MemoryBudget(workers: Check.mostWorkers), decoder: decoder)
  }

  /// Looks through a clip, told under another name than that of its place, and takes its best frames in the
  /// order of their times.
  public func take(
    from path: FilePath, at place: FilePath? = nil, isCancelled: () -> Bool = { false }
  ) async throws -> TakenStills {
    let inspector = inspector
    let heard = await inspector.listen(to: place ?? path)
    let checked = CheckedFile(heard.facts.named(path), [], isNamed: true, keepsHeld: false)
    var stills: [TakenStill] = []
    let chosen = (heard.facts.film?.seen?.stills ?? []).prefix(best).sorted {
      $0.moment.frame < $1.moment.frame
    }
    for still in chosen {
      if isCancelled() { throw CancellationError() }
      stills.append(try await take(still, of: heard, path, inspector))
    }
    return TakenStills(clip: checked, stills: stills)
  }

  private func take(
    _ still: FilmStill, of heard: HeardFile, _ path: FilePath, _ inspector: Inspector
  ) async throws -> TakenStill {
    guard let size = heard.facts.film?.size else {
      throw ElementLibraryError.failed("\(path): its frames have no size")
    }
    let values: [UInt8]
    do {
      values = try await inspector.frame(still.moment.frame, of: heard)
    } catch {
      throw ElementLibraryError.failed(
        "\(path): the frame at \(Self.time(still.moment)) can't be extracted: \(error.reason)")
    }
    guard let picture = HeldPicture(size: size, channels: 3, values: values) else {
      throw ElementLibraryError.failed("\(path): its frames differ in size from its header")
    }
    let png = try PNGWriter.bytes(of: picture, limit: Self.mostPNG)
    guard let bytes = try png ?? JPEGWriter.bytes(of: picture, settings: .best) else {
      throw ElementLibraryError.failed("\(path): not enough memory to write a frame")
    }
    let name = Self.name(path, still.moment, isPNG: png != nil)
    let facts = await inspector.see(Inspector.HeldFile(bytes: bytes, memory: nil), as: name)
    let file = CheckedFile(facts.facts, targets, isNamed: true, keepsHeld: false)
    return TakenStill(still: still, file: file, bytes: bytes)
  }

  /// `walk-0m02s400.png`.
  private static func name(_ clip: FilePath, _ moment: FilmMoment, isPNG: Bool) -> FilePath {
    let whole = moment.milliseconds
    func padded(_ number: Int, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
    let time = "\(whole / 60_000)m\(padded(whole / 1000 % 60, 2))s\(padded(whole % 1000, 3))"
    let text = clip.stem + Array("-\(time).\(isPNG ? "png" : "jpg")".utf8)
    return FilePath(bytes: text) ?? .nameless
  }

  /// `2.4 s`.
  public static func time(_ moment: FilmMoment) -> String {
    Quantity.seconds(milliseconds: moment.milliseconds)
  }
}

/// A clip and the frames that were taken of it.
public struct TakenStills: Sendable {
  public let clip: CheckedFile
  public let stills: [TakenStill]

  public var film: FilmFacts? { clip.facts.film }
}

/// One frame as a picture.
public struct TakenStill: Sendable {
  public let still: FilmStill
  /// What the targets say of it, under the name that it is to have.
  public let file: CheckedFile
  public let bytes: [UInt8]

  public var name: FilePath { file.facts.path }
}

extension Stilling {
  /// Writes the frames into a folder: all of them, or none when something else is in the way of one.
  public func write(
    _ taken: [TakenStills], into folder: PreparedFolder, among files: FileList
  ) throws -> [[PreparedFolder.Written]] {
    let all = taken.flatMap { $0.stills.map { (name: $0.name, bytes: $0.bytes) } }
    var written = try folder.write(all, among: files)[...]
    let parts = taken.map { one in
      defer { written = written.dropFirst(one.stills.count) }
      return Array(written.prefix(one.stills.count))
    }
    try folder.write(StillsJSON.document(self, taken, parts), under: StillsJSON.proofName)
    return parts
  }
}

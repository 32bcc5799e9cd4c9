internal import Media
internal import Preparing

/// The verb `stills`: extracts the sharpest and most different frames of a clip, each as a picture
/// of its own.
///
/// ```swift
/// let stills = Stills(targets: [target], best: 4)
/// let frames = try await stills.extract(from: ListedFile(clip))
/// let written = try stills.write([frames], into: folder, among: FileList([clip]))
/// ```
public struct Stills: Sendable {
  /// The targets that each frame is checked against.
  public let targets: [CheckTarget]
  /// The maximum number of frames, from 1 to `maximumStills`.
  public let best: Int
  /// The path of `castbook-media`; `nil` if it is next to the running program.
  public var decoder: FilePath?

  /// The maximum number of frames of one clip.
  public static let maximumStills = 12
  /// The maximum size of a PNG in bytes. A larger frame is written as a JPEG, because most
  /// providers accept no larger picture.
  private static let maximumPNGByteCount = 9_500_000

  /// Creates an extractor. `best` is clamped to 1...`maximumStills`.
  public init(targets: [CheckTarget], best: Int) {
    self.targets = targets
    self.best = min(max(1, best), Self.maximumStills)
  }

  /// Analyses a clip and extracts its best frames, in the order of their times.
  ///
  /// - Parameters:
  ///   - file: The clip.
  /// - Throws: `CancellationError`, or an error if a frame can't be decoded or written.
  public func extract(from file: ListedFile) async throws -> ClipStills {
    let inspector = Inspector(decoder: decoder)
    let clip = try await inspector.inspect(.stream(file.location), depth: .facts)
    let checked = CheckedFile(clip.facts.named(file.path), [])
    var stills: [ClipStill] = []
    let chosen = (clip.facts.film?.observations?.stills ?? []).prefix(best).sorted {
      $0.moment.frame < $1.moment.frame
    }
    for still in chosen {
      try Task.checkCancellation()
      stills.append(try await extract(still, of: clip, file.path, inspector))
    }
    return ClipStills(clip: checked, stills: stills)
  }

  /// Extracts one frame and checks it against the targets.
  private func extract(
    _ still: FilmStill, of clip: Inspection, _ path: FilePath, _ inspector: Inspector
  ) async throws -> ClipStill {
    guard let size = clip.facts.film?.size else {
      throw FileVerbError.failed("\(path): its frames have no size")
    }
    let pixels: [UInt8]
    do {
      pixels = try await inspector.frame(still.moment.frame, of: clip)
    } catch {
      throw FileVerbError.failed(
        "\(path): the frame at \(Self.time(still.moment)) can't be extracted: \(error.reason)")
    }
    guard let picture = PixelBuffer(size: size, channels: 3, values: pixels) else {
      throw FileVerbError.failed("\(path): its frames differ in size from its header")
    }
    let png = try PNGWriter.bytes(of: picture, limit: Self.maximumPNGByteCount)
    guard let bytes = try png ?? JPEGWriter.bytes(of: picture, settings: .best) else {
      throw FileVerbError.failed("\(path): not enough memory to write a frame")
    }
    let name = Self.name(path, still.moment, isPNG: png != nil)
    let facts = try await inspector.inspect(.bytes(bytes, name: name), depth: .appearance)
    let file = CheckedFile(facts.facts, targets)
    return ClipStill(still: still, file: file, bytes: bytes)
  }

  /// Returns a frame's file name, with its time: `walk-0m02s400.png`.
  private static func name(_ clip: FilePath, _ moment: FilmMoment, isPNG: Bool) -> FilePath {
    let total = moment.milliseconds
    let seconds = String(total / 1000 % 60).zeroPadded(to: 2)
    let time = "\(total / 60_000)m\(seconds)s\(String(total % 1000).zeroPadded(to: 3))"
    let text = clip.stem + Array("-\(time).\(isPNG ? "png" : "jpg")".utf8)
    return FilePath(bytes: text) ?? .unnamed
  }

  /// Returns a frame's time for messages: `2.4 s`.
  public static func time(_ moment: FilmMoment) -> String {
    Quantity.seconds(milliseconds: moment.milliseconds)
  }
}

/// A clip, and the frames that were extracted from it.
public struct ClipStills: Sendable {
  /// The clip, without checks against targets.
  public let clip: CheckedFile
  /// The frames, in the order of their times.
  public let stills: [ClipStill]

  /// What was found out about the clip's frames; `nil` if it can't be decoded.
  public var film: FilmFacts? { clip.facts.film }
}

/// One frame as a picture.
public struct ClipStill: Sendable {
  /// The frame's time and sharpness in the clip.
  public let still: FilmStill
  /// The picture, checked against the targets under its future name.
  public let file: CheckedFile
  /// The PNG or JPEG file.
  public let bytes: [UInt8]

  /// Its file name.
  public var name: FilePath { file.facts.path }
}

extension Stills {
  /// Writes the frames into a folder, with a record of where they came from. If something else is
  /// in the way of a frame, none is written.
  ///
  /// - Returns: The written files: for each clip, one for each frame.
  public func write(
    _ clips: [ClipStills], into folder: PreparedFolder, among files: FileList
  ) throws -> [[PreparedFolder.Written]] {
    let written = try folder.write(
      clips.map { $0.stills.map { ($0.name, $0.bytes) } }, among: files)
    try folder.write(StillsJSON.document(self, clips, written), under: StillsJSON.proofName)
    return written
  }
}

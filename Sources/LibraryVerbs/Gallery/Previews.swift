internal import Drawing
internal import Files
internal import Library
internal import Media
internal import Preparing

/// Small versions of pictures for display: upright, in sRGB, as JPEG files.
///
/// Each preview is made once and kept in the library's cache folder. If that folder can't be
/// written, a preview is made again on every request.
///
/// ```swift
/// let previews = Previews(of: library)
/// let jpeg = await previews.preview(of: blob, .small)
/// ```
public final class Previews: Sendable {
  /// The maximum length of the longer side of a preview, in pixels.
  public enum Side: Int, CaseIterable, Sendable {
    case small = 320
    case medium = 640
    case large = 1280
    case full = 2560

    fileprivate var form: PreviewFolder.Form { .page(side: rawValue) }
  }

  private let store: LibraryStore
  private let inspector: Inspector
  /// Makes each preview once, and limits how many are made concurrently.
  private let bench: SharedWorkQueue

  /// Creates the previews of a library, which use as many workers as the library itself.
  public init(of library: ElementLibrary) {
    store = library.store
    inspector = library.inspector()
    bench = SharedWorkQueue(concurrency: library.workers)
  }

  /// Returns the path at which a preview is stored once it has been made.
  public func path(of blob: Digest, _ side: Side) -> FilePath {
    store.previews.path(of: blob, side.form)
  }

  /// Returns a preview of a file in the library, from the cache if possible.
  ///
  /// - Returns: The bytes of a JPEG file; `nil` if the file is missing or has no visible content.
  public func preview(of blob: Digest, _ side: Side) async -> [UInt8]? {
    let source = store.blobs.path(of: blob)
    return await bench.run("\(blob.hex) \(side.rawValue)") { [self] in
      // Another process may have made the preview while this request waited.
      if let bytes = store.previews.stored(blob, side.form) { return bytes }
      guard store.blobs.contains(blob), let bytes = await make(of: source, side) else { return nil }
      if !store.isReadOnly {
        store.previews.keep(bytes, of: blob, side.form, temporaryName: store.temporaryName)
      }
      return bytes
    }
  }

  /// Returns a preview of any file, which isn't cached; `nil` if the file has no visible content.
  public func preview(of path: FilePath, _ side: Side) async -> [UInt8]? {
    await bench.run("\(path.text) \(side.rawValue)") { [self] in await make(of: path, side) }
  }

  /// Makes a preview of a picture; for a file that isn't a picture, of the best frame of the clip.
  private func make(of path: FilePath, _ side: Side) async -> [UInt8]? {
    let inspector = inspector
    let made = try? await inspector.withFile(path) { file -> [UInt8]? in
      if side.rawValue > AnalysisPicture.maximumSide { return try await large(file, side) }
      let box = PixelSize(width: side.rawValue, height: side.rawValue)
      return try await inspector.preview(file, within: box).flatMap {
        Self.jpeg(Bitmap($0).fitted(width: box.width, height: box.height))
      }
    }
    if let made { return made }
    return await still(of: path, side)
  }

  /// Makes a preview that is larger than the picture used for analysis: it is decoded in full and
  /// scaled by the same code that prepares copies.
  private func large(_ file: Inspector.LoadedFile, _ side: Side) async throws -> [UInt8]? {
    let found = try await inspector.inspect(
      .bytes(file.bytes, name: .unnamed, memory: file.memory), depth: .appearance)
    guard let (planner, plan) = Planner.preview(of: found, within: side.rawValue) else {
      return nil
    }
    let maker = PictureMaker(plan, by: planner, file.bytes, found)
    let decoding = inspector.pixelMemory(of: file.bytes, found.facts)
    let made = await inspector.makeCopy(maker, of: file, found, decoding: decoding)
    return (try? made.get())?.bytes
  }

  /// Makes a preview of the best frame of a clip; `nil` if the file has no frames.
  private func still(of path: FilePath, _ side: Side) async -> [UInt8]? {
    guard let heard = try? await inspector.inspect(.stream(path), depth: .facts),
      let film = heard.facts.film, film.frameCount > 0
    else { return nil }
    let frame = film.observations?.stills.first?.moment.frame ?? 0
    guard let values = try? await inspector.frame(frame, of: heard),
      let picture = Bitmap(size: film.size, rgb: values)
    else { return nil }
    return Self.jpeg(picture.fitted(width: side.rawValue, height: side.rawValue))
  }

  /// Encodes a preview; returns `nil` if it can't be encoded.
  private static func jpeg(_ picture: Bitmap) -> [UInt8]? {
    guard let buffer = PixelBuffer(size: picture.size, channels: 3, values: picture.rgb) else {
      return nil
    }
    // A quality at which faults of the JPEG are not mistaken for faults of the picture.
    return try? JPEGWriter.bytes(of: buffer, settings: .init(quality: 8800, sampling: .half))
  }
}

/// Runs pieces of work that several callers may request: each piece once, and a limited number
/// concurrently.
actor SharedWorkQueue {
  /// The number of workers that are free.
  private var free: Int
  /// The pieces of work that wait for a free worker, in the order of arrival.
  private var waiting: [CheckedContinuation<Void, Never>] = []
  /// The unfinished pieces of work by name, including those that wait.
  private var running: [String: Task<[UInt8]?, Never>] = [:]

  /// Creates a queue.
  ///
  /// - Parameter limit: The maximum number of pieces of work that run concurrently.
  init(concurrency limit: Int) { free = limit }

  /// Runs a piece of work, or waits for the result of an unfinished one with the same name.
  func run(_ name: String, _ work: @escaping @Sendable () async -> [UInt8]?) async -> [UInt8]? {
    if let task = running[name] { return await task.value }
    let task = Task {
      await acquire()
      let value = await work()
      release()
      return value
    }
    running[name] = task
    let value = await task.value
    running[name] = nil
    return value
  }

  /// Waits for a free worker.
  private func acquire() async {
    if free > 0 {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  /// Passes the worker on to the next waiting piece of work, or marks it as free.
  private func release() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}

internal import Files
internal import Library
internal import Media

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
    await PreviewMaker(inspector).preview(of: ListedFile(path), within: .side(side.rawValue))?.bytes
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

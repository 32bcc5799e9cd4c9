internal import Drawing
internal import Files
internal import Library
internal import Media
internal import Preparing

/// Pictures of a library made small, to be looked at: upright, in sRGB, as JPEGs. Each is made once and kept
/// beside the library, or made again each time where that can't be written.
public final class Previews: Sendable {
  /// How long the longer side of a preview is at most.
  public enum Side: Int, CaseIterable, Sendable {
    case small = 320
    case medium = 640
    case large = 1280
    case full = 2560
  }

  private let store: LibraryStore
  private let inspector: Inspector
  private let bench: Bench

  public init(of library: ElementLibrary) {
    store = library.store
    inspector = library.inspector()
    bench = Bench(places: library.workers)
  }

  /// Where a preview lies, if it was made before.
  public func path(of blob: Digest, _ side: Side) -> FilePath {
    store.previews.path(of: blob, side: side.rawValue)
  }

  /// A preview of a file of the library; nothing where there is nothing to be seen in it.
  public func preview(of blob: Digest, _ side: Side) async -> [UInt8]? {
    let place = store.blobs.path(of: blob)
    return await bench.once("\(blob.hex) \(side.rawValue)") { [self] in
      // Somebody else may have made it while this one waited.
      if case .success(let bytes) = TextFile.read(path(of: blob, side), limit: 64 << 20) {
        return bytes
      }
      guard store.blobs.has(blob), let bytes = await make(of: place, side) else { return nil }
      if !store.isReadOnly {
        store.previews.keep(
          bytes, of: blob, side: side.rawValue, temporaryName: store.temporaryName)
      }
      return bytes
    }
  }

  /// A preview of a file anywhere, which is not kept.
  public func preview(of path: FilePath, _ side: Side) async -> [UInt8]? {
    await bench.once("\(path.text) \(side.rawValue)") { [self] in await make(of: path, side) }
  }

  private func make(of path: FilePath, _ side: Side) async -> [UInt8]? {
    let inspector = inspector
    let made = await inspector.holding(path) { file -> [UInt8]? in
      if side.rawValue > AnalysisPicture.longSide { return await large(file, side) }
      let box = PixelSize(width: side.rawValue, height: side.rawValue)
      return await inspector.preview(file, within: box).flatMap {
        Self.jpeg(Bitmap($0).fitted(width: box.width, height: box.height))
      }
    }
    if case .success(let bytes?) = made { return bytes }
    return await still(of: path, side)
  }

  private func large(_ file: Inspector.HeldFile, _ side: Side) async -> [UInt8]? {
    let found = await inspector.see(file, as: .nameless)
    guard let (planner, plan) = Planner.viewing(found, within: side.rawValue) else { return nil }
    let maker = PictureMaker(plan, by: planner, file.bytes, found)
    let decoding = inspector.pixelMemory(of: file.bytes, found.facts)
    let made = await inspector.made(maker, of: file, found, decoding: decoding)
    return (try? made.get())?.bytes
  }

  /// The best frame of a clip.
  private func still(of path: FilePath, _ side: Side) async -> [UInt8]? {
    let heard = await inspector.listen(to: path)
    guard let film = heard.facts.film, film.frameCount > 0 else { return nil }
    let frame = film.seen?.stills.first?.moment.frame ?? 0
    guard let values = try? await inspector.frame(frame, of: heard),
      let picture = Bitmap(size: film.size, rgb: values)
    else { return nil }
    return Self.jpeg(picture.fitted(width: side.rawValue, height: side.rawValue))
  }

  private static func jpeg(_ picture: Bitmap) -> [UInt8]? {
    guard let held = HeldPicture(size: picture.size, channels: 3, values: picture.rgb) else {
      return nil
    }
    // Good enough that nobody takes a fault of the preview for one of the picture.
    return try? JPEGWriter.bytes(of: held, settings: .init(quality: 8800, sampling: .half))
  }
}

/// Where work is done that several may ask for at a time: each piece once, and only so many at a time.
actor Bench {
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var underWay: [String: Task<[UInt8]?, Never>] = [:]

  init(places: Int) { free = places }

  func once(_ name: String, _ work: @escaping @Sendable () async -> [UInt8]?) async -> [UInt8]? {
    if let task = underWay[name] { return await task.value }
    let task = Task {
      await take()
      let value = await work()
      leave()
      return value
    }
    underWay[name] = task
    let value = await task.value
    underWay[name] = nil
    return value
  }

  private func take() async {
    if free > 0 {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}

internal import CTIFF
internal import Decoding
internal import POSIX

/// The bytes of a TIFF as libtiff reads them, and the first problem that it reports.
final class TIFFSource {
  /// The file that libtiff's callbacks read.
  let file: MemoryFile
  /// The first problem that libtiff reported.
  private(set) var problem: DecodedPicture.Problem?

  /// Prepares the bytes, which the caller keeps alive.
  init(_ bytes: UnsafeRawBufferPointer) { file = unsafe MemoryFile(bytes) }

  /// Records the first error, classified by its text: libtiff has no error codes.
  func recordError(_ words: String) {
    guard problem == nil else { return }
    if words.contains("memory") || words.contains("Memory") {
      problem = .outOfMemory
    } else if Self.endings.contains(where: words.contains) {
      problem = .truncated(words)
    } else {
      let isUnknown = Self.refusals.contains(where: words.contains)
      problem = isUnknown ? .unsupported(words) : .corrupt(words)
    }
  }

  /// Parts of libtiff's messages about a file that ends too early.
  private static let endings = ["Read error", "Cannot read", "Not enough data", "Can not read"]
  /// Parts of the messages of libtiff and libjpeg about valid TIFF files that they do not
  /// decode.
  private static let refusals = [
    "not supported", "nsupported", "implemented", "Cannot handle different", "Sorry",
    "not configured", "No support for",
  ]

  /// Records a warning that concerns pixels.
  ///
  /// libtiff continues when libjpeg only warns: about invalid codes, data that ends early,
  /// or a strip with fewer rows than its page needs. Warnings about tags are ignored,
  /// since pixels do not depend on them.
  func recordWarning(_ words: String, from module: String) {
    // libjpeg reports only the first warning of a strip. Even a harmless one may hide
    // another.
    let concernsPixels = module == "JPEGLib" || module == "LibJpeg"
    guard concernsPixels || words.hasPrefix("Improper JPEG strip/tile size") else { return }
    if words.hasPrefix("Premature end") {
      problem = problem ?? .truncated(words)
    } else {
      problem = problem ?? .corrupt(words)
    }
  }

  /// Forgets the problems found so far.
  func clearProblem() { problem = nil }

  /// Opens the file with libtiff. Returns `nil` when that fails; `problem` may then say
  /// why.
  func open() -> OpaquePointer? {
    guard let options = unsafe TIFFOpenOptionsAlloc() else { return nil }
    defer { unsafe TIFFOpenOptionsFree(options) }
    let state = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe TIFFOpenOptionsSetErrorHandlerExtR(options, onError, state)
    unsafe TIFFOpenOptionsSetWarningHandlerExtR(options, onWarning, state)
    return unsafe TIFFClientOpenExt(
      "picture", "r", state, onRead, onWrite, onSeek, onClose, onSize, onMap, onUnmap, options)
  }
}

// Callbacks for libtiff. It reads pixels directly from the mapped memory; the other
// callbacks serve the header.

/// The instance behind libtiff's user data.
private func source(_ state: UnsafeMutableRawPointer?) -> TIFFSource? {
  unsafe state.map {
    unsafe Unmanaged<TIFFSource>.fromOpaque($0).takeUnretainedValue()
  }
}

private let onError: TIFFErrorHandlerExtR = { _, state, _, format, arguments in
  unsafe words(format, arguments).map { unsafe source(state)?.recordError($0) }
  return 1
}

private let onWarning: TIFFErrorHandlerExtR = { _, state, module, format, arguments in
  let module = unsafe module.map { unsafe String(cString: $0) } ?? ""
  unsafe words(format, arguments).map { unsafe source(state)?.recordWarning($0, from: module) }
  return 1
}

/// Formats a message of libtiff, shortened to 299 bytes.
private func words(_ format: UnsafePointer<CChar>?, _ arguments: CVaListPointer?) -> String? {
  guard let format = unsafe format, let arguments = unsafe arguments else { return nil }
  var text = [CChar](repeating: 0, count: 300)
  let count = text.count
  _ = unsafe vsnprintf(&text, count, format, arguments)
  return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

private let onRead: TIFFReadWriteProc = { state, into, count in
  guard let into = unsafe into, let file = unsafe source(state)?.file else { return 0 }
  return unsafe tmsize_t(file.read(into: into, Int(count)))
}

private let onWrite: TIFFReadWriteProc = { _, _, _ in 0 }

private let onSeek: TIFFSeekProc = { state, offset, whence in
  let origin: MemoryFile.Origin =
    switch whence {
    case SEEK_CUR: .current
    case SEEK_END: .end
    default: .start
    }
  let target = unsafe source(state)?.file.seek(Int(truncatingIfNeeded: offset), from: origin)
  return target.map(UInt64.init) ?? UInt64.max
}

private let onClose: TIFFCloseProc = { _ in 0 }

private let onSize: TIFFSizeProc = { state in
  UInt64(unsafe source(state)?.file.count ?? 0)
}

private let onMap: TIFFMapFileProc = { state, base, size in
  guard let file = unsafe source(state)?.file, let start = unsafe file.start else { return 0 }
  unsafe base?.pointee = UnsafeMutableRawPointer(mutating: start)
  unsafe size?.pointee = UInt64(file.count)
  return 1
}

private let onUnmap: TIFFUnmapFileProc = { _, _, _ in }

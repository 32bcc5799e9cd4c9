internal import CTIFF
internal import Decoding

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The bytes as libtiff takes them, and what it says of them.
final class TIFFSource {
  let file: MemoryFile
  private(set) var problem: DecodedPicture.Problem?

  init(_ bytes: UnsafeRawBufferPointer) { file = unsafe MemoryFile(bytes) }

  func note(_ words: String) {
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

  /// What libtiff says where the file goes on no further.
  private static let endings = ["Read error", "Cannot read", "Not enough data", "Can not read"]
  /// What it and libjpeg say of a kind of TIFF that they don't decode, sound as it may be.
  private static let refusals = [
    "not supported", "nsupported", "implemented", "Cannot handle different", "Sorry",
    "not configured", "No support for",
  ]

  /// Takes a warning for what it means. libtiff goes on where libjpeg only warns: of bits that are no
  /// code, of data that end early, of a strip with fewer rows than its page needs. What it says of tags
  /// is nothing that pixels depend on.
  func note(warning words: String, from module: String) {
    // libjpeg tells the first warning of a strip and keeps further ones for itself: there is no
    // harmless one that another might not follow.
    let isOfPixels = module == "JPEGLib" || module == "LibJpeg"
    guard isOfPixels || words.hasPrefix("Improper JPEG strip/tile size") else { return }
    if words.hasPrefix("Premature end") {
      problem = problem ?? .truncated(words)
    } else {
      problem = problem ?? .corrupt(words)
    }
  }

  func forgetProblems() { problem = nil }

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

// What libtiff calls. It reads from memory where it can; the other calls serve its header.

private func source(_ state: UnsafeMutableRawPointer?) -> TIFFSource? {
  unsafe state.map {
    unsafe Unmanaged<TIFFSource>.fromOpaque($0).takeUnretainedValue()
  }
}

private let onError: TIFFErrorHandlerExtR = { _, state, _, format, arguments in
  unsafe words(format, arguments).map { unsafe source(state)?.note($0) }
  return 1
}

private let onWarning: TIFFErrorHandlerExtR = { _, state, module, format, arguments in
  let module = unsafe module.map { unsafe String(cString: $0) } ?? ""
  unsafe words(format, arguments).map { unsafe source(state)?.note(warning: $0, from: module) }
  return 1
}

private func words(_ format: UnsafePointer<CChar>?, _ arguments: CVaListPointer?) -> String? {
  guard let format = unsafe format, let arguments = unsafe arguments else { return nil }
  var words = [CChar](repeating: 0, count: 300)
  let count = words.count
  _ = unsafe vsnprintf(&words, count, format, arguments)
  return String(decoding: words.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

private let onRead: TIFFReadWriteProc = { state, into, count in
  guard let into = unsafe into, let file = unsafe source(state)?.file else { return 0 }
  return unsafe tmsize_t(file.read(into: into, Int(count)))
}

private let onWrite: TIFFReadWriteProc = { _, _, _ in 0 }

private let onSeek: TIFFSeekProc = { state, offset, whence in
  let origin: MemoryFile.Origin =
    switch whence {
    case SEEK_CUR: .here
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

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
    let endings = ["Read error", "Cannot read", "Not enough data", "Can not read"]
    if words.contains("memory") || words.contains("Memory") {
      problem = .outOfMemory
    } else {
      problem = endings.contains(where: words.contains) ? .truncated(words) : .corrupt(words)
    }
  }

  func forgetProblems() { problem = nil }

  func open() -> OpaquePointer? {
    guard let options = unsafe TIFFOpenOptionsAlloc() else { return nil }
    defer { unsafe TIFFOpenOptionsFree(options) }
    let state = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe TIFFOpenOptionsSetErrorHandlerExtR(options, onError, state)
    unsafe TIFFOpenOptionsSetWarningHandlerExtR(options, onWarning, nil)
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
  var words = [CChar](repeating: 0, count: 300)
  let count = words.count
  guard let arguments = unsafe arguments else { return 1 }
  _ = unsafe vsnprintf(&words, count, format, arguments)
  unsafe source(state)?.note(
    String(decoding: words.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
  return 1
}

private let onWarning: TIFFErrorHandlerExtR = { _, _, _, _, _ in 1 }

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

import Foundation

// The entry points of libFuzzer. `CASTBOOK_FUZZ` names the target; with `CASTBOOK_FUZZ_SEEDS`
// naming a folder, seeds and words of every target are written there instead, and the targets are
// listed.

/// The target of this process.
private let target: FuzzTarget = {
  let name = ProcessInfo.processInfo.environment["CASTBOOK_FUZZ"] ?? ""
  guard let target = FuzzTarget.named(name) else { fatalError("there is no target \"\(name)\"") }
  return target
}()

@_cdecl("LLVMFuzzerInitialize")
public func initializeFuzzer(
  _ count: UnsafeMutablePointer<CInt>?,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
  guard let folder = ProcessInfo.processInfo.environment["CASTBOOK_FUZZ_SEEDS"] else { return 0 }
  do {
    for target in FuzzTarget.all { try write(target, into: URL(filePath: folder)) }
    exit(0)
  } catch {
    fatalError("\(error)")
  }
}

/// Writes `NAME/` with a file for each seed and `NAME.words`, and prints the name and the maximum
/// length of an input.
private func write(_ target: FuzzTarget, into folder: URL) throws {
  let seeds = folder.appending(path: target.name)
  try? FileManager.default.removeItem(at: seeds)
  try FileManager.default.createDirectory(at: seeds, withIntermediateDirectories: true)
  for (number, seed) in target.inputs.enumerated() {
    try Data(seed).write(to: seeds.appending(path: "seed-\(number)"))
  }
  try Data(target.dictionary.utf8).write(to: folder.appending(path: "\(target.name).words"))
  print(target.name, target.maximumLength)
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do {
    try target.check([UInt8](UnsafeBufferPointer(start: start, count: count)))
  } catch {
    fatalError("\(target.name): \(error)")
  }
  return 0
}

internal import Files
internal import Sending
internal import Transfers

/// Writes every call and its answer to a folder, one file each: `0001-post-queue.fal.run.json`.
final class CallRecorder {
  private let folder: FilePath
  private var number = 0
  /// Why a call is missing from the folder.
  private var failure: FileError?

  private static let maximumNumber = 99_999

  /// Creates the folder if it doesn't exist.
  init(_ folder: FilePath) throws {
    self.folder = folder
    try FileSystem.createFolders(folder)
    try FileSystem.requireWritable(folder)
    // Continue after the files of earlier runs.
    let names = try Folder.names(in: folder).get()
    number =
      names.compactMap { name in
        Int(String(decoding: name.prefix { $0 != UInt8(ascii: "-") }, as: UTF8.self))
      }.filter { (0..<Self.maximumNumber).contains($0) }.max() ?? 0
  }

  /// Fails if an earlier call could not be written.
  func check() throws { if let failure { throw OutputFileError(folder, failure) } }

  /// Writes a call and its answer, without replacing any file. A failure is reported later, by
  /// `check`: an answer must not be lost because of it.
  func add(
    _ call: ProviderCall, _ result: Result<ProviderResponse, TransferFailure>, at moment: Instant
  ) {
    let recorded = RecordedCall(call, result, at: moment)
    let bytes = Array("\(recorded.json.indentedText)\n".utf8)
    while number < Self.maximumNumber {
      number += 1
      let digits = String(number)
      let prefix = String(repeating: "0", count: max(4 - digits.count, 0)) + digits
      let path = folder.appending("\(prefix)-\(recorded.name)".utf8)
      do throws(FileError) {
        try FileSystem.create(path, bytes, mode: 0o600, isDurable: false)
        return
      } catch {
        guard error.kind == .exists else {
          failure = error
          return
        }
      }
    }
  }
}

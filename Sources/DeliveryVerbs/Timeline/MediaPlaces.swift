internal import Files
internal import Media

/// The names that the files of takes get in the folder of media, and how a timeline refers to them.
struct MediaPlaces {
  /// The folder as the user named it, or beside the timeline.
  let folder: FilePath
  /// The absolute path of the folder.
  private let fullFolder: FilePath
  /// The path of the folder from the folder of the timeline.
  private let relativeFolder: FilePath?
  private var names = UniqueFileNames()
  /// The names that files have, with or without a suffix.
  private var known: [Digest: String] = [:]
  /// The files to write, in the order in which they were found.
  private(set) var files: [TimelinePlan.File] = []

  /// The maximum length of a shot's name in the name of a file, in bytes. File systems allow 255.
  private static let maximumNameBytes = 200

  /// Prepares the places for a timeline; `output` is `nil` if none will be written.
  init(folder named: FilePath?, output: FilePath?) {
    let output = output ?? FilePath("timeline.otio") ?? .unnamed
    folder = named ?? output.folder.appending(output.stem + Array("-media".utf8))
    let base = Self.components(of: output.folder)
    let full = Self.components(of: folder)
    fullFolder = FilePath(bytes: full.flatMap { [UInt8(ascii: "/")] + $0 }) ?? folder
    let shared = zip(base, full).prefix { $0 == $1 }.count
    let up = Array(repeating: Array("..".utf8)[...], count: base.count - shared)
    relativeFolder = FilePath(bytes: (up + full[shared...]).joined(separator: [UInt8(ascii: "/")]))
  }

  /// Returns the names in the absolute path of a folder, of which the last ones may not exist yet.
  private static func components(of folder: FilePath) -> [ArraySlice<UInt8>] {
    var existing = folder
    var missing: [[UInt8]] = []
    while FileSystem.statusFollowingLinks(existing) == nil, existing.folder != existing {
      missing.append(existing.name.bytes)
      existing = existing.folder
    }
    let start = FileSystem.resolved(existing) ?? existing
    return start.bytes.split(separator: UInt8(ascii: "/")) + missing.reversed().map { $0[...] }
  }

  /// Returns the name of a take's file: its shot with the first digits of its digest. A take that
  /// two shots share is named after the first.
  ///
  /// - Parameter format: The format of the file; `nil` if it is missing here, so none is written.
  mutating func name(
    of digest: Digest, in shot: String, _ format: MediaFormat?, byteCount: Int
  ) -> String {
    if let name = known[digest] { return name }
    let plain = FileName.validName(shot, or: "shot")
    let stem = FileName.shortened(plain, to: Self.maximumNameBytes, or: "shot")
    let suffix = format.map { ".\($0.suffixes.first ?? "bin")" } ?? ""
    let name = names.add("\(stem)-\(digest.hex.prefix(8))\(suffix)")
    known[digest] = name
    if format != nil {
      files.append(TimelinePlan.File(name: name, digest: digest, byteCount: byteCount))
    }
    return name
  }

  /// Returns where a file of the folder is.
  func location(of name: String) -> Media.Location {
    Media.Location(
      path: fullFolder.appending(name.utf8),
      relative: relativeFolder?.appending(name.utf8) ?? FilePath(name) ?? .unnamed)
  }
}

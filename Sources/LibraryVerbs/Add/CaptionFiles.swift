internal import Files
internal import Library
internal import Media

/// The captions in a folder of pictures for training: text files with the names of pictures, as
/// kohya's trainers, ai-toolkit and `castbook export --layout` write them.
struct CaptionFiles {
  /// What captions say beyond the names of the folder and of their pictures, by picture.
  let notes: [FilePath: String]
  /// The text files that belong to pictures.
  let files: Set<FilePath>
  /// The word by which the folder's name calls the element: `mira` in `10_mira person`.
  let elementName: String

  /// The suffixes of caption files.
  private static let suffixes: Set = ["txt", "caption"]
  /// The maximum size of a caption file in bytes.
  private static let byteLimit = 64 << 10

  /// Reads the captions among the files of a folder.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if a caption can't be read, is too long or is
  ///   not UTF-8.
  init(_ paths: [FilePath], in folder: FilePath) throws {
    let name = Self.elementName(folder.name.text)
    let pictures = Dictionary(
      paths.filter { !Self.isText($0) }.map { (Self.stem($0), $0) },
      uniquingKeysWith: { first, _ in first })
    var files: Set<FilePath> = []
    var captions: [FilePath: [String]] = [:]
    for path in paths where Self.isText(path) {
      guard let picture = pictures[Self.stem(path)] else { continue }
      files.insert(path)
      captions[picture] = try Self.parts(of: path)
    }
    let heads = Set(captions.values.map { $0.first ?? "" })
    notes = captions.reduce(into: [:]) { notes, caption in
      var parts = caption.value[...]
      // What all captions begin with is the name and the class, which the element has anyway.
      if let first = parts.first, Self.isHead(first, of: name, isShared: heads.count == 1) {
        parts = parts.dropFirst()
      }
      if let role = Role(inFileName: caption.key), parts.first == role.captionWords {
        parts = parts.dropFirst()
      }
      let note = parts.joined(separator: ", ")
      if !note.isEmpty { notes[caption.key] = note }
    }
    self.files = files
    elementName = name
  }

  /// Returns the name of the element that a folder is named after.
  private static func elementName(_ folder: String) -> String {
    let parts = folder.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let repeats = Int(parts[0]), repeats > 0,
      let trigger = parts[1].split(separator: " ").first
    else { return folder }
    return String(trigger)
  }

  private static func isText(_ path: FilePath) -> Bool { suffixes.contains(path.suffix ?? "") }

  /// The path without its suffix, which a picture and its caption share.
  private static func stem(_ path: FilePath) -> FilePath { path.folder.appending(path.stem) }

  /// Returns the parts of a caption between commas.
  private static func parts(of path: FilePath) throws -> [String] {
    let bytes: [UInt8]
    switch TextFile.read(path, limit: byteLimit) {
    case .success(let found): bytes = found
    case .failure(let failure):
      throw ElementLibraryError.invalidRequest(
        "\(path): the caption can't be read: \(failure.message)",
        fix: "mend the file, or move it away")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ElementLibraryError.invalidRequest(
        "\(path): the caption is not UTF-8", fix: "save it as UTF-8, or move it away")
    }
    return TextRule.oneLine(text)
      .split(separator: ",").map { TextRule.trimmed(String($0)) }.filter { !$0.isEmpty }
  }

  /// Returns whether the first part of a caption is only the name of the element and its class.
  private static func isHead(_ part: String, of name: String, isShared: Bool) -> Bool {
    part == name || isShared && part.hasPrefix("\(name) ")
      || classes.contains { part == "\(name) \($0)" }
  }

  /// The classes that a dataset of ours has if the user names none.
  private static let classes = ["person", "character", "product", "place"]
}

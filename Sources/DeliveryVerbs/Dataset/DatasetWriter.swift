internal import Files
internal import Library

/// Writes a dataset into a folder: all of it or nothing.
struct DatasetWriter {
  private let dataset: Dataset
  private let folder: FilePath
  private let replaces: Bool

  /// The name of the file that describes the dataset.
  static let recordName = "dataset.json"
  /// The maximum size of that file in bytes.
  private static let recordByteLimit = 16 << 20

  init(_ dataset: Dataset, folder: FilePath, replaces: Bool) {
    self.dataset = dataset
    self.folder = folder
    self.replaces = replaces
  }

  /// Writes pictures, captions, what the trainer needs, and the description.
  func write(from library: ElementLibrary) throws -> ExportDataset.Outcome {
    let earlier = earlierFiles
    let output = try PreparedFolder(at: folder, replacing: replaces)
    do {
      var files: [(name: FilePath, copy: KeptCopy)?] = []
      func stage(_ name: String, _ bytes: [UInt8]) throws {
        guard let path = FilePath(name) else { return }
        files.append((path, try output.stage(bytes, SHA256.digest(of: bytes))))
      }
      for element in dataset.elements {
        for picture in element.pictures {
          let bytes = try library.store.bytes(of: picture.blob)
          try stage("\(element.folder)/\(picture.file)", bytes)
          try stage("\(element.folder)/\(picture.captionFile)", picture.captionBytes)
        }
      }
      if dataset.layout == .aiToolkit {
        let text = DatasetLayout.configuration(
          of: dataset.elements, resolution: dataset.resolution)
        try stage(DatasetLayout.configurationName, Array(text.utf8))
      }
      let record = DatasetJSON.value(of: dataset).indentedText + "\n"
      try stage(Self.recordName, Array(record.utf8))
      let written = try output.publish(files, among: FileList([FilePath]())).compactMap { $0 }
      let removed = try removeStale(earlier, besides: Set(written.map(\.name)))
      try? FileSystem.syncEverything(around: folder)
      return ExportDataset.Outcome(
        dataset: dataset, folder: folder, existingCount: written.count { $0.alreadyExisted },
        removed: removed)
    } catch {
      output.discard()
      throw error
    }
  }

  // MARK: An earlier dataset

  /// The files that an earlier dataset in the folder says it has, with their digests.
  private var earlierFiles: [(name: String, digest: String)] {
    guard replaces,
      case .success(let bytes) = TextFile.read(
        folder.appending(Self.recordName.utf8), limit: Self.recordByteLimit),
      let record = try? JSONParser.parse(bytes),
      record["castbook"]?.string == DatasetJSON.schema
    else { return [] }
    return (record["elements"]?.array ?? []).flatMap { element in
      (element["pictures"]?.array ?? []).flatMap { picture -> [(name: String, digest: String)] in
        ["file", "captionFile"].compactMap { key in
          guard let folder = element["folder"]?.string, let name = picture[key]?.string,
            let digest = picture["\(key)Sha256"]?.string
          else { return nil }
          return (name: "\(folder)/\(name)", digest: digest)
        }
      }
    }
  }

  /// Removes files of an earlier dataset that are not in this one, since a trainer would read them,
  /// too. Those that were changed stay.
  private func removeStale(
    _ earlier: [(name: String, digest: String)], besides written: Set<String>
  ) throws -> [String] {
    var removed: [String] = []
    for (name, digest) in earlier where !written.contains(name) {
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      // The record may have been made by anyone.
      guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }),
        let path = FilePath(name).map({ folder.appending($0.bytes) }),
        FileSystem.status(path.folder)?.isFolder == true,
        FileSystem.status(path)?.isFile == true, let digest = Digest(hex: digest),
        (try? OutputFile.refuse(path, unlessItIs: digest)) == .alreadyThere
      else { continue }
      try FileSystem.remove(path)
      FileSystem.removeFolder(path.folder)
      removed.append(name)
    }
    return removed
  }
}

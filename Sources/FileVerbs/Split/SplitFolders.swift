internal import Files

/// The views that `split` wrote into folders. The roles in their names follow from the order on the
/// sheet, so they are only assumed when the views are added.
package struct SplitFolders {
  /// The names of the views with assumed roles, for each folder that was looked at.
  private var names: [FilePath: Set<String>] = [:]

  package init() {}

  /// Returns whether the role in a file's name follows from the order of views on a sheet.
  package mutating func hasAssumedRole(_ file: FilePath) -> Bool {
    let folder = file.folder
    let known = names[folder] ?? Self.assumedNames(in: folder)
    names[folder] = known
    return known.contains(file.name.text)
  }

  /// Returns the names of views with assumed roles, from the record that `split` wrote into a
  /// folder; empty without a record.
  private static func assumedNames(in folder: FilePath) -> Set<String> {
    let record = folder.appending(SplitJSON.proofName.utf8)
    guard case .success(let bytes) = TextFile.read(record, limit: 64 << 20),
      let proof = try? JSONParser.parse(bytes, bounds: PrepareJSON.bounds),
      proof["castbook"]?.string == SplitJSON.schema
    else { return [] }
    let views = (proof["sheets"]?.array ?? []).flatMap { $0["views"]?.array ?? [] }
    return Set(
      views.filter { $0["roleAssumed"] == true }.compactMap { $0["output"]?["path"]?.string })
  }
}

import Castbook

/// Registers a character with pictures, finds it again, changes it, and pins it for a film.
///
///     CastList LIBRARY FILM PICTURE…
///
/// `LIBRARY` is the library's folder, created if it does not exist. `FILM` is an existing folder.
@main
struct CastList {
  let library: ElementLibrary
  let film: ProjectLocation

  static func main() async throws {
    let paths = CommandLine.arguments.dropFirst().compactMap { FilePath($0) }
    guard paths.count > 2 else { return print("usage: CastList LIBRARY FILM PICTURE…") }
    do {
      let list = CastList(
        library: try await ElementLibrary.openOrCreate(at: LibraryLocation(paths[0])),
        film: try ProjectLocation(named: paths[1]))
      try await list.register(Array(paths[2...]))
      try list.search("courier")
      try list.show("@mira")
      try await list.edit("@mira")
      try list.pin("@mira")
      try list.show("@mria")
    } catch {
      // Every error states what happened and what to do.
      let report = ErrorReport(error)
      print(report.message)
      if let fix = report.fix { print("  \(fix)") }
    }
  }

  /// Adds all pictures or none: an error names the damaged one.
  func register(_ pictures: [FilePath]) async throws {
    var mira = ElementDraft(.character, try Handle("@mira"))
    mira.texts.name = "Mira Okafor"
    mira.texts.description = "A courier in a red coat."
    mira.texts.tags = ["lead"]
    mira.rights.basis = .own
    mira.files = pictures.map { ElementDraft.File($0) }
    for element in try await Add(mira).run(in: library).elements {
      print(
        "\(element.handle): \(element.files.count) added, \(element.existingFiles.count) already there"
      )
    }
  }

  func search(_ words: String) throws {
    for element in try Search(words).run(in: library).elements {
      print("\"\(words)\" finds \(element.handle), \(element.name)")
    }
  }

  /// Lists the files with the findings of each.
  func show(_ name: String) throws {
    let details = try Show(HandleReference(name)).run(in: library)
    print("\(details.revision.handle) is at revision \(details.revision.sequence)")
    for file in details.files {
      print("  \(file.number)  \(file.reference.role.rawValue)  \(file.reference.file)")
      for finding in file.checked?.allFindings ?? [] where finding.severity > .note {
        print("     \(finding.sentence) [\(finding.rule)]")
      }
    }
  }

  /// `ifParent` makes the edit fail if the element was changed since `find` read it.
  func edit(_ name: String) async throws {
    let found = try library.find(name)
    var edit = ElementEdit()
    edit.texts.tags = ["season 1"]
    edit.order = [2]
    let change = try Edit(HandleReference(name), edit, ifParent: found.revision.digest)
    let outcome = try await change.run(in: library)
    for change in outcome.changes { print("changed: \(change)") }
  }

  /// Pins the handle: the film uses exactly these files, even when the element changes.
  func pin(_ name: String) throws {
    let reference = try HandleReference(name)
    let outcome = try Use([reference], at: film).run(in: library)
    let mira = try outcome.project.resolve(reference, in: library)
    print("the film means \(mira.handle):\(mira.found.revision.revision.sequence)")
  }
}

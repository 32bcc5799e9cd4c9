internal import Castbook

/// An open gallery: the library that it shows, and what its pages have dropped, made and begun.
struct OpenGallery: Sendable {
  /// The library that the page shows, and its previews.
  let shown: ShownLibrary
  let options: GalleryServer.Options
  /// The overviews of elements that lists show, which are expensive to compute again.
  let overviews = OverviewCache()
  /// The files that were dropped on the page and are not kept yet.
  let drops: Drops
  /// The comparisons of pictures that pages have begun.
  let comparisons = Comparisons()
  /// The files that were made for the page to download.
  let downloads = Downloads()
  /// The open pages that receive events.
  let listeners = Listeners()
  /// The exchange with the team's store that a page has begun.
  let teamWork: SoleWork
  /// The check or the backup of the library that a page has begun.
  let careWork: SoleWork
  /// The sends and fetches that pages have begun.
  let sendWork: SendWork
  /// The projects whose shots pages show.
  let watchedProjects = WatchedProjects()
  /// The folders of projects that pages have opened.
  let openedProjects: OpenedProjects
  /// The id of this start of the server. Files that were dropped on an earlier one are gone.
  let run = AccessControl.secret(8)

  /// Opens the gallery of a library.
  ///
  /// - Throws: Any error of creating the folder for dropped files.
  init(_ library: ElementLibrary, _ options: GalleryServer.Options) throws {
    shown = ShownLibrary(library)
    self.options = options
    openedProjects = OpenedProjects(of: library.id, in: options.folders)
    drops = Drops(folder: try DropFolder())
    teamWork = SoleWork(.team, telling: listeners)
    careWork = SoleWork(.care, telling: listeners)
    sendWork = SendWork(telling: listeners, in: drops.folder.path)
  }

  /// The library as it was last opened.
  var library: ElementLibrary { shown.opened.library }
  /// The reduced pictures of the library's files.
  var previews: Previews { shown.opened.previews }

  /// Why the library cannot be changed; `nil` when it can.
  var obstacle: Refusal? {
    if options.isReadOnly {
      return Refusal(
        status: 423, rule: "library.read-only",
        message: "the gallery is read-only",
        fix: "start castbook serve without --read-only")
    }
    return library.obstacle.map { error in
      var refusal = Refusal(error)
      refusal.status = 423
      return refusal
    }
  }

  /// Throws a `Refusal` with status 423 when the library cannot be changed.
  func requireWriteAccess() throws {
    if let obstacle { throw obstacle }
  }

  /// Resolves the names of targets, separated by commas, or the default target when there
  /// are none.
  func targets(_ names: String? = nil) throws -> [CheckTarget] {
    let wanted = names?.split(separator: ",").map(String.init) ?? []
    return try CheckTarget.resolve(
      wanted.isEmpty ? [TargetCatalogue.defaultTarget.rawValue] : wanted,
      today: ProcessEnvironment.today,
      in: options.catalogue)
  }

  /// Returns the files of a revision.
  func files(of reference: HandleReference) throws -> FileList {
    FileList([.element(try library.files(of: reference))])
  }

  /// Returns elements in the short form in which they are mentioned beside others.
  func brief(_ elements: [ElementSummary]) throws -> [JSONValue] {
    let looks = try ReadOverviews(of: elements, for: targets(), cached: overviews).run(in: library)
    let suffixes = try library.suffixes(of: elements)
    return elements.indices.map {
      GalleryJSON.brief(elements[$0], suffix: suffixes[$0], looks[$0])
    }
  }
}

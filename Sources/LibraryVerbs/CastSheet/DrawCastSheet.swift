internal import Drawing
internal import Library

/// The verb `cast-sheet`: puts elements on pages to hand over, with their pictures, names, voices,
/// rights and pins.
///
/// ```swift
/// let sheet = try DrawCastSheet().run(in: library)
/// _ = try await sheet.writePDF(to: path, replacing: false)
/// ```
public struct DrawCastSheet: Sendable {
  /// The elements, in the order of the sheet; an empty array means those of the project, or of the
  /// whole library.
  public var elements: [HandleReference] = []
  /// The project whose pinned revisions are shown; `nil` for the latest revisions.
  public var project: Project?
  /// The kind of the elements, or `nil` for all kinds.
  public var kind: ElementKind?
  /// The tags that an element must have, all of them.
  public var tags: [String] = []
  /// The size of the pages.
  public var paper = CastSheetPaper.a4
  /// The title; `nil` for the name of the project's folder or of the library's.
  public var title: String?

  /// The largest number of elements on a sheet, about 200 pages.
  public static let maximumElements = 500

  /// Creates the verb for all elements of a library.
  public init() {}

  /// Gathers what is on the sheet, and lays it out. No picture is read yet.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if no element, or too many of them, are on the
  ///   sheet.
  public func run(in library: ElementLibrary) throws -> DrawnCastSheet {
    let status = try project.map { try ReadStatus(of: $0).run(in: library) }
    let subjects = try subjects(status, in: library)
    guard !subjects.isEmpty else { throw emptyError }
    var writer = CastEntryWriter(library: library, project: project)
    for subject in CastSubject.grouped(subjects) { try writer.add(subject) }
    let sheet = CastSheet(
      title: title ?? String((project?.folder ?? library.folder).name.text),
      lines: writer.summary, day: library.today, entries: writer.entries,
      paper: paper.drawn)
    return DrawnCastSheet(
      pages: sheet.pages(), pictures: writer.pictures, elementCount: writer.entries.count,
      missingCount: writer.missingCount, in: library)
  }

  /// The error about a sheet without elements.
  private var emptyError: ElementLibraryError {
    if kind != nil || !tags.isEmpty {
      return .invalidRequest("no element matches", fix: "leave out --kind or --tag")
    }
    return project.map {
      .invalidRequest("\($0.folder) pins no elements", fix: "pin one: castbook use @HANDLE")
    } ?? .invalidRequest("the library has no elements", fix: "add one: castbook add")
  }

  /// The error about a sheet with too many elements.
  private func tooMany(_ count: String) -> ElementLibraryError {
    .invalidRequest(
      "\(count) elements are more than a cast sheet shows, at most \(Self.maximumElements)",
      fix: "make several sheets: choose with @HANDLE, --kind or --tag")
  }

  // MARK: Which elements

  /// Returns the elements that are on the sheet.
  private func subjects(
    _ status: ProjectStatus?, in library: ElementLibrary
  ) throws -> [CastSubject] {
    let found =
      try status.map { try pinned($0) }
      ?? (elements.isEmpty ? all(in: library) : named(in: library))
    let chosen = try kind == nil && tags.isEmpty ? found : found.filter { try matches($0, library) }
    guard chosen.count <= Self.maximumElements else {
      throw tooMany(Quantity.grouped(chosen.count))
    }
    return chosen
  }

  /// Returns whether an element has the kind and the tags.
  private func matches(_ subject: CastSubject, _ library: ElementLibrary) throws -> Bool {
    guard let reference = subject.reference, let found = try? library.find(reference) else {
      return false
    }
    let revision = found.revision.revision
    return (kind == nil || revision.kind == kind) && tags.allSatisfy(revision.tags.contains)
  }

  /// Returns the elements that are named, each once.
  private func named(in library: ElementLibrary) throws -> [CastSubject] {
    var seen: Set<Digest> = []
    return try elements.compactMap { reference in
      let found = try library.find(reference)
      guard seen.insert(found.revision.digest).inserted else { return nil }
      let revision = found.revision
      return CastSubject(
        element: found.element, handle: found.handle, base: revision.revision.lookOf,
        reference: HandleReference(found.handle, at: revision.digest))
    }
  }

  /// Returns all elements that are in use, by kind and handle.
  private func all(in library: ElementLibrary) throws -> [CastSubject] {
    var filter = ElementFilter()
    filter.kind = kind
    filter.tags = tags
    let page = try ListElements(filter, limit: Self.maximumElements).run(in: library)
    guard page.next == nil else {
      throw tooMany(page.total.map(Quantity.grouped) ?? "more than \(Self.maximumElements)")
    }
    let sorted = page.elements.sorted { left, right in
      (left.kind.rank, left.handle.name, left.position)
        < (right.kind.rank, right.handle.name, right.position)
    }
    return sorted.map { entry in
      CastSubject(
        element: entry.element, handle: entry.handle, base: entry.lookOf,
        reference: HandleReference(entry.handle, at: entry.revision))
    }
  }

  /// Returns the pins of a project, or those of them that are named.
  private func pinned(_ status: ProjectStatus) throws -> [CastSubject] {
    let pins =
      try elements.isEmpty
      ? status.pins.sorted { ($0.rank, $0.pin.handle.name) < ($1.rank, $1.pin.handle.name) }
      : elements.map { reference in
        guard let pin = status.pin(named: reference) else {
          let names = status.pins.map { "\($0.pin.handle)" }
          throw ProjectError.notPinned(
            reference.name, near: nearestName(to: "@\(reference.name)", among: names))
        }
        return pin
      }
    var seen: Set<ULID> = []
    return pins.filter { seen.insert($0.pin.element).inserted }.map { pin in
      CastSubject(
        element: pin.pin.element, handle: pin.pin.handle, base: pin.latest.first?.lookOf,
        // The library may call the element something else by now.
        reference: pin.state == .missing
          ? nil
          : HandleReference(pin.latest.first?.handle ?? pin.pin.handle, at: pin.pin.revision),
        pin: pin)
    }
  }
}

/// The size of the pages of a cast sheet.
public enum CastSheetPaper: String, Sendable, CaseIterable {
  case a4, letter

  /// The size as the drawing module knows it.
  fileprivate var drawn: Paper { self == .a4 ? .a4 : .letter }
}

extension ProjectStatus {
  /// Returns the pin that a reference means, by the project's own handle or the library's.
  fileprivate func pin(named reference: HandleReference) -> PinStatus? {
    if let handle = reference.handle, let pin = pins.first(where: { $0.pin.handle == handle }) {
      return pin
    }
    return pins.first { pin in
      pin.latest.contains { $0.handle.name == reference.name }
    }
  }
}

extension ElementKind {
  /// The position of the kind on a sheet.
  fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}

extension PinStatus {
  /// The position of the element's kind on a sheet; elements that are not in the library come last.
  fileprivate var rank: Int { latest.first?.kind.rank ?? ElementKind.allCases.count }
}

/// One element that is on a cast sheet.
struct CastSubject: Sendable {
  /// The identity of the element.
  let element: ULID
  /// The handle that prompts use.
  let handle: Handle
  /// The element that this one is a look of, or `nil`.
  let base: ULID?
  /// The revision to show; `nil` if the library does not have it.
  let reference: HandleReference?
  /// The pin of the project, or `nil`.
  var pin: PinStatus?
  /// Whether the element comes right after the one that it is a look of.
  var isGrouped = false

  /// Returns elements with each look after the one that it is a look of, in the given order
  /// otherwise.
  static func grouped(_ subjects: [CastSubject]) -> [CastSubject] {
    let elements = Set(subjects.map(\.element))
    func isLook(_ subject: CastSubject) -> Bool {
      subject.base.map { $0 != subject.element && elements.contains($0) } ?? false
    }
    let looks = Dictionary(grouping: subjects.filter(isLook)) { $0.base }
    var placed: Set<ULID> = []
    var result: [CastSubject] = []
    for subject in subjects where !isLook(subject) {
      result.append(subject)
      guard placed.insert(subject.element).inserted else { continue }
      for var look in looks[subject.element] ?? [] {
        look.isGrouped = true
        result.append(look)
        placed.insert(look.element)
      }
    }
    // Looks of looks, which a merge of libraries may leave, follow by themselves.
    return result + subjects.filter { isLook($0) && !placed.contains($0.element) }
  }
}

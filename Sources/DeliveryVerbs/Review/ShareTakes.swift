internal import Archive
internal import Files
internal import Library
internal import Media

/// The verb `take share`: writes a page with takes, which people without Castbook open in a
/// browser.
///
/// They decide and comment there, and their answers come back as a file for `AddAnswers`. The page
/// requests nothing from anywhere. It contains the clips with their shots' names, decisions and
/// comments. It adds no prompts, prices, paths or, unless asked for, pictures of the cast. The
/// clips are as they came back, with what their makers wrote into them.
///
/// ```swift
/// var share = ShareTakes(to: path)
/// share.title = "The lobby film"
/// print(try await share.run(in: library).takes.count)
/// ```
public struct ShareTakes: Sendable {
  /// Which takes are shown, apart from rejected ones. Those without a file are left out.
  public var list = ListTakes()
  /// The files of the takes that are shown; `nil` for all of the list.
  public var files: Set<Digest>?
  /// The title of the page.
  public var title = "Review"
  /// Whether small pictures of the references go along, with the handles of their elements.
  public var withReferences = false
  /// The page as one file, if the name ends in `.html`; otherwise a folder with the page and the
  /// clips.
  public let path: FilePath
  /// Whether files that exist and are different are replaced.
  public var replaces = false

  /// Creates the verb for all takes that are not rejected.
  public init(to path: FilePath) {
    self.path = path
    list.results = Set(Take.Result.allCases.filter { $0 != .rejected })
  }

  /// The maximum size of the clips of a page that is one file, since browsers hold all of it in
  /// memory.
  public static let maximumFileBytes = 200_000_000
  /// The maximum number of takes.
  public static let maximumCount = ReviewAnswers.maximumCount

  /// Writes the page.
  ///
  /// - Throws: `ElementLibraryError` if there is nothing to show, or too much for one file;
  ///   `OutputFileError` if something else is in the way.
  public func run(in library: ElementLibrary) async throws -> SharedReview {
    let title = try RecordText.line(title, "a title", limit: 200)
    let (shown, missing) = try shownTakes(in: library)
    let isOneFile = path.suffix == "html"
    let review = try await GuestReview(
      shown, title: title.isEmpty ? "Review" : title, withReferences: withReferences,
      isOneFile: isOneFile, library)
    if isOneFile {
      let byteCount = review.files.reduce(0) { $0 + $1.byteCount }
      guard byteCount <= Self.maximumFileBytes else {
        throw ElementLibraryError.invalidRequest(
          "the clips have \(Quantity.bytes(byteCount)) together; a page in one file may have "
            + Quantity.bytes(Self.maximumFileBytes),
          fix: "show fewer of them, or name a folder: -o \(path.text.dropLast(5))")
      }
    }
    let writer = GuestPageWriter(review, replaces: replaces)
    let wasThere = try await isOneFile ? writer.writeFile(path) : writer.writeFolder(path)
    return SharedReview(
      id: review.id, path: path, takes: shown, missing: missing, withWorkflow: review.withWorkflow,
      byteCount: review.files.reduce(0) { $0 + $1.byteCount }, alreadyExisted: wasThere)
  }

  /// Returns the takes in the order of their shots' names, oldest first, and those whose file is
  /// missing.
  private func shownTakes(
    in library: ElementLibrary
  ) throws -> (shown: [TakeList.Listed], missing: [TakeList.Listed]) {
    let files = files
    let found = try list.run(in: library).takes.filter { listed in
      listed.take.blob.map { files?.contains($0) ?? true } ?? false
    }
    let named = found.reversed().enumerated().map { index, listed in
      (place: FilePath(listed.shotName) ?? .unnamed, index: index, listed: listed)
    }
    let takes = named.sorted { left, right in
      left.place == right.place
        ? left.index < right.index : left.place.naturallyPrecedes(right.place)
    }.map(\.listed)
    func isHere(_ listed: TakeList.Listed) -> Bool {
      listed.take.blob.map { library.store.blobs.contains($0) } == true
    }
    let shown = takes.filter(isHere)
    guard !shown.isEmpty else {
      throw ElementLibraryError.invalidRequest(
        takes.isEmpty ? "no takes to review" : "the files of all takes are missing here",
        fix: takes.isEmpty
          ? "record one: castbook take add CLIP --bundle BUNDLE" : "get them: castbook pull")
    }
    guard shown.count <= Self.maximumCount else {
      throw ElementLibraryError.invalidRequest(
        "\(shown.count) takes; a review may have \(Self.maximumCount)",
        fix: "show fewer: --result new, or --project DIR")
    }
    return (shown, takes.filter { !isHere($0) })
  }
}

/// A page with takes that was written.
public struct SharedReview: Sendable {
  /// The id that the answers name.
  public let id: String
  public let path: FilePath
  /// The takes on the page, in its order.
  public let takes: [TakeList.Listed]
  /// The takes that are not on it because their files are missing.
  public let missing: [TakeList.Listed]
  /// The takes on it whose files contain a workflow of ComfyUI, and so prompts and names of files.
  public let withWorkflow: [TakeList.Listed]
  /// The size of the clips and pictures together, in bytes.
  public let byteCount: Int
  /// Whether the same page was there already.
  public let alreadyExisted: Bool
}

extension TakeList.Listed {
  /// The name of the shot's file without its suffix, and without its folders.
  var shotName: String {
    let name = entry.export.shot.path.split(separator: "/").last.map(String.init) ?? "shot"
    for suffix in [".md", ".txt", ".shot"] where name.hasSuffix(suffix) && name != suffix {
      return String(name.dropLast(suffix.count))
    }
    return name
  }
}

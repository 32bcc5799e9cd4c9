internal import Files
internal import Library
internal import Media

/// The verb `timeline`: puts the kept takes of shot files in order, for an editing program.
///
/// ```swift
/// var timeline = MakeTimeline([shots])
/// timeline.output = FilePath("film.otio")
/// let plan = try timeline.plan(in: library)
/// let outcome = try await timeline.write(plan, in: library)
/// print(plan.shots.count, outcome.files.count)
/// ```
public struct MakeTimeline: Sendable {
  /// The shot files, and folders of shot files, in the order of the film.
  public let shots: [FilePath]
  /// The file to write, whose suffix names the format; `nil` for a plan only.
  public var output: FilePath?
  /// The folder for the files of the takes; `nil` for one beside the timeline, named after it.
  public var mediaFolder: FilePath?
  /// How frames are counted; `nil` for the rate of the first kept take.
  public var timecode: TimecodeRate?
  /// The timecode of the first frame.
  public var start = "01:00:00:00"
  /// Whether takes that a shot doesn't show are left out.
  public var isOnlyKept = false
  /// Whether files that exist and are different are replaced.
  public var isReplacing = false
  /// The project of all shot files; `nil` for the nearest one of each.
  public var project: Project?
  /// The user's home, where the search for a project ends.
  public var home: FilePath?

  /// Creates the verb for shot files and folders.
  public init(_ shots: [FilePath]) { self.shots = shots }

  /// The length of a gap or a picture in seconds, if the shot file states none.
  public static let defaultSeconds = 5

  /// Works out the timeline; nothing is written.
  ///
  /// - Throws: `ElementLibraryError` if a shot file is missing or there is none, if the output has
  ///   an unknown suffix, or if the start is not a timecode at the rate.
  public func plan(in library: ElementLibrary) throws -> TimelinePlan {
    if let output, TimelineFormat(suffixOf: output) == nil { throw Self.unknownFormat(output) }
    let film = try FilmShots(shots, project: project, home: home)
    return try library.contents { contents in
      try TimelinePlanner(verb: self, library: library, contents: contents).plan(film)
    }
  }

  private static func unknownFormat(_ path: FilePath) -> ElementLibraryError {
    .invalidRequest(
      "\(path): the format of a timeline is named by its suffix",
      fix: "end the name in .otio, .edl or .fcpxml")
  }
}

internal import Files
internal import Library

/// The verb `targets learn`: reads the answers with which providers refused requests, and proposes
/// facts for their profiles.
///
/// ```swift
/// let lessons = try LearnFacts(in: catalogue).run(in: library)
/// let written = try LearnFacts.write(lessons, to: folder, replacing: false)
/// ```
public struct LearnFacts: Sendable {
  /// The targets; `nil` for all.
  public var targets: [TargetID]?
  /// The first day; `nil` for no limit.
  public var since: Day?
  let catalogue: TargetCatalogue

  /// Creates the verb for all refusals.
  public init(in catalogue: TargetCatalogue) { self.catalogue = catalogue }

  /// Reads the refusals that the library has, newest first.
  public func run(in library: ElementLibrary) throws -> [Lesson] {
    let jobs = try library.contents { try $0.jobs.since(Instant(startOf: since)) }
    return try jobs.reversed().compactMap { job in
      let id = TargetID(rawValue: job.target)
      guard [.refused, .failed].contains(job.state), targets?.contains(id) ?? true else {
        return nil
      }
      guard catalogue.ids.contains(id) else { return Lesson(job: job, profile: nil, facts: []) }
      let profile = try catalogue.profile(id)
      let facts = LearnedFact.all(
        from: job.answer ?? "", saying: job.note, about: profile)
      return Lesson(job: job, profile: profile, facts: facts)
    }
  }

  /// Returns the profiles of the targets with something to learn, including the proposed facts.
  ///
  /// - Throws: `ProfileError` if a proposed fact contradicts the rest of its profile.
  public static func profiles(_ lessons: [Lesson]) throws -> [TargetProfile] {
    var learned: [TargetID: TargetProfile] = [:]
    for lesson in lessons.reversed() where !lesson.news.isEmpty {
      guard let known = lesson.profile else { continue }
      let profile = learned[known.id] ?? known
      let json = profile.learning(
        lesson.news, on: lesson.job.at.day, fromJob: lesson.job.shortName)
      learned[known.id] = try ProfileLoader.load(
        Array("\(json.indentedText)\n".utf8), file: "\(known.id).json")
    }
    return learned.values.sorted { $0.id < $1.id }
  }

  /// Writes a profile with the proposed facts for each target with something to learn, and returns
  /// the files.
  public static func write(
    _ lessons: [Lesson], to folder: FilePath, replacing: Bool
  ) throws -> [FilePath] {
    let profiles = try profiles(lessons)
    guard !profiles.isEmpty else { return [] }
    try FileSystem.createFolders(folder)
    return try profiles.map { profile in
      let path = folder.appending("\(profile.id).json".utf8)
      _ = try OutputFile.write(profile.bytes, to: path, replacing: replacing)
      return path
    }
  }
}

/// What a refusal teaches.
public struct Lesson: Sendable {
  /// The job that was refused or given up.
  public let job: Job
  /// The target's profile; `nil` if the target is not known any more.
  public let profile: TargetProfile?
  /// What could be read from the answer.
  public let facts: [LearnedFact]

  /// The facts that the profile does not have.
  public var news: [LearnedFact] { facts.filter(\.isNews) }
}

/// The JSON of `targets learn`.
public enum LearnJSON {
  /// Returns `targets-learn/1`.
  public static func value(of lessons: [Lesson], _ written: [FilePath]) -> JSONValue {
    [
      "castbook": "targets-learn/1",
      "refusals": lessons.objects { lesson in
        [
          "job": lesson.job.shortName, "target": lesson.job.target, "at": lesson.job.at,
          "words": lesson.job.note,
          "facts": lesson.facts.objects { fact in
            [
              "place": fact.place, "value": fact.value, "known": fact.known, "new": fact.isNews,
              "rule": fact.rule,
            ]
          },
        ]
      },
      "written": written.map { JSONValue.string($0.text) },
    ]
  }
}

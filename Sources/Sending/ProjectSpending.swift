package import Library
package import Model

/// What was spent on a project: on its jobs that may be charged, and on takes that came back in
/// other ways and have a cost.
package struct ProjectSpending {
  package let costs: [Cost]

  /// Reads what was spent on the bundles that were exported in a project.
  package init(on project: ULID, _ contents: Contents) throws {
    var seen: Set<Digest> = []
    let bundles = try contents.exports.all(project: project, limit: .max).map(\.bundle)
      .filter { seen.insert($0).inserted }
    var costs: [Cost] = []
    for bundle in bundles {
      let jobs = try contents.jobs.ofBundle(bundle).filter(\.mayBeCharged)
      let takes = try contents.takes.ofBundle(bundle, limit: .max)
      var noted: [Digest: Cost] = [:]
      for take in takes { if let blob = take.blob { noted[blob] = take.cost } }
      // What was noted with the clip is what it has really cost.
      costs += jobs.compactMap { job in job.result.flatMap { noted[$0] } ?? job.cost }
      let fetched = Set(jobs.compactMap(\.result))
      costs += takes.filter { take in take.blob.map { !fetched.contains($0) } ?? false }
        .compactMap(\.cost)
      // A clip that was erased leaves all its ratings, and nothing says which belong together.
      if jobs.isEmpty, let erased = takes.first(where: { $0.blob == nil })?.cost {
        costs.append(erased)
      }
    }
    self.costs = costs
  }
}

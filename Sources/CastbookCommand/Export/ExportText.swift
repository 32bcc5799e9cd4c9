internal import Castbook
internal import CommandLineKit
internal import Model

/// The plan and the outcome of an export, as lines for people: first what will be sent, then what
/// was written.
///
/// With several targets of one shot file, a remark that they share is printed once, at the first,
/// and names the others.
///
/// ```text
/// → out/lobby/  6 files, 2.1 MB  0.84 USD (8 s, as of 15 Sep 2026)
/// ```
struct ExportText {
  let plan: ExportPlan
  let style: TerminalStyle

  // MARK: Before

  /// What each token stands for, which files were prepared, and the remarks, for every shot file.
  var planLines: [String] {
    var reported: Set<Report> = []
    return plan.shots.enumerated().flatMap { index, shot in
      lines(shot, besides: plan.shots[(index + 1)...], &reported)
    }
  }

  /// Returns the lines of one bundle. A remark that an earlier target of the same file reported is
  /// left out: it names the later targets.
  private func lines(
    _ shot: PlannedBundle, besides later: ArraySlice<PlannedBundle>, _ reported: inout Set<Report>
  ) -> [String] {
    let prompt = PromptLines(read: shot.read, style: style)
    let target = shot.read.target.map { "  \($0.id)" } ?? ""
    let tier = shot.read.prompt?.endpoint?.tier.map { " \(sanitized($0))" } ?? ""
    let head = style.styled(sanitized(shot.read.path.text), .bold) + target + tier
    let copies = (prepared(shot) + generated(shot)).filter {
      reported.insert(.copies(shot.read.path, $0)).inserted
    }.flatMap { style.remark($0, indent: 2) }
    let remarks = remarks(shot, besides: later, &reported)
    return [head] + besides(shot) + prompt.legend + copies + prompt.lines(remarks)
  }

  /// Returns the remarks on a bundle that no earlier target of its file has reported, each with the
  /// later targets that report it, too.
  func remarks(
    _ shot: PlannedBundle, besides later: ArraySlice<PlannedBundle>, _ reported: inout Set<Report>
  ) -> [PromptRemark] {
    shot.remarks.compactMap { remark in
      let key = Report(remark, shot)
      guard reported.insert(key).inserted else { return nil }
      let others = later.filter { other in
        other.read.path == shot.read.path
          && other.remarks.contains { Report($0, other) == key }
      }.compactMap(\.read.target?.id.rawValue)
      return others.isEmpty
        ? remark : PromptRemark(remark.finding.alsoReported(for: others), at: remark.location)
    }
  }

  /// Identifies what one target of a shot file has reported, so no later target repeats it.
  enum Report: Hashable {
    case copies(FilePath, FileRemark)
    case remark(FilePath, TextLocation?, FindingIdentity)

    init(_ remark: PromptRemark, _ shot: PlannedBundle) {
      self = .remark(
        shot.read.path, remark.location, FindingIdentity(remark.finding, for: shot.read.target?.id))
    }
  }

  /// Returns why a bundle has another name than its shot file, or an empty array.
  private func besides(_ shot: PlannedBundle) -> [String] {
    shot.existingTarget.map { other in
      ["  its usual name is used by a bundle for \(other), so this one is \(sanitized(shot.name))"]
    } ?? []
  }

  /// Returns how the prepared files were made, with steps that many files share printed once.
  private func prepared(_ shot: PlannedBundle) -> [FileRemark] {
    let files = shot.files.filter { !$0.entry.steps.isEmpty }
    let steps = files.map { file in
      FileRemark.note(
        PreparationStep.words(file.entry.steps),
        rule: file.isReused ? "prepared earlier" : "prepared")
    }
    return shared(steps, files)
  }

  /// Returns which files a model generated, as they say themselves.
  private func generated(_ shot: PlannedBundle) -> [FileRemark] {
    let files = shot.files.filter { $0.entry.generated != nil }
    let words = files.map { file in
      FileRemark.note(
        file.entry.generated == .all
          ? "says that a model generated it" : "says that a model generated a part of it",
        rule: "generated")
    }
    return shared(words, files)
  }

  /// Returns a remark for each file with the file's label; those that many files share, once.
  private func shared(_ remarks: [FileRemark], _ files: [BundleFile]) -> [FileRemark] {
    var shared = SharedRemarks(remarks.map { [$0] })
    let own = zip(files, remarks).flatMap { file, remark in
      shared.ownRemarks([remark]).map { $0.prefixed(with: file.label) }
    }
    return own + shared.summaries
  }

  // MARK: After

  /// What did not succeed although the bundles are written.
  static func warnings(_ outcome: Export.Outcome) -> [String] {
    outcome.ledgerFailure.map {
      ["the bundles are written, but the library could not record them: \($0)"]
    } ?? []
  }

  /// The paths, sizes and costs of the written bundles, then the calls that come first and the
  /// total.
  func outcomeLines(_ outcome: Export.Outcome) -> [String] {
    let paths = Columns.aligned(
      outcome.bundles.map { sanitized($0.path.shown) + ($0.path.suffix == "zip" ? "" : "/") })
    let sizes = Columns.aligned(outcome.bundles.map(size))
    return outcome.bundles.indices.flatMap { index in
      style.row(
        "→ \(paths[index])  \(sizes[index])",
        outcome.bundles[index].planned.cost?.explanation ?? "price unknown")
    } + setupCalls + total(of: outcome.bundles.map(\.planned))
      + renders(of: outcome.bundles.map(\.planned)) + left(outcome)
  }

  /// Returns what was not written, each with what to do about it if that is not in the plan.
  ///
  /// - Parameter outcome: The written bundles; `nil` if nothing was written.
  func reasons(_ outcome: Export.Outcome?) -> [(message: String, fix: String?)] {
    plan.shots.filter { $0.bundle == nil }.map { shot in
      ("\(sanitized(shot.name)): no bundle, \(reason(shot))", nil)
    } + (outcome?.refusals ?? []).map { ($0.error.message, $0.error.fix) }
  }

  /// The lines about what was not written.
  private func left(_ outcome: Export.Outcome) -> [String] {
    reasons(outcome).flatMap { style.problem($0.message, fix: $0.fix, .fail) }
  }

  /// Returns why a bundle was not written, as a phrase.
  private func reason(_ shot: PlannedBundle) -> String {
    let errors = shot.remarks.count { $0.finding.severity == .error }
    return errors > 0
      ? "\(Quantity.count(errors, "error")) above" : "warnings count as errors with --strict"
  }

  /// Returns what will be rendered; with several bundles, each after its name.
  private func renders(of shots: [PlannedBundle]) -> [String] {
    let names = Columns.aligned(shots.map { sanitized($0.name) })
    return zip(shots, names).compactMap { shot, name in
      shot.render.map { render in
        // With several, the rows above have the prices.
        plan.shots.count > 1
          ? "\(name)  \(sanitized(render.summaryWithoutPrice))" : sanitized(render.summary)
      }
    }
  }

  /// Returns the number of files and bytes of a bundle, and whether it already existed.
  func size(_ written: Export.Written) -> String {
    guard let bundle = written.planned.bundle else { return "" }
    let size = "\(Quantity.count(bundle.fileCount, "file")), \(Quantity.bytes(bundle.byteCount))"
    return written.alreadyExisted ? "\(size), already there" : size
  }

  /// The calls that must come first, each once, grouped by target and cost.
  var setupCalls: [String] {
    var calls: [(end: String, names: [String])] = []
    for call in plan.firstCalls {
      let cost = call.cost.map { ", \($0.price) each" } ?? ""
      let name = call.placeholder.split(separator: "/").last.map(String.init) ?? call.placeholder
      let end = "with \(call.target)\(cost)"
      if let same = calls.firstIndex(where: { $0.end == end }) {
        calls[same].names.append(name)
      } else {
        calls.append((end, [name]))
      }
    }
    return calls.map { call in
      let end = call.names.count == 1 ? call.end.replacing(" each", with: "") : call.end
      return "First, once: create \(call.names.joined(separator: ", ")) \(end)"
    }
  }

  /// The total cost. Empty for a single call or without any known price.
  func total(of shots: [PlannedBundle]) -> [String] {
    guard shots.count + plan.firstCalls.count > 1 else { return [] }
    let (sums, isAll) = plan.total(of: shots)
    guard !sums.isEmpty else { return [] }
    let words = sums.map(\.text).joined(separator: " + ")
    return ["Total \(words)" + (isAll ? "" : ", plus calls of unknown price")]
  }

  /// Returns why nothing was written. For a dry run without errors it says what would be rendered,
  /// and the costs.
  func refusal(isDryRun: Bool) -> String {
    let errors = plan.shots.flatMap(\.remarks).count { $0.finding.severity == .error }
    if errors > 0 { return "no bundle written: \(Quantity.count(errors, "error"))" }
    guard isDryRun else { return "no bundle written: warnings count as errors with --strict" }
    let costs = plan.shots.flatMap { shot in
      style.row("  \(sanitized(shot.name))", shot.cost?.explanation ?? "price unknown")
    }
    return (["ready to export; no files written"] + costs + renders(of: plan.shots)).joined(
      separator: "\n")
  }
}

internal import Library

/// What the library says today about the elements of a bundle that was exported earlier.
struct BundleStanding: Sendable {
  /// Why the bundle must not be sent: an element was erased, its rights have ended, or an export
  /// would refuse it.
  private(set) var refusals: [Finding] = []
  /// The elements that have changed since: an export would now send something else.
  private(set) var changes: [Finding] = []
  /// Other warnings.
  private(set) var warnings: [Finding] = []

  /// Compares a bundle with the library.
  ///
  /// - Parameters:
  ///   - bundle: A bundle whose verification has not failed.
  ///   - lock: The pins of the project that it was exported for, if that is known.
  ///   - today: The day on which it would be sent.
  init(of bundle: FoundBundle, _ lock: LockFile?, today: Day, _ contents: Contents) throws {
    guard let compiled = bundle.verification.draft?.compiled else { return }
    let names = Set(bundle.verification.calls.flatMap { $0.json.placeholders.map(\.name) })
    let purpose = compiled.script.settings.purpose?.value
    var unknown: [Handle] = []
    for used in UsedElement.all(in: compiled.prompt, names) {
      let latest = try contents.entries(of: used.element)
      if let erasure = try contents.erasure(of: used.element), used.sequence < erasure.kept {
        refusals.append(Self.erased(used, erasure, isGone: latest.isEmpty))
      } else if latest.isEmpty {
        unknown.append(used.handle)
      } else {
        let findings = try used.rights(for: purpose, today: today, contents)
        refusals += findings.filter { $0.severity == .error }
        // The export has already warned about rights that are not stated.
        warnings += findings.filter { $0.severity == .warning && $0.rule != .rightsUnknown }
        try compare(used, latest, lock?.pin(of: used.element), contents)
      }
    }
    if !unknown.isEmpty { warnings.append(Self.unknown(unknown)) }
  }

  /// Compares the revision in the bundle with the one that an export would send now.
  private mutating func compare(
    _ used: UsedElement, _ latest: [ElementSummary], _ pin: LockFile.Pin?, _ contents: Contents
  ) throws {
    guard pin != nil || !latest.allSatisfy(\.isRetired) else {
      let error = ElementLibraryError.retired(latest.first?.handle ?? used.handle)
      refusals.append(
        Finding(.elementRetired, .error, message: error.message, fix: error.fix))
      return
    }
    guard let wanted = pin?.revision ?? (latest.count == 1 ? latest[0].revision : nil) else {
      let words = ForkWords(used.handle, latest.map(\.revision))
      changes.append(
        Finding(
          .elementForked, .warning, message: "\(used.handle) has \(words.message)", fix: words.fix))
      return
    }
    guard wanted != used.revision else { return }
    guard let new = try contents.revision(wanted)?.revision else {
      if let pin {
        let error = ProjectError.missing(pin)
        refusals.append(Finding(.pinMissing, .error, message: error.message, fix: error.fix))
      }
      return
    }
    let old = try contents.revision(used.revision)?.revision
    let differences = try old.map { try contents.differences(from: $0, to: new).seen }
    guard differences?.isEmpty != true else { return }
    let what = differences.map { ": " + $0.joined(separator: ", ") } ?? ""
    changes.append(
      Finding(
        .pinExported, .warning,
        message: "\(used.handle) has changed since this export, "
          + "revision \(used.sequence) → \(new.sequence)\(what)",
        fix: "export it again, or send it as it is with --stale", measured: "\(used.sequence)",
        limit: "\(new.sequence)"))
  }

  private static func erased(
    _ used: UsedElement, _ erasure: (at: Instant, kept: Int), isGone: Bool
  ) -> Finding {
    let what = isGone ? "\(used.handle)" : "revision \(used.sequence) of \(used.handle)"
    return Finding(
      .pinMissing, .error, message: "\(what) was erased on \(erasure.at.day.formatted)",
      fix: isGone
        ? "delete this bundle: it contains files of \(used.handle)"
        : "export it again, and delete this bundle: it contains what was erased")
  }

  private static func unknown(_ handles: [Handle]) -> Finding {
    let names = handles.map { "\($0)" }.joined(separator: ", ")
    return Finding(
      .rightsUnknown, .warning,
      message:
        "\(names) \(handles.count == 1 ? "is" : "are") not in this library, so rights and changes can't be checked",
      fix: "ask the sender, or import a pack with the element")
  }
}

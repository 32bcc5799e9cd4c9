internal import Model

/// Checks that the records of a pack contain only what the command line accepts, and that its
/// elements fit together.
struct CheckedPackRecords {
  private let forms: TextForms
  private let manifest: PackManifest
  private let revisions: [ULID: [Digest: ElementRevision]]
  /// The errors; empty when a library may import the records.
  private(set) var findings: [Finding] = []

  /// Checks the records of a pack.
  ///
  /// - Parameters:
  ///   - revisions: The same records' revisions, by element and digest.
  ///   - forms: The text forms in which names are compared.
  init(
    _ records: [(digest: Digest, record: Record)], of manifest: PackManifest,
    _ revisions: [ULID: [Digest: ElementRevision]], _ forms: TextForms
  ) {
    self.forms = forms
    self.manifest = manifest
    self.revisions = revisions
    let latest = Set(manifest.elements.map(\.latest))
    let rules = RevisionRules(normalized: forms.normalized)
    for (digest, record) in records {
      if case .revision(let revision) = record {
        for problem in rules.problems(in: revision) {
          refuse(revision, problem, isLatest: latest.contains(digest))
        }
      } else if let problem = RecordTextRules.problem(in: record, normalized: forms.normalized) {
        add(.bundleRecordRefused, problem, fix: PackVerification.askSender)
      }
    }
    checkKinds()
    checkLinks()
    checkNames()
  }

  /// Adds an error, up to 50.
  private mutating func add(_ rule: RuleID, _ message: String, fix: String) {
    // A thousand equal findings say no more than the first ones.
    guard findings.count < 50 else { return }
    findings.append(Finding(rule, .error, message: message, fix: fix))
  }

  /// Reports a revision that this library would not accept.
  private mutating func refuse(
    _ revision: ElementRevision, _ problem: RevisionProblem, isLatest: Bool
  ) {
    let handle = revision.handle
    let repairCommand = "castbook edit \(handle) --repair"
    add(
      .bundleRecordRefused, "\(handle):\(revision.sequence): \(problem)",
      fix: "ask the person who sent you the pack to run \(repairCommand)"
        + (isLatest ? "" : " and castbook forget \(handle)") + ", then to pack it again")
  }

  /// Returns an element's latest revision, if the pack has it.
  private func latest(of element: PackManifest.Element) -> ElementRevision? {
    revisions[element.element]?[element.latest]
  }

  /// Checks that an element has the same kind in all its revisions.
  private mutating func checkKinds() {
    for element in manifest.elements {
      guard let latest = latest(of: element),
        let other = revisions[element.element]?.values.filter({ $0.kind != latest.kind })
          .min(by: { $0.sequence < $1.sequence })
      else { continue }
      add(
        .bundleRecordRefused,
        "\(latest.handle):\(latest.sequence): kind is \(latest.kind), but revision "
          + "\(other.sequence) has kind \(other.kind)", fix: PackVerification.askSender)
    }
  }

  /// Checks the links to voices and looks between the elements of the pack.
  private mutating func checkLinks() {
    var elements: [ULID: ElementRevision] = [:]
    var looks: [ULID: Handle] = [:]
    for element in manifest.elements {
      guard let latest = latest(of: element) else { continue }
      elements[element.element] = latest
      if let base = latest.lookOf, base != element.element { looks[base] = latest.handle }
    }
    for element in manifest.elements {
      guard let revision = elements[element.element] else { continue }
      let problems = LinkRules.problems(in: revision, look: looks[element.element]) {
        elements[$0].map(LinkRules.Linked.init)
      }
      for problem in problems { refuse(revision, problem, isLatest: true) }
    }
  }

  /// Checks that no two elements have the same name.
  private mutating func checkNames() {
    var owners: [String: ElementRevision] = [:]
    for element in manifest.elements {
      guard let latest = latest(of: element) else { continue }
      for name in Set([latest.handle.name] + latest.aliases).sorted() {
        let folded = forms.folded(forms.normalized(name))
        guard let owner = owners[folded], owner.element != latest.element else {
          owners[folded] = latest
          continue
        }
        add(
          .bundleNameClash,
          "\(owner.handle) and \(latest.handle) share the name @\(sanitized(name))",
          fix: "ask the person who sent you the pack to rename one and pack them again")
      }
    }
  }
}

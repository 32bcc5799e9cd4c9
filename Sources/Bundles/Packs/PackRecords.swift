internal import Model

/// Whether the records of a pack say only what the command line accepts, and its elements fit together.
struct PackRecords {
  private let forms: TextForms
  private let manifest: PackManifest
  private let revisions: [ULID: [Digest: ElementRevision]]
  private(set) var findings: [Finding] = []

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

  private mutating func add(_ rule: RuleID, _ message: String, fix: String) {
    // A thousand times the same says no more.
    guard findings.count < 50 else { return }
    findings.append(Finding(rule, .error, message: message, fix: fix))
  }

  private mutating func refuse(
    _ revision: ElementRevision, _ problem: RevisionProblem, isLatest: Bool
  ) {
    let handle = revision.handle
    let mending = "castbook edit \(handle) --repair"
    add(
      .bundleRecordRefused, "\(handle):\(revision.sequence): \(problem)",
      fix: "ask the person who sent you the pack to run \(mending)"
        + (isLatest ? "" : " and castbook forget \(handle)") + ", then to pack it again")
  }

  private func latest(of element: PackManifest.Element) -> ElementRevision? {
    revisions[element.element]?[element.latest]
  }

  /// What an element is never changes.
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

  /// Voices and looks among the elements of the pack.
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

  /// No two elements may have one name.
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

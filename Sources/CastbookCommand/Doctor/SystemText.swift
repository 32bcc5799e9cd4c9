internal import Castbook
internal import CommandLineKit
internal import Model

/// What Castbook depends on, as lines for people.
struct SystemText {
  let report: SystemReport
  let style: TerminalStyle

  /// The page of `castbook --version --libraries`: a row per library, then what it lacks.
  var page: [String] {
    var lines = ["castbook \(Version.text) (\(Installation.current.words))"]
    let width = report.libraries.map { displayWidth($0.name) }.max() ?? 0
    for library in report.libraries {
      let version = Columns.padded(library.version ?? "?", 9)
      let place = library.package.map { "\($0.name) \($0.version)" } ?? library.paths[0]
      let package = library.isBundled ? "\(place), in Castbook's package" : place
      lines.append(
        Columns.trimmed(
          "  \(sign(library.state)) \(Columns.padded(library.name, width))  \(version)  \(package)")
      )
      lines += remarks(on: library, indent: 4)
    }
    lines += missingPrograms + protection
    let system = report.system.map { " on \($0)" } ?? ""
    lines.append(
      "\(Quantity.count(report.libraries.count, "library", "libraries"))\(system), fixes known on "
        + "\(report.asOf.formatted): \(counts)")
    return lines
  }

  /// The lines that `doctor` adds: only what needs attention.
  var warnings: [String] {
    let outdated = report.libraries.filter { $0.state == .outdated }
    var lines = outdated.flatMap { library in
      style.remark(
        "\(library.name) \(library.package?.version ?? library.version ?? "") lacks known fixes: "
          + (library.isBundled
            ? "it came with Castbook: install a newer version"
            : "update it with the system's package manager")
          + "; castbook --version --libraries lists them",
        .warning, indent: 2)
    }
    let uncertain = report.libraries.filter { $0.state == .uncertain }.map(\.name)
    if !uncertain.isEmpty {
      lines += style.remark(
        "\(uncertain.joined(separator: ", ")): older than a known fix, but the system may have "
          + "patched \(uncertain.count == 1 ? "it" : "them"); castbook --version --libraries shows more",
        .note, indent: 2)
    }
    return lines + missingPrograms + protection
  }

  /// A line for each program that is missing or doesn't run, with what can't be done without it.
  private var missingPrograms: [String] {
    report.missingPrograms.flatMap { name in
      style.remark(
        "\(name), which \(Self.purposes[name] ?? "castbook uses"), is missing or doesn't run: install "
          + "castbook again, with all of its programs",
        .warning, indent: 2)
    }
  }

  /// What each program does for castbook.
  private static let purposes = [
    "castbook-media": "decodes HEIC, AVIF, WebP, TIFF and GIF and reads colour profiles",
    "castbook-streams": "decodes clips and recordings",
    "castbook-vision": "compares pictures by their subjects",
    "castbook-transport": "connects to providers and a team's store",
  ]

  /// The lines about protection that the system lacks.
  private var protection: [String] {
    report.protections.flatMap { protection -> [String] in
      if !protection.gaps.isEmpty {
        return style.remark(
          "\(protection.program): this system does not confine decoders. A malicious file could make one "
            + "\(Quantity.list(protection.gaps, beforeLast: " or ")). Use a Linux kernel with seccomp",
          .warning, indent: 2)
      }
      guard !protection.hasLandlock else { return [] }
      return style.remark(
        "\(protection.program): decoders are confined by seccomp only; this kernel has no Landlock",
        .note, indent: 2)
    }
  }

  /// What a library lacks, one remark per fix.
  private func remarks(on library: SystemReport.Library, indent: Int) -> [String] {
    let missing = library.missing.map { ("lacks", $0) }
    let uncertain = library.uncertain.map { ("may lack", $0) }
    return (missing + uncertain).flatMap { verb, fix in
      let places =
        [fix.version.map { "in \($0)" }]
        + fix.debian.sorted { $0.key < $1.key }.map { "in Debian \($0.key)'s \($0.value)" }
      return style.remark(
        "\(verb) \(fix.ids.joined(separator: ", ")): \(fix.what); fixed "
          + "\(Quantity.list(places.compactMap(\.self), beforeLast: " or ")) (\(fix.date.formatted))",
        rule: "", mark: style.sign(verb == "lacks" ? Status.warn : .pass), indent: indent)
    }
  }

  private func sign(_ state: SystemReport.State) -> String {
    switch state {
    case .current: style.sign(Status.pass)
    case .outdated: style.sign(Status.warn)
    case .uncertain: style.sign(Severity.note)
    }
  }

  /// How many libraries lack fixes.
  private var counts: String {
    let parts = Quantity.counts([
      (report.libraries.count { $0.state == .outdated }, "outdated"),
      (
        report.libraries.count { $0.state == .uncertain },
        "older than a fix that the system may have added"
      ),
    ])
    return parts.isEmpty ? "none is missing" : parts.joined(separator: ", ")
  }
}

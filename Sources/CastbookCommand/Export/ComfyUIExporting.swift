internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook export --layout comfyui`: writes pictures and workflows into ComfyUI's folder `input`.
enum ComfyUIExporting {
  /// Plans the export, prints what will be sent, and writes it unless it is a dry run.
  ///
  /// - Parameter others: The options of `export` that apply to bundles alone.
  static func run(
    _ export: Export, _ arguments: Arguments, without others: [any TypedOption],
    on screen: Screen
  ) async throws -> Report {
    if let other = arguments.firstName(of: others) {
      throw UsageError(
        message: "--\(other) doesn't go with --layout comfyui", fix: "Leave it out.")
    }
    let folder = arguments[Options.dryRun] ? nil : try arguments.outputFolder(canBeDry: true)
    var comfy = ExportToComfyUI(export, try subject(arguments))
    comfy.replaces = arguments[Options.replace]
    let plan = try await comfy.plan()
    let text = ExportText(plan: plan, style: screen.style)
    if !screen.wantsJSON { try screen.print(lines: text.planLines) }
    let status = ExitStatus(plan.status, arguments)
    guard let folder, plan.writesBundles else {
      comfy.discard(plan)
      return Report(status, json: ComfyUIJSON.value(of: plan, nil)) { _ in
        [text.refusal(isDryRun: folder == nil)]
      }
    }
    // The user sees what goes where before anything is written.
    try screen.finish()
    let outcome = try comfy.write(plan, into: folder)
    var report = Report(status, json: ComfyUIJSON.value(of: plan, outcome)) { style in
      lines(of: outcome, style)
    }
    report.warnings = outcome.ledgerFailure.map { ["the export isn't recorded: \($0)"] } ?? []
    return report
  }

  /// Returns the shot files or elements that the command names, which can't be mixed.
  private static func subject(_ arguments: Arguments) throws -> ExportToComfyUI.Subject {
    let words = arguments.positionals
    if words.allSatisfy(\.namesElement) {
      return .elements(try words.map { try $0.element })
    }
    if let element = words.first(where: \.namesElement) {
      throw UsageError(
        message: "\(sanitized(element.text)) is an element, and other words are shot files",
        fix: "Export them one after the other.")
    }
    return .shots(try words.map { try $0.path("export") })
  }

  private static func lines(of outcome: ComfyUIExport, _ style: TerminalStyle) -> [String] {
    let bytes = outcome.files.reduce(0) { $0 + $1.byteCount }
    let there = outcome.files.count { outcome.existing.contains($0.name) }
    let size =
      "\(Quantity.count(outcome.files.count, "file")), \(Quantity.bytes(bytes))"
      + (there == 0 ? "" : ", \(there) there already")
    let head = style.row("→ \(sanitized(outcome.folder.shown))/", size)
    let rows = outcome.workflows.flatMap { workflow in
      style.row(
        "→ \(sanitized(outcome.folder.appending(workflow.file.utf8).shown))",
        "\(workflow.node), bundle \(workflow.bundle.hex.prefix(8))")
    }
    return head + rows
      + (rows.isEmpty
        ? []
        : [
          style.styled(
            "  open the workflow in ComfyUI; record the clip that it saves with castbook take add",
            .dim)
        ])
  }
}

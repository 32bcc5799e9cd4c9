internal import Castbook
internal import Model

/// The tool `status`: the pins of a project compared with the library, or all projects that use it.
struct StatusTool {
  private static let project = ToolParameter<String>.text(
    "project", "The folder of a project (the one that the server was started with).",
    maximumLength: 4096)
  private static let isAll = ToolParameter<Bool>.flag(
    "all", "Whether to list all projects that use the library instead.")
  private static let detail = Detail.parameter(
    adding: "the published document: status/2, or projects/1 with all")

  let workspace: Workspace

  var tool: AgentTool {
    AgentTool(
      "status", title: "Show the state of a project",
      description:
        "Compares the elements that a project pins with the library: which are behind, missing, "
        + "expired or to be exported again. With all, lists every project that uses the library, "
        + "with its exports and costs. Changes nothing. Use it before you render or export for a "
        + "project.",
      parameters: [
        Self.project, Self.isAll, PageParameters.limit, PageParameters.after, Self.detail,
      ], shape: "agent-status/1", dataSchema: StatusFacts.schema
    ) { arguments, _ in try await answer(arguments) }
  }

  private func answer(_ arguments: ToolArguments) async throws -> ToolAnswer {
    let named = try arguments[Self.project]
    let isAll = try arguments[Self.isAll]
    if named != nil, isAll == true {
      throw ArgumentError(
        JSONPointer().member(Self.isAll.name), "one project is not all of them",
        fix: "leave out project or all")
    }
    let library = try await workspace.library()
    if let named {
      let location = try ProjectLocation(named: workspace.path(named))
      // The lock file could be a link.
      _ = try workspace.path(location.lockPath.text)
      return try one(Project(at: location), library, arguments)
    }
    if isAll != true, let project = try workspace.openProject() {
      return try one(project, library, arguments)
    }
    if isAll == false {
      throw ArgumentError(
        JSONPointer().member(Self.project.name), "the server was started without a project",
        fix: "name the folder of one, or list all")
    }
    return try list(library, arguments)
  }

  /// Compares the pins of one project.
  private func one(
    _ project: Project, _ library: ElementLibrary, _ arguments: ToolArguments
  ) throws -> ToolAnswer {
    let status = try ReadStatus(of: project).run(in: library)
    // The pins that need something come first.
    let order = PinStatus.Category.allCases
    let pins = status.pins.enumerated().sorted { left, right in
      let (one, other) = (left.element.category, right.element.category)
      return (order.firstIndex(of: one) ?? 0, left.offset)
        < (order.firstIndex(of: other) ?? 0, right.offset)
    }.map(\.element)
    let (page, after) = try PageParameters.page(of: pins, arguments) { "\($0.pin.handle)" }
    let paths = RecordedPaths(
      [project.folder.text] + status.pins.flatMap(\.shots), in: workspace.roots)
    let facts = StatusFacts(paths: paths)
    var answer = ToolAnswer(facts.lines(status, page).joined(separator: "\n"))
    answer.data = facts.value(status, page).adding([
      "after": after,
      "status_document": try arguments[Self.detail] == .full
        ? paths.value(ProjectJSON.status(status)) : nil,
    ])
    let call: JSONValue = [
      "project": try arguments[Self.project], "limit": try arguments[PageParameters.limit],
    ]
    answer.next = PageParameters.next("status", call, after: after)
    if let rule = page.first?.findings.first, rule.severity > .note {
      answer.next.append(ToolAnswer.explanation(of: rule.rule))
    }
    return answer
  }

  /// Lists all projects. Lock files outside the roots are not read: the library’s records say what
  /// those projects pin.
  private func list(
    _ library: ElementLibrary, _ arguments: ToolArguments
  ) throws -> ToolAnswer {
    var verb = ListProjects()
    let roots = workspace.roots
    let own = workspace.project?.resolved
    verb.isAllowed = { location in
      roots.holds(location.lockPath) || location.folder.resolved == own && own != nil
    }
    let list = try verb.run(in: library)
    let (page, after) = try PageParameters.page(of: list.projects, arguments) { $0.id.text }
    let recorded = list.projects.flatMap { project in
      [project.path].compactMap(\.self) + (project.pins?.pins.flatMap(\.shots) ?? [])
    }
    let paths = RecordedPaths(recorded, in: workspace.roots)
    let facts = StatusFacts(paths: paths)
    var answer = ToolAnswer(facts.lines(list, page).joined(separator: "\n"))
    answer.data = facts.value(list, page).adding([
      "after": after,
      "projects_document": try arguments[Self.detail] == .full
        ? paths.value(ProjectJSON.projects(list)) : nil,
    ])
    let call: JSONValue = ["all": true, "limit": try arguments[PageParameters.limit]]
    answer.next = PageParameters.next("status", call, after: after)
    return answer
  }
}

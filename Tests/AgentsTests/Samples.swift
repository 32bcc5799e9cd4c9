import Castbook
import Model
import Synchronization

@testable import Agents

extension AgentCatalogue {
  /// A catalogue with one of everything.
  static let sample = AgentCatalogue(
    tools: [SampleTools.echo], resources: [SampleTools.note], templates: [SampleTools.cups],
    prompts: [SampleTools.letter])
}

extension Workspace {
  /// A workspace without folders, whose library doesn't exist.
  static let withoutLibrary = Workspace(
    roots: .none, library: LibraryLocation(FilePath("/nonexistent") ?? .unnamed),
    targets: { try TargetCatalogue() })

  /// A workspace without folders in which an agent may change everything.
  static var allowingEverything: Workspace {
    var workspace = withoutLibrary
    workspace.allowances = Set(Allowance.allCases)
    workspace.maximumCost = Cost(amount: "1", currency: "USD")
    return workspace
  }
}

/// Tools and resources that show what the server does with them.
enum SampleTools {
  struct Refusal: CastbookError {
    let blame = Blame.usage
    let rule = "image.too-small"
    let message = "the picture is 10 px wide"
    let fix: String? = "use a larger original"
  }

  enum Mode: String, CaseIterable, Sendable {
    case plain
    case picture
    case refusal
  }

  static let words = ToolParameter<String>.text("words", "What to say.", maximumLength: 20)
  static let mode = ToolParameter<Mode>.choice("mode", "How to say it.")
  static let count = ToolParameter<Int>.number("count", "How often.", in: 1...3)
  static let isLoud = ToolParameter<Bool>.flag("loud", "Whether to shout.")
  static let names = words.list("names", "Whom to say it to.", atMost: 2)

  /// Says what it is given, in the form that it is given.
  static let echo = AgentTool(
    "echo", title: "Echo", description: "Says the words.",
    parameters: [words.required, mode, count, isLoud, names], shape: "echo/1",
    dataSchema: .object(["type": "object"])
  ) { arguments, _ in
    let said = try arguments[words] ?? ""
    if try arguments[mode] == .refusal { throw Refusal() }
    var answer = ToolAnswer(try arguments[isLoud] == true ? said.uppercased() : said)
    answer.data = ["count": try arguments[count], "names": try arguments[names]]
    answer.next = ["echo {}"]
    answer.links = [.init(address: "test://note", name: "note", type: "text/plain")]
    if try arguments[mode] == .picture {
      answer.image = .init(bytes: [0xFF, 0xD8], type: "image/jpeg")
    }
    return answer
  }

  static let note = AgentResource(
    "test://note", name: "note", title: "A note", description: "A note.", type: "text/plain"
  ) { ResourceContent(type: "text/plain", body: .text("hello")) }

  static let cups = AgentResourceTemplate(
    "test://cup/", variable: "cup", name: "cup", title: "A cup", description: "A cup.",
    type: "image/jpeg", cache: CacheRule(seconds: 1, isPublic: false),
    read: { name in
      if name == "none" { throw Refusal() }
      return ResourceContent(type: "image/jpeg", body: .bytes(Array(name.utf8)))
    },
    complete: { typed, _ in
      CompletedValues((1...200).map { "cup\($0)" }.filter { $0.hasPrefix(typed) })
    })

  static let letter = AgentPrompt(
    "letter", title: "A letter", description: "Begins a letter.",
    arguments: [
      .init(
        "to", "Who gets it.", isRequired: true,
        complete: { _, others in
          CompletedValues([others["kind"] ?? "Mira"])
        }), .init("kind", "Which kind."),
    ]
  ) { arguments in "Dear \(arguments["to"] ?? "")," }
}

/// Tools that wait until a test lets them go on.
final class Turnstile: Sendable {
  private struct State {
    var isOpen = false
    var begun: [String] = []
    var ended: [String] = []
  }

  private let state = Mutex(State())

  /// The names of the calls that have begun, in order.
  var begun: [String] { state.withLock { $0.begun } }
  /// The names of the calls that have ended without being cancelled, in order.
  var ended: [String] { state.withLock { $0.ended } }

  /// Lets all calls go on.
  func open() { state.withLock { $0.isOpen = true } }

  /// Waits until some calls have begun.
  func wait(forBegun count: Int) async throws {
    while begun.count < count { try await Task.sleep(for: .milliseconds(2)) }
  }

  /// Returns a catalogue with a tool `read` and a tool `change` that wait here.
  var catalogue: AgentCatalogue {
    AgentCatalogue(tools: [
      tool("read", .reading), tool("change", .changing),
    ])
  }

  private func tool(_ name: String, _ effects: AgentTool.Effects) -> AgentTool {
    let label = ToolParameter<String>.text("label", "A label.")
    return AgentTool(
      name, title: name, description: "Waits.", parameters: [label], shape: "wait/1",
      dataSchema: .object(["type": "object"]), effects: effects
    ) { [self] arguments, _ in
      let label = try arguments[label] ?? ""
      state.withLock { $0.begun.append(label) }
      while !state.withLock({ $0.isOpen }) { try await Task.sleep(for: .milliseconds(2)) }
      state.withLock { $0.ended.append(label) }
      return ToolAnswer(label)
    }
  }
}

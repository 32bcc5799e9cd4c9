import CommandLineKit

/// A small program with one of everything: the table that all suites use.
enum SampleProgram {
  static let root = Command(
    "castbook", "The element library for AI video.",
    details: ["Everything runs on your own machine. Files are `never` uploaded."],
    examples: [Example("castbook check refs/ --for kling", "Check a folder.")],
    options: [
      OptionGroup(
        "Output",
        [
          json,
          ValueOption<String>(
            "color", "WHEN", "When to use colour.", oneOf: ["auto", "always", "never"]),
        ])
    ],
    children: [check, sheet, targets, bundle, hidden])

  enum Slot: String, CaseIterable {
    case element, image, start
  }

  static let json = Flag("json", short: "j", "Print JSON.")
  static let providers = ListOption<Argument>(
    "for", short: "f", "TARGET[,…]", "The targets whose rules hold, by id or alias.",
    completion: .choices(["kling", "kling-o3", "veo"]))
  static let slot = ValueOption<Slot>(
    "as", "SLOT", "The place in the request.", oneOf: Slot.allCases)
  static let shift = ValueOption<Argument>(
    "shift", short: "n", "STOPS", "Exposure to assume.", parse: \.self)
  static let folder = ValueOption<String>(
    "output", short: "o", "DIR", "The folder to write to.", completion: .folders
  ) { word in
    guard word.text.hasSuffix("/") else {
      throw UsageError(message: "not a folder", fix: "name one")
    }
    return word.text
  }

  static let check = Command(
    "check", "Check files against what a provider accepts.",
    details: ["A folder stands for all files below it."],
    examples: [
      Example("castbook check refs/ --for kling-o3", "Every file below refs/."),
      Example("castbook check -f kling,veo -- -odd.jpg", "A name that starts with a dash."),
      Example("find . -name '*.jpg' | castbook check -", "Paths from another program."),
    ],
    positionals: [
      Positional("PATH", .atLeastOne, "Files and folders; - reads a list.", completion: .files)
    ],
    options: [
      OptionGroup(
        "What to check against",
        [
          providers, slot,
        ]),
      OptionGroup(
        "What counts",
        [
          Flag("strict", short: "s", "Treat warnings as errors."),
          shift,
        ]),
    ], section: "Without a library", run: { _ in .success })

  static let sheet = Command(
    "sheet", "Draw references side by side.",
    positionals: [Positional("ELEMENT"), Positional("PATH", .any, completion: .files)],
    options: [
      OptionGroup(
        "Where to",
        [folder])
    ], section: "Look", run: { _ in .success })

  static let targets = Command(
    "targets", "List targets, or show one.",
    positionals: [Positional("ID", .optional, completion: .choices(["kling", "veo"]))],
    children: [
      Command(
        "diff", "Compare two targets.", positionals: [Positional("OLD"), Positional("NEW")],
        run: { _ in .findings })
    ], section: "Without a library", run: { _ in .success })

  static let bundle = Command(
    "bundle", "Work with bundles.",
    children: [
      Command("verify", "Verify a bundle.", positionals: [Positional("BUNDLE")]) { _ in .success },
      Command("request", "Print the request.", positionals: [Positional("BUNDLE")]) { _ in
        .success
      },
    ], section: "Use")

  static let hidden = Command("inner", "For tests.", isHidden: true, run: { _ in .success })
}

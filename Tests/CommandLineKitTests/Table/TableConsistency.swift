import CommandLineKit
import Testing

@Suite struct TableConsistency {
  @Test("The sample program has a valid table")
  func sound() {
    #expect(SampleProgram.root.inconsistencies == [])
  }

  @Test("Every kind of mistake in a table is reported with its command")
  func unsound() {
    let child = Command(
      "add", "", positionals: [Positional("FILE", .any), Positional("KIND")],
      options: [OptionGroup("Own", [Flag("json", "Again."), Flag("Bad_Name", short: "é", "?")])])
    let root = Command(
      "demo", "A demo.",
      options: [OptionGroup("Output", [Flag("json", "JSON."), Flag("have", short: "h", "?")])],
      children: [
        child, Command("add", "Twice.") { _ in .success }, Command("help", "?") { _ in .success },
      ])
    #expect(
      root.inconsistencies == [
        "demo: option -h is declared twice",
        "demo: command add is declared twice",
        "demo: command help is declared twice",
        "demo add: option --Bad_Name: names are a-z, 0-9 and -, short ones a letter",
        "demo add: option --json is declared twice",
        "demo add: option -h is declared twice",
        "demo add: the summary is empty",
        "demo add: it does nothing",
        "demo add: it declares positionals but does nothing with them",
        "demo add: [FILE…] takes many but is not the last",
        "demo add: KIND is required but follows an optional one",
        "demo add: option -h is declared twice",
        "demo help: option -h is declared twice",
      ])
  }

  @Test("Tab offers the choices of an option, unless the option defines other completions")
  func choicesAreOffered() {
    let choices = ValueOption<String>("as", "SLOT", "Slot.", oneOf: ["a", "b"])
    #expect(choices.option.value?.completion == .choices(["a", "b"]))
    let files = ValueOption<String>("as", "SLOT", "Slot.", completion: .files, oneOf: ["a", "b"])
    #expect(files.option.value?.completion == .files)
  }

  @Test("Exit statuses are the documented numbers")
  func exitStatuses() {
    let statuses: [CommandLineKit.ExitStatus] = [.success, .findings, .usage, .failure]
    #expect(statuses.map(\.rawValue) == [0, 1, 2, 3])
  }
}

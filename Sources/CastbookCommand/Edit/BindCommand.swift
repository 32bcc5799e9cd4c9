internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook bind`: gives a character its voice.
///
/// The character's next revision refers to the voice. Binding the voice it already has changes
/// nothing and succeeds.
enum BindCommand {
  static let command = Command(
    "bind", "Give a character its voice.",
    examples: [
      Example("castbook bind @mira @mira_voice", "she speaks with it"),
      Example("castbook edit @mira --unset voice", "unbind it"),
      Example("castbook bind @mira @narrator --json", "for a script"),
    ],
    positionals: [
      Positional("@HANDLE", .one, "The character."), Positional("@VOICE", .one, "The voice."),
    ],
    options: [Options.output],
    section: "Keep", run: Command.printing(run))

  /// Binds the voice and prints the change. Both words must name elements of the library, of the
  /// kinds that the command line says.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let words = arguments.positionals
    let (speaker, voice) = (try words[0].element, try words[1].element)
    var changes = ElementEdit()
    changes.voice = voice
    let outcome = try await Edit(speaker, changes).run(in: Libraries.open(arguments))
    return EditedText.report(
      outcome, unchanged: { "\($0) already has the voice \(voice): no changes" })
  }
}

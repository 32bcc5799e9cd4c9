internal import Castbook
internal import CommandLineKit

/// The table of all commands, from which parsing, help, completions, the manual and the reference
/// are derived. Help lists commands in this order, grouped by their sections.
let commandTable: Command = Command(
  "castbook", "The element library for AI video: check references before you upload them.",
  details: [
    "Castbook reads media files itself, verifies every encoded byte, and checks them against each "
      + "provider's limits, with the date and source of every rule. It keeps your characters, products, "
      + "places and voices in one library for all your projects. Nothing leaves this machine unless you "
      + "send a bundle, or push to your team's store."
  ],
  examples: [
    Example("castbook check refs/", "every picture in a folder, against Kling's common rules"),
    Example("castbook check a.jpg b.png --for kling-o3", "two pictures, for fal's Kling O3"),
    Example("castbook init --starter", "a library with three elements to try things on"),
    Example("castbook add character @mira mira-*.jpg", "a character of your own"),
    Example("castbook use @mira", "pin these files for the project in this folder"),
  ],
  options: [OptionGroup("Everywhere", [Options.color, Libraries.option, Options.quiet])],
  children: [
    CheckCommand.command, ProvenanceCommand.command, ScoreCommand.command, SortCommand.command,
    PickCommand.command,
    PrepareCommand.command,
    SplitCommand.command, VoiceCommand.command, StillsCommand.command,
    SheetCommand.command, CastSheetCommand.command, ServeCommand.command,
    TargetsCommand.command, ExplainCommand.command,
    InitCommand.command, AddCommand.command, EditCommand.command, BindCommand.command,
    DismissCommand.command, RemoveCommand.command, RestoreCommand.command, ListCommand.command,
    SearchCommand.command,
    ShowCommand.command, LogCommand.command, SimilarCommand.command, FilesCommand.command,
    UseCommand.command, UnuseCommand.command, UpdateCommand.command, StatusCommand.command,
    ProjectsCommand.command,
    WhereUsedCommand.command, PromptCommand.command, ExportCommand.command, BundleCommand.command,
    SendCommand.command, JobCommands.jobs, JobCommands.cancel, UploadCommand.command,
    RemoteCommand.command, SyncCommands.sync, SyncCommands.pull, SyncCommands.push,
    SyncCommands.fetch,
    PackCommand.command, ImportCommand.command, ExportsCommand.command, TakeCommand.command,
    TimelineCommand.command,
    RegisterCommand.command,
    UnregisterCommand.command, RegistrationsCommand.command, DoctorCommand.command,
    GarbageCommand.command,
    EraseCommand.command,
    ForgetCommand.command,
    BackupCommand.command, RestoreBackupCommand.command,
    SettingsCommand.command, McpCommand.command, ModelsCommand.command, ShellCommands.completions,
    ShellCommands.manual,
  ], knownWords: KnownWords.commands, topics: HelpTopic.names)

/// Words that users of shells, other programs and providers' pages try, and what to type here
/// instead.
///
/// A usage error suggests the replacement.
enum KnownWords {
  /// The replacements for names of commands.
  static let commands: [String: String] = [
    "ls": "castbook list", "dir": "castbook list", "elements": "castbook list",
    "find": "castbook search WORD", "grep": "castbook search WORD",
    "rm": "castbook remove @HANDLE", "del": "castbook remove @HANDLE",
    "delete": "castbook remove @HANDLE", "retire": "castbook remove @HANDLE",
    "undelete": "castbook restore @HANDLE", "undo": "castbook restore @HANDLE:REVISION",
    "rename": "castbook edit @HANDLE --rename @NEW", "mv": "castbook edit @HANDLE --rename @NEW",
    "move": "castbook edit @HANDLE --rename @NEW", "set": "castbook edit @HANDLE",
    "tag": "castbook edit @HANDLE --tag TAG", "role": "castbook edit @HANDLE --role N=front",
    "order": "castbook edit @HANDLE --order 2,1", "notes": "castbook edit @HANDLE --notes TEXT",
    "info": "castbook show @HANDLE", "describe": "castbook show @HANDLE",
    "view": "castbook show @HANDLE", "cat": "castbook show @HANDLE",
    "get": "castbook files @HANDLE -o DIR", "cp": "castbook files @HANDLE -o DIR",
    "copy": "castbook files @HANDLE -o DIR", "download": "castbook files @HANDLE -o DIR",
    "new": "castbook add KIND @HANDLE FILE…", "create": "castbook add KIND @HANDLE FILE…",
    "register-element": "castbook add KIND @HANDLE FILE…",
    "actor": "castbook add character @HANDLE FILE…",
    "character": "castbook add character @HANDLE FILE…",
    "person": "castbook add character @HANDLE FILE…",
    "face": "castbook add character @HANDLE FILE…",
    "prop": "castbook add product @HANDLE FILE…", "product": "castbook add product @HANDLE FILE…",
    "object": "castbook add product @HANDLE FILE…",
    "location": "castbook add place @HANDLE FILE…", "place": "castbook add place @HANDLE FILE…",
    "scene": "castbook add place @HANDLE FILE…",
    "duplicates": "castbook similar FILE", "dupes": "castbook similar FILE",
    "history": "castbook log @HANDLE", "validate": "castbook check FILE…",
    "verify": "castbook bundle verify DIR", "lint": "castbook check FILE…",
    "rate": "castbook score FILE…", "best": "castbook pick FILE…",
    "fix": "castbook prepare FILE… --for TARGET -o DIR",
    "convert": "castbook prepare FILE… --for TARGET -o DIR",
    "repair": "castbook prepare FILE… --for TARGET -o DIR",
    "resize": "castbook prepare FILE… --for TARGET -o DIR",
    "render": "castbook send BUNDLE", "generate": "castbook send BUNDLE",
    "submit": "castbook send BUNDLE", "run": "castbook send BUNDLE",
    "poll": "castbook fetch JOB", "stop": "castbook cancel JOB", "queue": "castbook jobs",
    "request": "castbook bundle request DIR", "curl": "castbook bundle request DIR",
    "shot": "castbook prompt SHOT.md", "compile": "castbook prompt SHOT.md",
    "providers": "castbook targets", "rules": "castbook explain",
    "cast": "castbook cast-sheet -o cast.pdf", "pdf": "castbook cast-sheet -o cast.pdf",
    "print": "castbook cast-sheet -o cast.pdf", "gallery": "castbook serve --open",
    "open": "castbook serve --open",
    "web": "castbook serve --open", "ui": "castbook serve --open", "gui": "castbook serve --open",
    "share": "castbook pack @HANDLE -o FILE.zip", "zip": "castbook pack @HANDLE -o FILE.zip",
    "otio": "castbook timeline SHOTS -o FILE.otio", "edl": "castbook timeline SHOTS -o FILE.edl",
    "xml": "castbook timeline SHOTS -o FILE.fcpxml",
    "edit-list": "castbook timeline SHOTS -o FILE.edl",
    "agent": "castbook mcp", "agents": "castbook mcp", "claude": "castbook mcp",
    "unpack": "castbook import FILE.zip", "clean": "castbook gc", "prune": "castbook gc",
    "fsck": "castbook doctor", "version": "castbook --version",
  ]

  /// The replacements for options of `castbook add`, with their dashes.
  static let addOptions = [
    "--handle": "castbook add KIND @HANDLE FILE…", "--type": "castbook add KIND @HANDLE FILE…",
    "--tags": "--tag WORD, once for each", "--voice": "castbook bind @HANDLE @VOICE",
    "--file": "castbook add KIND @HANDLE FILE…", "--files": "castbook add KIND @HANDLE FILE…",
  ]

  /// The kinds of elements that other words stand for.
  static let kinds = [
    "actor": "character", "person": "character", "people": "character", "human": "character",
    "face": "character", "woman": "character", "man": "character", "animal": "character",
    "creature": "character", "char": "character", "subject": "character",
    "prop": "product", "object": "product", "item": "product", "thing": "product",
    "location": "place", "scene": "place", "set": "place", "background": "place",
    "environment": "place", "room": "place",
    "sound": "voice", "audio": "voice", "speaker": "voice", "recording": "voice",
  ]
}

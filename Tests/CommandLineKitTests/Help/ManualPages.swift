import CommandLineKit
import Model
import TestSupport
import Testing

@Suite struct ManualPages {
  /// A command table full of characters that are special to roff.
  private static let odd = Command(
    "castbook", "The element library.",
    details: [".dot first: a 'quote', C:\\path, `castbook -h` and 5 µm – ~ ^."],
    examples: [Example("castbook add '.*' \\", "'Quoted' first.")],
    options: [
      OptionGroup(
        "Output", [ValueOption<String>("color", short: "c", "WHEN", "When to use \"colour\".")])
    ],
    children: [
      Command(
        "add", "Add files.", positionals: [Positional("FILE", .any, ".jpg and such.")],
        section: "Keep \"it\"", run: { _ in .success })
    ])

  @Test("The page is written in man(7) macros with everything escaped")
  func source() {
    #expect(ManualPage.text(for: Self.odd, version: "1.2", date: "2026-11-20") == Self.oddPage)
  }

  @Test(
    "groff formats it without a warning, and keeps the text",
    .enabled(if: Program.isInstalled("groff")))
  func groff() throws {
    let folder = try TemporaryFolder()
    let page = ManualPage.text(for: Self.odd, version: "1.2", date: "2026-11-20")
    try folder.write(page, to: "castbook.1")
    let result = try Program.run(
      "groff", ["-Tutf8", "-P-cbou", "-man", "-ww", "castbook.1"], in: folder.url)
    #expect(result.errors == "")
    for text in [
      ".dot first: a 'quote', C:\\path, castbook -h and 5 µm – ~ ^.", "-c, --color WHEN",
      "KEEP \"IT\"", "castbook add [FILE…] [options]", ".jpg and such.", "castbook add '.*' \\",
      "castbook 1.2                      2026-11-20                       CASTBOOK(1)",
    ] {
      #expect(result.output.contains(text), "\(text) is missing in:\n\(result.output)")
    }
  }

  @Test(
    "man shows every visible command without a warning", .enabled(if: Program.isInstalled("man")))
  func man() throws {
    let folder = try TemporaryFolder()
    let page = ManualPage.text(for: SampleProgram.root, version: "1.2", date: "2026-11-20")
    try folder.write(page, to: "castbook.1")
    let result = try Program.run(
      "man", ["--warnings", "-E", "UTF-8", "-l", "castbook.1"], in: folder.url,
      environment: ["LC_ALL": "C.UTF-8", "MANWIDTH": "80", "MANPAGER": "cat", "PAGER": "cat"])
    #expect(result.errors == "")
    for path in SampleProgram.root.visiblePaths {
      #expect(result.output.contains((["castbook"] + path).joined(separator: " ")))
    }
    #expect(!result.output.contains("inner"))
  }
}

extension ManualPages {
  fileprivate static let oddPage = #"""
    .TH "CASTBOOK" "1" "2026\-11\-20" "castbook 1.2" "User Commands"
    .SH NAME
    castbook \- The element library
    .SH SYNOPSIS
    .PP
    castbook COMMAND [options]
    .SH DESCRIPTION
    .PP
    \&.dot first: a \(aqquote\(aq, C:\epath, \fBcastbook \-h\fR and 5 \[u00B5]m \[u2013] \(ti \(ha.
    .SH OPTIONS
    .PP
    Output:
    .TP
    \fB\-c\fR, \fB\-\-color\fR \fIWHEN\fR
    When to use "colour".
    .PP
    Help:
    .TP
    \fB\-h\fR, \fB\-\-help\fR
    Show this help.
    .TP
    \fB\-\-version\fR
    Show the version.
    .TP
    \fB\-\-libraries\fR
    With \-\-version: list the C libraries in use and known fixes that they lack.
    .SH "KEEP \(dqIT\(dq"
    .SS "castbook add"
    .PP
    castbook add [FILE\[u2026]] [options]
    .PP
    Add files.
    .TP
    .I FILE
    \&.jpg and such.
    .SH EXAMPLES
    .PP
    \(aqQuoted\(aq first.
    .PP
    .RS 4
    .EX
    castbook add \(aq.*\(aq \e
    .EE
    .RE
    .SH EXIT STATUS
    .TP
    0
    Success; there may be warnings.
    .TP
    1
    The command found a problem that must be fixed.
    .TP
    2
    The command line is wrong.
    .TP
    3
    The work could not be done.

    """#
}

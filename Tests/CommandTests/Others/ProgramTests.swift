import Foundation
import TestSupport
import Testing

/// The program as a file, and what it provides for shells.
@Suite struct ProgramTests {
  @Test("The version is one line")
  func version() throws {
    #expect(try Tool.run(["--version"]).output == "castbook 0.1.0 (built from source)\n")
  }

  /// The shared libraries that a program needs, as `readelf` lists them.
  private func needed(by program: URL) throws -> [String] {
    let listing = try Tool.run(
      program: URL(filePath: "/usr/bin/readelf"), ["--dynamic", program.path()])
    return listing.output.matches(of: /\(NEEDED\).*\[(.+?)\]/).map { String($0.1) }
  }

  @Test(
    "The released program needs the picture libraries and C's, and nothing heavier",
    .enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/readelf")))
  func libraries() throws {
    let allowed = [
      "libc.so", "libm.so", "libstdc++.so", "libgcc_s.so", "ld-linux", "libjpeg.so",
      "libturbojpeg.so",
      "libdeflate.so", "libz.so", "libpng16.so", "libnettle.so", "libhogweed.so",
      "libsqlite3.so", "libutf8proc.so", "liblcms2.so",
    ]
    let released = Fixtures.repository.appending(path: ".build/release/castbook")
    let isReleased = FileManager.default.fileExists(atPath: released.path())
    let needed = try needed(by: isReleased ? released : Tool.binary)
    #expect(needed.contains { $0.hasPrefix("libjpeg.so") })
    for library in needed {
      // A build for tests also links Swift's own libraries.
      let isSwift = !isReleased && (library.hasPrefix("libswift") || library.hasPrefix("lib_"))
      let isAllowed = allowed.contains { library.hasPrefix($0) }
      #expect(
        isAllowed || isSwift
          || (!isReleased && ["libdispatch.so", "libBlocksRuntime.so"].contains(library)),
        "\(library)")
    }
  }

  @Test("Completions know every command and target", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let script = try Tool.run(["completions", shell]).output
    for word in ["check", "targets", "explain", "fal.kling-o3.r2v", "image.too-small"] {
      #expect(script.contains(word), "\(word)")
    }
  }

  @Test("Progress is not shown if standard error is not a terminal")
  func quiet() throws {
    #expect(try Tool.run(["check", "odd", "--jobs", "1"]).errors == "")
  }

  @Test("A terminal gets color, a pipe and NO_COLOR don't")
  func color() throws {
    #expect(
      try Terminal.run(["check", "trouble"], columns: 90, color: true).contains("\u{1b}[31m✗"))
    #expect(!(try Terminal.run(["check", "trouble"], columns: 90).contains("\u{1b}")))
    #expect(!(try Tool.run(["check", "trouble"]).output.contains("\u{1b}")))
    let forced = try Tool.run(["check", "trouble", "--color", "always"])
    #expect(forced.output.contains("\u{1b}[31m✗"))
  }

  @Test("Lines fit the terminal, whatever its width", arguments: [60, 80, 100, 140, 200])
  func width(columns: Int) throws {
    let text = try Terminal.run(["check", "trouble"], columns: columns)
    for line in text.split(separator: "\n") where !line.contains("Screenshot") {
      #expect(line.count <= columns || columns < 80, "\(line)")
    }
  }
}

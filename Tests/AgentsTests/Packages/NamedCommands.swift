import CommandLineKit
import Foundation
import TestSupport

@testable import CastbookCommand

/// A document of the repository that names commands of Castbook.
struct NamedCommands {
  /// The text of the document.
  let text: String

  init(_ document: String) throws {
    text = try String(
      contentsOf: Fixtures.repository.appending(path: document), encoding: .utf8)
  }

  /// The lines of its blocks in a language, without empty ones.
  func lines(in language: String) -> [String] {
    blocks(in: language).flatMap { $0.split(separator: "\n").map(String.init) }
  }

  /// Its blocks in a language.
  func blocks(in language: String) -> [String] {
    let text = text
    return text.ranges(of: "```\(language)\n").compactMap { opening in
      let rest = text[opening.upperBound...]
      return rest.range(of: "\n```").map { String(rest[..<$0.lowerBound]) }
    }
  }

  /// The texts that it shows as code within a sentence.
  var spans: [String] {
    var isCode = false
    let prose = text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      if line.hasPrefix("```") {
        isCode.toggle()
        return false
      }
      return !isCode
    }
    return prose.flatMap { line in
      line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
  }

  /// Returns the words after `castbook` in a command line, as a shell splits it; `nil` for another
  /// program. What follows ` -- ` is the command that a client starts.
  static func words(of line: String) -> [String]? {
    let line = line.range(of: " -- ").map { String(line[$0.upperBound...]) } ?? line
    var words: [String] = []
    var quote: Character?
    var isInWord = false
    for character in line {
      if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
        if !isInWord { words.append("") }
        isInWord = true
      } else if quote == nil, character == " " {
        isInWord = false
      } else {
        if !isInWord { words.append("") }
        isInWord = true
        words[words.count - 1].append(character)
      }
    }
    return words.first == "castbook" ? Array(words.dropFirst()) : nil
  }

  /// Returns what is wrong with a full command line; `nil` if it can be run.
  static func fault(of words: [String]) -> String? {
    do {
      switch try commandTable.parse(words.map { Argument($0) }) {
      case .run, .topic, .version: return nil
      case .help: return words.contains("--help") ? nil : "names no command"
      }
    } catch {
      return error.message
    }
  }

  /// Returns what is wrong with the name of a command and the options after it, which may lack
  /// arguments; `nil` if all of them exist.
  static func faultOfMention(_ words: [String]) -> String? {
    var command = commandTable
    var options = commandTable.options.flatMap(\.options)
    var rest = words[...]
    while let child = command.children.first(where: { $0.name == rest.first }) {
      command = child
      options += child.options.flatMap(\.options)
      rest.removeFirst()
    }
    guard command.name != commandTable.name else { return fault(of: words) }
    let known = Set(options.map { "--\($0.name)" } + options.compactMap(\.short).map { "-\($0)" })
    let unknown = rest.filter { $0.hasPrefix("-") }.first {
      !known.contains($0) && $0 != "--help"
    }
    return unknown.map { "\(command.name) has no \($0)" }
  }

  /// Every option of every command, with its values.
  static let options: [Option] = options(of: commandTable)

  private static func options(of command: Command) -> [Option] {
    command.options.flatMap(\.options) + command.children.flatMap { options(of: $0) }
  }
}

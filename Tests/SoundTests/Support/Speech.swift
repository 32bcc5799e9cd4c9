import Foundation
import Model
import TestSupport
import Testing

/// The program that speaks in tests.
let espeak = "espeak-ng"
let hasVoices = Program.isInstalled(espeak)

/// A few sentences in a language.
enum Sentences: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case english = "en-us"
  case spanish = "es"
  case chinese = "cmn"
  case japanese = "ja"
  case korean = "ko"

  var testDescription: String { rawValue }

  var text: String {
    switch self {
    case .english:
      "The old harbour was quiet that morning. Nobody had seen the boat leave. "
        + "We waited by the wall until the sun came up."
    case .spanish:
      "El viejo puerto estaba tranquilo. Nadie había visto salir el barco. "
        + "Esperamos junto al muro hasta que salió el sol."
    case .chinese: "那天早上老港口很安静。没有人看见船离开。我们在墙边等到太阳升起。"
    case .japanese: "あさの みなとは しずかでした。ふねは もう いません。わたしたちは かべの そばで まちました。"
    case .korean: "그날 아침 항구는 조용했습니다. 배는 이미 떠났습니다. 우리는 담 옆에서 기다렸습니다."
    }
  }

  /// The number of syllables that a person counts in the text.
  var syllables: Int {
    switch self {
    case .english: 10 + 8 + 12
    case .spanish: 11 + 12 + 16
    case .chinese: 11 + 8 + 12
    case .japanese: 12 + 8 + 16
    case .korean: 12 + 8 + 12
    }
  }

  func spoken(_ options: String...) throws -> Sound {
    try Sound.spoken(text, language: rawValue, options)
  }
}

extension Sound {
  /// The sound of a text as espeak-ng speaks it.
  static func spoken(_ text: String, language: String, _ options: [String] = []) throws -> Sound {
    let folder = try TemporaryFolder()
    let path = folder.path("speech.wav").text
    let result = try Program.run(espeak, ["-v", language, "-w", path] + options + [text])
    try #require(result.status == 0)
    let bytes = Array(try Data(contentsOf: URL(filePath: path)))
    // Its header is the plain one of 44 bytes, and its rate is always this one.
    try #require(bytes.count > 44 && bytes[24..<28].elementsEqual([0x22, 0x56, 0, 0]))
    return Sound(
      samples: stride(from: 44, to: bytes.count - 1, by: 2).map { index in
        Float(Int16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8)) / 32768
      })
  }
}

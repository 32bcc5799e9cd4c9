package import Model
package import Prompting
public import Targets

/// What a request renders, as far as the request or its target says.
public struct Render: Hashable, Sendable {
  /// `nil` where neither the shot file nor the target states a length.
  public let seconds: Int?
  /// As the target calls it: `1080p`.
  public let resolution: String?
  /// `16:9`.
  public let aspect: String?
  /// `nil` where no source says.
  public let sound: SoundSetting?
  /// `nil` where the known prices don't say.
  public let cost: RenderCost?

  package init(_ prompt: CompiledPrompt, _ body: JSONValue?, cost: RenderCost?) {
    let fields = RequestValues(prompt, body)
    seconds = fields.seconds
    resolution = fields[.resolution]?.string
    aspect = fields[.aspect]?.string
    sound = prompt.sound.setting
    self.cost = cost
  }

  /// `5 s · 1080p · 16:9 · sound on · 0.7 USD`; what is not known is left out, but for the length and the price.
  public var words: String {
    let parts = [
      seconds.map { "\($0) s" } ?? "length not stated", resolution, aspect,
      sound.map { $0 == .original ? "original sound" : "sound \($0.rawValue)" },
      cost.map { "\($0.amount) \($0.currency)" } ?? "price not known",
    ]
    return parts.compactMap(\.self).joined(separator: " · ")
  }
}

/// The values that a request has in the fields that shot files know.
struct RequestValues {
  private let prompt: CompiledPrompt
  private let body: JSONValue?
  private let fields: [FieldFacts]

  init(_ prompt: CompiledPrompt, _ body: JSONValue?) {
    self.prompt = prompt
    self.body = body
    fields = prompt.profile.fields(at: prompt.endpoint)
  }

  subscript(_ content: RequestField.Content) -> JSONValue? {
    fields.first { $0.field.takes == content }
      .flatMap { body?.value(at: prompt.profile.path(of: $0.field)[...]) }
  }

  /// The length of the video.
  var seconds: Int? { prompt.seconds ?? self[.duration].flatMap(Self.seconds) }

  private static func seconds(_ value: JSONValue) -> Int? {
    value.integer ?? value.string.flatMap { Int($0.last == "s" ? String($0.dropLast()) : $0) }
  }
}

extension JSONValue {
  /// The value at a path of keys.
  func value(at path: ArraySlice<String>) -> JSONValue? {
    guard let key = path.first else { return self }
    return self[key]?.value(at: path.dropFirst())
  }
}

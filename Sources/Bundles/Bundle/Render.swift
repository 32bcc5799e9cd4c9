package import Model
package import Prompting
public import Targets

/// A summary of what a request renders, as far as the request or its target states it.
public struct Render: Hashable, Sendable {
  /// The length, or `nil` when the request states none, as for a picture.
  public let seconds: Int?
  /// Whether the result is a picture, which has no length and no sound.
  public let isPicture: Bool
  /// The resolution as the target calls it, such as `1080p`.
  public let resolution: String?
  /// The aspect ratio, such as `16:9`.
  public let aspect: String?
  /// The sound setting, or `nil` when no source states it.
  public let sound: SoundSetting?
  /// The price, or `nil` when the known prices don't determine it.
  public let cost: RenderCost?

  /// Summarizes a compiled prompt and the body of its request, if there is one.
  package init(_ prompt: CompiledPrompt, _ body: JSONValue?, cost: RenderCost?) {
    let fields = RequestValues(prompt, body)
    seconds = fields.seconds
    isPicture = prompt.profile.product == .picture
    resolution = fields[.resolution]?.string
    aspect = fields[.aspect]?.string
    sound = prompt.sound.setting
    self.cost = cost
  }

  /// A summary such as `5 s · 1080p · 16:9 · sound on · 0.70 USD`.
  public var summary: String { "\(summaryWithoutPrice) · \(cost?.price ?? "price not known")" }

  /// A summary such as `5 s · 1080p · 16:9 · sound on`.
  ///
  /// Unknown values are left out, except for the length.
  public var summaryWithoutPrice: String {
    let parts = [
      isPicture ? "a picture" : seconds.map { "\($0) s" } ?? "length not stated",
      resolution, aspect,
      isPicture ? nil : sound.map { $0 == .original ? "original sound" : "sound \($0.rawValue)" },
    ]
    return parts.compactMap(\.self).joined(separator: " · ")
  }
}

/// The values of a request's fields, by the content that a field takes.
struct RequestValues {
  private let prompt: CompiledPrompt
  private let body: JSONValue?
  private let fields: [FieldFacts]

  init(_ prompt: CompiledPrompt, _ body: JSONValue?) {
    self.prompt = prompt
    self.body = body
    fields = prompt.profile.fields(at: prompt.endpoint)
  }

  /// The value of the first field that takes a content, or `nil` when the request has none.
  subscript(_ content: RequestField.Content) -> JSONValue? {
    fields.first { $0.field.content == content }
      .flatMap { body?.value(at: prompt.profile.path(of: $0.field)[...]) }
  }

  /// The length of the video in seconds: that of the request, or the one that its shots add up to.
  var seconds: Int? {
    if fields.contains(where: { $0.field.content == .duration }) {
      return self[.duration].flatMap(Self.seconds)
    }
    // What an app is to do is written down for the user.
    return body == nil || prompt.statesShotLengths ? prompt.seconds : nil
  }

  /// Returns the seconds in a number, or in a text such as `5` or `5s`.
  private static func seconds(_ value: JSONValue) -> Int? {
    value.integer ?? value.string.flatMap { Int($0.last == "s" ? String($0.dropLast()) : $0) }
  }
}

extension JSONValue {
  /// Returns the value at a path of keys, or `nil` when there is none.
  func value(at path: ArraySlice<String>) -> JSONValue? {
    guard let key = path.first else { return self }
    return self[key]?.value(at: path.dropFirst())
  }
}

internal import Castbook

/// A request for a route of the table, as its handler sees it.
struct RequestContext: Sendable {
  let gallery: OpenGallery
  /// The path and the query.
  let target: WebTarget
  /// The value of the path's parameter; empty if it has none.
  var parameter = ""
}

/// What a handler needs of a request, read before its access is checked.
protocol RouteInput: Sendable {
  var context: RequestContext { get }
  /// Whether the request only asks what a change would do, which needs no write access.
  var isPreview: Bool { get }

  /// Reads a request.
  ///
  /// - Throws: `Refusal` when it is invalid.
  init(context: RequestContext, request: Request) throws
}

extension RouteInput {
  var isPreview: Bool { false }
  var gallery: OpenGallery { context.gallery }
  var library: ElementLibrary { context.gallery.library }
  var target: WebTarget { context.target }
}

extension RequestContext: RouteInput {
  var context: RequestContext { self }

  init(context: RequestContext, request: Request) { self = context }
}

/// A request with a JSON object as its body.
struct Form: RouteInput {
  let context: RequestContext
  let fields: WebObject

  init(context: RequestContext, request: Request) throws {
    self.context = context
    fields = try request.object()
  }
}

/// A request whose handler needs all of it: a dropped file, or a page that listens.
struct WholeRequest: RouteInput {
  let context: RequestContext
  let request: Request
}

extension ULID {
  /// Parses an ID in a request. Throws `Refusal` with status 404 when it is invalid.
  init(requested text: String) throws(Refusal) {
    guard let id = ULID(text) else { throw .notFound }
    self = id
  }
}

extension Digest {
  /// Parses a digest in a request. Throws `Refusal` with status 404 when it is invalid.
  init(requested text: String) throws(Refusal) {
    guard let digest = Digest(hex: text) else { throw .notFound }
    self = digest
  }
}

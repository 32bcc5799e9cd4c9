/// The JSON of `models` (`docs/json.md`).
public enum ModelsJSON {
  /// The name and version of the format.
  public static let schema = "models/1"

  /// Returns models with their papers.
  public static func document(_ models: [KnownModel]) -> JSONValue {
    ["castbook": schema, "models": models.objects(model)]
  }

  private static func model(_ model: KnownModel) -> JSONValue {
    [
      "name": model.name, "title": model.title, "state": model.state, "path": model.path,
      "uses": model.uses, "limits": model.limits, "licence": model.licence,
      "origin": model.origin, "training": model.training, "sources": model.sources,
      "asOf": model.asOf, "package": package(model.package),
    ]
  }

  private static func package(_ package: KnownModel.Package) -> JSONValue {
    [
      "registry": package.registry, "name": package.name, "version": package.version,
      "url": package.url, "byteCount": package.byteCount, "sha256": package.digest,
    ]
  }
}

// swift-tools-version: 6.2
import PackageDescription

/// A program of somebody else's that uses Castbook as a library.
let package = Package(
  name: "CastList",
  dependencies: [
    // The name is given since the folder of a clone may be called anything.
    .package(name: "castbook", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "CastList", dependencies: [.product(name: "Castbook", package: "castbook")],
      swiftSettings: [.treatAllWarnings(as: .error)])
  ],
  swiftLanguageModes: [.v6]
)

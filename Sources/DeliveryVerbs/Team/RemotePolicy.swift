internal import Transfers

/// The verb `remote policy`: the permissions that a store must grant a member of the team, as an
/// IAM policy.
public struct RemotePolicy: Sendable {
  /// The roles of a team's members.
  public enum Role: String, CaseIterable, Sendable {
    /// Reads everything.
    case reader
    /// Reads and adds; can't delete.
    case member
    /// Also deletes, for the clean-up.
    case keeper
  }

  public let role: Role
  let location: StoreLocation

  /// Creates a policy for a bucket, or for a prefix in it.
  ///
  /// - Throws: `RemoteError.badAddress` if `location` is not the address of a store.
  public init(_ role: Role, for location: String) throws(RemoteError) {
    guard let place = StoreLocation(location, endpoint: nil, region: "us-east-1") else {
      throw .badAddress(location)
    }
    (self.role, self.location) = (role, place)
  }

  /// The policy as IAM JSON, which MinIO and Ceph also accept.
  public var json: JSONValue {
    let root = location.prefix.isEmpty ? "" : "\(location.prefix)/"
    let bucket = "arn:aws:s3:::\(location.bucket)"
    let actions: [JSONValue] =
      ["s3:GetObject"] + (role == .reader ? [] : ["s3:PutObject"])
      + (role == .keeper ? ["s3:DeleteObject"] : [])
    let listing: JSONValue = [
      "Effect": "Allow", "Action": .array(["s3:ListBucket"]), "Resource": .array([.string(bucket)]),
      "Condition": root.isEmpty
        ? nil
        : JSONValue.object(["StringLike": .object(["s3:prefix": .array([.string("\(root)*")])])]),
    ]
    let objects: JSONValue = [
      "Effect": "Allow", "Action": .array(actions),
      "Resource": .array([.string("\(bucket)/\(root)*")]),
    ]
    return ["Version": "2012-10-17", "Statement": .array([listing, objects])]
  }
}

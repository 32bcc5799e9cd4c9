import Foundation
import Model
import TestSupport
import Testing

extension SchemaDesk {
  /// Keeps what the page in the folder `review` contains, and the answers to it.
  func keepReview() throws {
    let page = try String(
      contentsOf: scratch.url.appending(path: "review/index.html"), encoding: .utf8)
    let data = try #require(page.firstMatch(of: /id="takes">(.*?)<\/script>/)).1
    try scratch.write(String(data), to: "review.json")
    let take = try #require(
      try JSONParser.parse(Array(data.utf8))["takes"]?.array?.first { $0["result"] == "approved" })
    let (bundle, clip) = try (
      #require(take["bundle"]?.string), #require(take["sha256"]?.string)
    )
    try scratch.write(
      """
      {"castbook":"review-answers/1","review":"x","by":"Paula","takes":[{"bundle":"\(bundle)",
      "sha256":"\(clip)","was":"approved","result":"rejected","comments":[{"text":"dark","milliseconds":1}]}]}
      """, to: "answers.json")
    try keep(["answered.json": "take answers answers.json"])
  }
}

import Model
import Testing
import Transfers
import Transport

/// Answers of stores, valid and invalid.
@Suite("The answer of a store")
struct Listings {
  private func list(
    _ inside: String, root: String = "ListBucketResult", at location: String = "s3://team"
  ) -> ObjectPage? {
    StoreLocation(location, endpoint: nil, region: "auto").flatMap { page(inside, root, $0) }
  }

  private func page(_ inside: String, _ root: String, _ location: StoreLocation) -> ObjectPage? {
    ObjectPage(
      Array(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <\(root) xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\(inside)</\(root)>
        """.utf8), in: location)
  }

  private func entry(
    _ key: String, size: String = "5", modified: String = "2026-11-20T07:00:00.000Z"
  ) -> String {
    "<Contents><Key>\(key)</Key><LastModified>\(modified)</LastModified><ETag>&quot;x&quot;</ETag>"
      + "<Size>\(size)</Size><StorageClass>STANDARD</StorageClass></Contents>"
  }

  @Test("is read with its keys, sizes and times, and what to ask next")
  func page() throws {
    let page = try #require(
      list(
        "<Name>b</Name><KeyCount>2</KeyCount><IsTruncated>true</IsTruncated>"
          + "<NextContinuationToken>a&amp;b/==</NextContinuationToken>"
          + entry("log/2026-11-20/ab", size: "4194304")
          + entry("log/ä&#x26;&#38;", modified: "2026-11-20T07:00:00.250Z")))
    #expect(page.objects.map(\.key) == ["log/2026-11-20/ab", "log/ä&&"])
    #expect(page.objects.map(\.byteCount) == [4_194_304, 5])
    #expect(
      page.objects.map { "\($0.modified)" } == ["2026-11-20T07:00:00Z", "2026-11-20T07:00:00.250Z"])
    #expect(page.next == "a&b/==")
    let last = try #require(list("<IsTruncated>false</IsTruncated>"))
    #expect(last.objects.isEmpty && last.next == nil)
  }

  @Test(
    "is rejected if any part is missing, or contradicts the rest",
    arguments: [
      "", "<IsTruncated>yes</IsTruncated>", "<IsTruncated>true</IsTruncated>",
      "<IsTruncated>true</IsTruncated><NextContinuationToken></NextContinuationToken>",
      "<KeyCount>2</KeyCount><IsTruncated>false</IsTruncated>",
      "<IsTruncated>false</IsTruncated><Contents><Key>a</Key></Contents>",
    ])
  func contradicting(inside: String) { #expect(list(inside) == nil) }

  @Test("is rejected if an entry is invalid")
  func badEntries() {
    let end = "<IsTruncated>false</IsTruncated>"
    #expect(list(end + entry("a") + entry("b")) != nil)
    #expect(list(end + entry("b") + entry("a")) == nil, "keys out of order")
    #expect(list(end + entry("a") + entry("a")) == nil, "a key twice")
    #expect(list(end + entry("")) == nil)
    for size in ["", "-1", "x", "9007199254740993", "99999999999999999999"] {
      #expect(list(end + entry("a", size: size)) == nil)
    }
    #expect(list(end + entry("a", modified: "yesterday")) == nil)
    #expect(list(end, root: "Error") == nil)
    #expect(list(end + entry("x/a"), at: "s3://team/x")?.objects.map(\.key) == ["a"])
    #expect(list(end + entry("y/a"), at: "s3://team/x") == nil, "a key of another place")
  }

  @Test(
    "is rejected if it is not well-formed, or has more than a store needs",
    arguments: [
      "<a>", "<a></b>", "<a></a><b/>", "</a>", "<a b></a>", "<a b=c></a>", "<a b=\"></a>",
      "<a>&x;</a>", "<a>&amp</a>",
      "<a>&#xD800;</a>", "<a>&#x110000;</a>", "<a>&#-1;</a>", "<!DOCTYPE a><a/>",
      "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "<?xml", "<!-- ", "<a><!-- </a>",
      "<a><![CDATA[</a>", "a", "",
      String(repeating: "<a>", count: 100_000),
      String(repeating: "<a>", count: 17) + String(repeating: "</a>", count: 17),
    ])
  func malformed(text: String) throws {
    let bytes = Array(text.utf8)
    let location = try #require(StoreLocation("s3://team", endpoint: nil, region: "auto"))
    #expect(ObjectPage(bytes, in: location) == nil)
    #expect(StoreRefusal(bytes) == nil)
  }

  @Test("states the reason of a refusal as a code")
  func refusals() throws {
    let refusal = try #require(
      StoreRefusal(
        Array(
          "<Error><Code>SlowDown</Code><Message>Please <!-- x -->reduce<![CDATA[ <now>]]>\u{1B}</Message></Error>"
            .utf8)))
    #expect(refusal.code == "SlowDown")
    #expect(refusal.message.hasPrefix("Please reduce <now>") && !refusal.message.contains("\u{1B}"))
    #expect(StoreRefusal(Array("<Error><Message>x</Message></Error>".utf8)) == nil)
    #expect(StoreRefusal([0x3C, 0x45, 0xFF]) == nil)
  }

  @Test(
    "has times with any number of digits",
    arguments: [
      ("2026-11-20T07:00:00Z", "2026-11-20T07:00:00Z"),
      ("2026-11-20T07:00:00.000Z", "2026-11-20T07:00:00Z"),
      ("2026-11-20T07:00:00.4Z", "2026-11-20T07:00:00.400Z"),
      ("2026-11-20T07:00:00.37Z", "2026-11-20T07:00:00.370Z"),
      ("2026-11-20T07:00:00.123456789Z", "2026-11-20T07:00:00.123Z"),
      ("2026-11-20T07:00:00.Z", nil),
      ("2026-11-20T07:00:00.1.2Z", nil), ("2026-11-20T07:00:00.-1Z", nil),
      ("2026-11-20T07:00:00", nil),
      ("2026-11-20T07:00:00.0123456789Z", nil),
    ])
  func listedTimes(text: String, expected: String?) {
    #expect(HTTPDate.parseListDate(text)?.description == expected)
  }

  @Test("has the time of the store's clock")
  func dates() {
    #expect(HTTPDate.parse("Fri, 24 May 2013 00:00:00 GMT")?.description == "2013-05-24T00:00:00Z")
    for text in [
      "", "Fri, 24 May 2013 00:00:00 CET", "Fri, 24 Mai 2013 00:00:00 GMT",
      "Fri, 31 Feb 2013 00:00:00 GMT",
      "Friday, 24-May-13 00:00:00 GMT", "Fri May 24 00:00:00 2013", "Fri, 24 May 2013 24:00:00 GMT",
    ] {
      #expect(HTTPDate.parse(text) == nil, "\(text)")
    }
  }
}

@Suite("The place of a team's library")
struct Locations {
  @Test(
    "becomes an address: Amazon's has the bucket in its name, others in the path",
    arguments: [
      ("s3://team", nil, "https://team.s3.eu-central-1.amazonaws.com/log/a"),
      ("s3://team/films/", nil, "https://team.s3.eu-central-1.amazonaws.com/films/log/a"),
      ("s3://team.films", nil, "https://s3.eu-central-1.amazonaws.com/team.films/log/a"),
      ("s3://team/a_B/c", "http://127.0.0.1:8333", "http://127.0.0.1:8333/team/a_B/c/log/a"),
    ])
  func addresses(text: String, endpoint: String?, expected: String) throws {
    let location = try #require(
      StoreLocation(text, endpoint: endpoint.flatMap(HTTPOrigin.init), region: "eu-central-1"))
    #expect(location.request("GET", key: "log/a").url == expected)
  }

  @Test("asks for lists below it")
  func lists() throws {
    let location = try #require(
      StoreLocation("s3://team/x", endpoint: HTTPOrigin("http://h:1"), region: "auto"))
    #expect(
      location.listRequest("log/", after: "log/2026").url
        == "http://h:1/team/?list-type=2&prefix=x%2Flog%2F&start-after=x%2Flog%2F2026")
    #expect(location.listRequest("log/", next: "a+b").url.contains("continuation-token=a%2Bb&"))
  }

  @Test(
    "is refused if stores would read it differently",
    arguments: [
      "", "team", "s3:/team", "s3://", "s3://ab", "s3://Team", "s3://team name", "s3://-team",
      "s3://team//x", "s3://team/../x",
      "s3://team/ä", "s3://team/a b", "s3://team?x", "s3://" + String(repeating: "a", count: 64),
      "s3://team/" + String(repeating: "a", count: 513),
    ])
  func bad(text: String) {
    #expect(StoreLocation(text, endpoint: nil, region: "eu-central-1") == nil)
  }

  @Test("has a region of letters, digits and dashes")
  func regions() {
    for region in ["", "eu central", "eu/1", String(repeating: "a", count: 41)] {
      #expect(StoreLocation("s3://team", endpoint: nil, region: region) == nil)
    }
  }
}

@Suite("The keys of a store")
struct Credentials {
  private static let file = """
    # keys
    [default]
    aws_access_key_id = DEFAULT
    aws_secret_access_key=ds=1
      indented = no
    [studio]
    AWS_ACCESS_KEY_ID = STUDIO
    aws_secret_access_key = ss
    aws_session_token = st
    [half]
    aws_access_key_id = HALF
    [broken
    aws_secret_access_key = x
    """
  private static let config = """
    [default]
    region = eu-west-1
    [profile tool]
    credential_process = /opt/keys --for castbook
    region = us-east-2
    """

  private func source(_ environment: [String: String] = [:]) -> CredentialSource {
    CredentialSource(environment: environment, credentials: Self.file, config: Self.config)
  }

  @Test("come from the environment first, from a profile if one is named")
  func order() {
    let variables = [
      "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "S", "AWS_SESSION_TOKEN": "",
    ]
    #expect(source(variables).find() == .keys(StoreCredentials(accessKey: "A", secretKey: "S")))
    let studio = StoreCredentials(accessKey: "STUDIO", secretKey: "ss", sessionToken: "st")
    #expect(source(variables).find(profile: "studio") == .keys(studio))
    #expect(source(["AWS_PROFILE": "studio"]).find() == .keys(studio))
    #expect(source().find() == .keys(StoreCredentials(accessKey: "DEFAULT", secretKey: "ds=1")))
  }

  @Test("come from a command that a profile names, or are missing")
  func others() {
    #expect(source().find(profile: "tool") == .command("/opt/keys --for castbook"))
    #expect(source().find(profile: "half") == .notFound(profile: "half"))
    #expect(source().find(profile: "none") == .notFound(profile: "none"))
    #expect(
      CredentialSource(environment: ["AWS_ACCESS_KEY_ID": "A"]).find()
        == .notFound(profile: "default"))
  }
}

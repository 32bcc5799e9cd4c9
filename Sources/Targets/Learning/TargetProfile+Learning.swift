public import Model

extension TargetProfile {
  /// Returns the profile with facts that a provider's answer states. They are marked as unverified,
  /// with the answer as their source.
  ///
  /// - Parameters:
  ///   - day: The day of the answer.
  ///   - job: The name of the job that the provider refused: `4D22TT`.
  public func learning(_ facts: [LearnedFact], on day: Day, fromJob job: String) -> JSONValue {
    var json = (try? JSONParser.parse(bytes)) ?? .null
    let key = "answer-\(job.lowercased())"
    let evidence: JSONValue = [
      "confidence": "unverified", "source": key, "asOf": day,
      "note": "from the answer to a refused request",
    ]
    for fact in facts { json = json.learning(fact, evidence) }
    let words = facts.map(\.quote).filter { !$0.isEmpty }
    let entry: JSONValue = [
      "ref": "answer of \(provider) to job \(job)", "kind": "first_party_answer",
      "note": words.isEmpty ? nil : words.joined(separator: "; "),
    ]
    let sources = (json["sources"]?.members ?? []).filter { $0.key != key }
    json = json.replacing([
      "sources": JSONValue.object(sources + [JSONValue.Member(key, entry)])
    ])
    // Facts about fields of the request can't have evidence there, so they are listed as
    // unverified.
    let loose = facts.filter { $0.place[0] == "request" }.map { fact in
      JSONValue.string(
        "\(fact.place.dropFirst().joined(separator: " ")): \(fact.value.compactText), from the answer to a "
          + "refused request of \(day)")
    }
    guard !loose.isEmpty else { return json }
    let unverified = (json["unverified"]?.array ?? []).filter { !loose.contains($0) }
    return json.placing(.array(unverified + loose), at: ["unverified"])
  }
}

extension JSONValue {
  fileprivate func learning(_ fact: LearnedFact, _ evidence: JSONValue) -> JSONValue {
    let place = fact.place
    if place[0] == "request" {
      let fields = (self["request"]?.array ?? []).map { field in
        field["name"]?.string == place[1]
          ? field.placing(fact.value, at: place[2...]) : field
      }
      return placing(.array(fields), at: ["request"])
    }
    // The object with the evidence: `side` of `slots.image.side.min`.
    let isBound = ["min", "max", "values"].contains(place.last) && place[0] != "prompt"
    let holder = isBound ? place.dropLast() : place[...]
    let known = holder.reduce(self as JSONValue?) { $0?[$1] }
    var value: JSONValue
    if isBound {
      value = (known?.members == nil ? .object([]) : known ?? .object([]))
        .placing(fact.value, at: place.suffix(1))
    } else if fact.value.members != nil {
      value = fact.value
    } else {
      value = ["value": fact.value]
      // The limits under settings stay.
      if let settings = known?["maxBySetting"] {
        value = value.placing(settings, at: ["maxBySetting"])
      }
    }
    value = value.removing("confidence", "source", "asOf", "note").adding(evidence)
    let learned = placing(value, at: holder)
    guard place == ["duration", "values"] else { return learned }
    // The field has the same list.
    let fields = (learned["request"]?.array ?? []).map { field in
      field["takes"]?.string == "duration" && field["values"] != nil
        ? field.replacing(["values": fact.value]) : field
    }
    return learned.placing(.array(fields), at: ["request"])
  }
}

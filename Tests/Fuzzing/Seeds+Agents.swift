extension Seeds {
  static let agentLines = Seeds {
    let meta =
      #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","#
      + #""io.modelcontextprotocol/clientCapabilities":{}}"#
    let handshake =
      #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-03-26","#
      + #""capabilities":{},"clientInfo":{"name":"a","version":"1"}}}"#
    return [
      #"{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{\#(meta)}}"#,
      #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{\#(meta)}}"#,
      #"{"jsonrpc":"2.0","id":"a","method":"subscriptions/listen","params":{\#(meta),"#
        + #""notifications":{}}}"#,
      #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{\#(meta),"name":"explain","#
        + #""arguments":{"rule":"image.too-small"}}}"#,
      handshake + "\n"
        + #"[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"x"}]"#,
      handshake + "\n" + #"{"jsonrpc":"2.0","id":2,"method":"resources/templates/list"}"#,
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#,
      #"{"jsonrpc":"2.0","id":null,"result":{}}"#, "[]", "\r\n{", "\u{FEFF}{}",
    ].map { Array($0.utf8) }
  }
}

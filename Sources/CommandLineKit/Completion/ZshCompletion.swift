/// The zsh completion script: the functions from `ShellTables`, with the parts only zsh needs.
enum ZshCompletion {
  /// Returns the whole script, ready to be saved as a file in `$fpath`.
  static func script(_ tables: CompletionTables) -> String {
    """
    #compdef \(tables.program)
    # Completion of \(tables.program) for zsh, generated from its table of commands.


    """ + ShellTables.functions(tables) + "\n\n"
      + offer(name: tables.prefix) + entry(name: tables.prefix, program: tables.program)
  }

  /// The function that passes the candidates for a value to zsh's completion system.
  private static func offer(name: String) -> String {
    #"""
    # Offers the choices of kind for the value at the cursor.
    __\#(name)_offer() {
      case "$kind" in
      files) _files ;;
      folders) _files -/ ;;
      words)
        if [[ -n $list ]]; then
          compset -P '*,'
          compadd -q -S ',' -a choices
        else
          compadd -a choices
        fi ;;
      *) return 1 ;;
      esac
    }


    """#
  }

  /// The entry point, which works both autoloaded from `$fpath` and sourced.
  private static func entry(name: String, program: String) -> String {
    #"""
    _\#(name)() {
      local at count pending ended explaining kind list found=1
      local -a children options choices
      # The words without their quotes, up to the one at the cursor.
      __\#(name)_walk "${(@Q)words[2,CURRENT-1]}"
      __\#(name)_command "$at"
      if [[ -n $pending ]]; then
        __\#(name)_value "$at" "$pending"
        __\#(name)_offer && found=0
      elif [[ -z $ended && $PREFIX == --*=* ]]; then
        if __\#(name)_value "$at" "${PREFIX%%=*}"; then
          compset -P 1 '*='
          __\#(name)_offer && found=0
        fi
      elif [[ -z $ended && $PREFIX == -* ]]; then
        _describe -o option options && found=0
      else
        if [[ -z $ended && $count -eq 0 && ${#children} -gt 0 ]]; then
          _describe command children && found=0
        fi
        if [[ -z $explaining ]] && __\#(name)_positional "$at" "$count"; then
          __\#(name)_offer && found=0
        fi
      fi
      return $found
    }

    # Autoloaded from $fpath the file is the function's body; sourced, it registers it.
    if [[ ${funcstack[1]} == _\#(name) ]]; then
      _\#(name) "$@"
    else
      compdef _\#(name) \#(program)
    fi

    """#
  }
}

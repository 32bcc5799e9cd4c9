/// The bash completion script: the functions from `ShellTables`, with the parts only bash needs.
enum BashCompletion {
  /// Returns the whole script, ready to be sourced or saved as a file.
  static func script(_ tables: CompletionTables) -> String {
    "# Completion of \(tables.program) for bash, generated from its table of commands.\n\n"
      + ShellTables.functions(tables) + "\n\n"
      + words(name: tables.prefix) + offer(name: tables.prefix)
      + entry(name: tables.prefix, program: tables.program)
  }

  /// The function that joins what Readline split at `=` and `:` into whole words again.
  private static func words(name: String) -> String {
    #"""
    # Sets typed: the words up to the cursor. Readline also splits at = and : (COMP_WORDBREAKS),
    # so the parts of one word are joined again.
    __\#(name)_words() {
      local rest=${COMP_LINE:0:COMP_POINT} index part blank
      typed=()
      for ((index = 0; index <= COMP_CWORD; index++)); do
        blank=${rest%%[![:space:]]*}
        rest=${rest#"$blank"}
        part=${COMP_WORDS[index]}
        # The cursor may be inside the last word.
        if [[ $index -eq $COMP_CWORD ]]; then part=$rest; fi
        if [[ $index -eq 0 || -n $blank ]]; then
          typed+=("$part")
        else
          typed[${#typed[@]}-1]+=$part
        fi
        rest=${rest#"$part"}
      done
    }


    """#
  }

  /// The functions that fill `COMPREPLY` with the candidates that begin with the typed text.
  private static func offer(name: String) -> String {
    #"""
    # Offers the words that begin with $1, each after the text $2.
    __\#(name)_add() {
      local begun=$1 before=$2 word
      shift 2
      for word in "$@"; do
        if [[ $word == "$begun"* ]]; then COMPREPLY+=("$before$word"); fi
      done
    }

    # Offers the choices of kind for the value $1, which follows the text $2.
    __\#(name)_offer() {
      local begun=$1 before=$2
      case "$kind" in
      files) compopt -o default 2>/dev/null ;;
      folders) compopt -o dirnames 2>/dev/null ;;
      words)
        if [[ -n $list ]]; then
          compopt -o nospace 2>/dev/null
          if [[ $begun == *,* ]]; then
            before+=${begun%,*},
            begun=${begun##*,}
          fi
        fi
        __\#(name)_add "$begun" "$before" "${choices[@]}" ;;
      esac
    }


    """#
  }

  /// The entry point, which bash calls on Tab, and its registration with `complete`.
  private static func entry(name: String, program: String) -> String {
    #"""
    _\#(name)() {
      local typed at count pending ended explaining children options kind choices list
      local current index
      COMPREPLY=()
      __\#(name)_words
      current=${typed[${#typed[@]}-1]}
      __\#(name)_walk "${typed[@]:1:${#typed[@]}-2}"
      __\#(name)_command "$at"
      if [[ -n $pending ]]; then
        __\#(name)_value "$at" "$pending"
        __\#(name)_offer "$current" ''
      elif [[ -z $ended && $current == --*=* ]]; then
        if __\#(name)_value "$at" "${current%%=*}"; then
          __\#(name)_offer "${current#*=}" "${current%%=*}="
        fi
      elif [[ -z $ended && $current == -* ]]; then
        __\#(name)_add "$current" '' "${options[@]}"
      else
        if [[ -z $ended && $count -eq 0 ]]; then
          __\#(name)_add "$current" '' "${children[@]}"
        fi
        if [[ -z $explaining ]] && __\#(name)_positional "$at" "$count"; then
          __\#(name)_offer "$current" ''
        fi
      fi
      # Readline replaces only what follows the last place where it split.
      if [[ $current == *"$2" ]]; then
        for index in "${!COMPREPLY[@]}"; do
          COMPREPLY[index]=${COMPREPLY[index]:${#current}-${#2}}
        done
      fi
    }

    complete -F _\#(name) \#(program)

    """#
  }
}

# configrule itself knows its commands, options, rules and parameters; where it names nothing, a file belongs.
function __configrule_complete
    set -l word (commandline -ct)
    set -l before (commandline -opc)
    set -l found (configrule complete -- $before[2..] "$word" 2>/dev/null)
    if set -q found[1]
        printf '%s\n' $found
    else
        set -l option (string match -r -- '^--[^=]*=' "$word")
        printf '%s\n' "$option"(__fish_complete_path (string replace -- "$option" '' "$word"))
    end
end
complete -c configrule -f -a '(__configrule_complete)'

# configrule itself knows its commands, options and rules; where it names nothing, a file belongs.
function __configrule_complete
    set -l word (commandline -ct)
    set -l before (commandline -opc)
    set -l found (configrule complete -- $before[2..] "$word" 2>/dev/null)
    if set -q found[1]
        printf '%s\n' $found
    else
        __fish_complete_path "$word"
    end
end
complete -c configrule -f -a '(__configrule_complete)'

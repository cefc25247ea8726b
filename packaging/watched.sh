# shellcheck shell=sh
# For scripts that download: how to run a program within limits, and to show that it runs. Read by those that define say().

# The seconds that a program may give no sign of life.
idle_limit=${NORN_DOWNLOAD_TIMEOUT:-60}
case $idle_limit in
    *[!0-9]* | ?????*) idle_limit=0 ;;
esac
if [ "$idle_limit" -lt 10 ] || [ "$idle_limit" -gt 3600 ]; then
    say "NORN_DOWNLOAD_TIMEOUT is \"$NORN_DOWNLOAD_TIMEOUT\". Expected: whole seconds, from 10 to 3600."
    exit 64
fi
# For one answer of a registry: who asks twice gives up by itself, and says why.
answer_limit=$((idle_limit * 2 / 5))

# A process and its children, one a line.
tree() { # PID
    ps -A -o pid= -o ppid= 2>/dev/null | awk -v top="$1" '
        { parent[$1] = $2 }
        END { for (one in parent) { for (at = one; at in parent && at != top && at > 1; ) at = parent[at]; if (at == top) print one } }'
}

# What a process and its children have done so far: what they printed, 64 kB that they moved, a second that they computed. That Maven asks
# for one more file is no sign: from a registry that never answers it asks for many, each for as long as it may.
signs_of_life() { # PID LOG
    awk '!/ Downloading from / { printed += length($0) + 1 } END { print printed + 0 }' "$2"
    for one in $(tree "$1"); do
        printf '%s ' "$one"
        awk '/^[rw]char/ { sum += $2 } END { printf "%d ", sum / 65536 }' "/proc/$one/io" 2>/dev/null || true
        sed 's/.*) //' "/proc/$one/stat" 2>/dev/null | awk '{ printf "%d\n", ($12 + $13) / 100 }' || true
    done
}

end_tree() { # PID
    all=$(tree "$1")
    # shellcheck disable=SC2086 # one word a process
    kill $all 2>/dev/null || true
    sleep 1
    # shellcheck disable=SC2086
    kill -KILL $all 2>/dev/null || true
}

# Runs a program, its output in LOG, and says every ten seconds that it runs. It is ended when this script is, when it takes thirty times
# the idle limit, and when it gives no sign of life that long, where the system shows any; $ended then says why, after how long.
watched() { # WHAT LOG COMMAND…
    what=$1 log=$2 ended=
    shift 2
    "$@" >"$log" 2>&1 </dev/null &
    child=$!
    trap 'end_tree $child; exit 129' HUP
    trap 'end_tree $child; exit 130' INT
    trap 'end_tree $child; exit 143' TERM
    begun=$(date +%s) signs='' sign_at=$begun shown=0
    while kill -0 $child 2>/dev/null; do
        sleep 1
        now=$(date +%s)
        [ $((now - begun - shown)) -ge 5 ] || continue
        shown=$((now - begun))
        seen=$(signs_of_life $child "$log")
        if [ "$seen" != "$signs" ] || [ ! -r /proc/self/io ]; then
            signs=$seen sign_at=$now
        fi
        if [ $((now - sign_at)) -ge "$idle_limit" ]; then
            ended="$shown s, because it had said and done nothing for $((now - sign_at)) s"
        elif [ $shown -ge $((idle_limit * 30)) ]; then
            ended="$shown s, because it was not done"
        elif [ $((shown / 5 % 2)) = 0 ]; then
            say "$what, $shown s so far$(downloaded "$log") …"
        fi
        [ -z "$ended" ] || end_tree $child
    done
    outcome=0
    wait $child || outcome=$?
    trap - HUP INT TERM
    [ -z "$ended" ] || outcome=124
    return $outcome
}

# How many files Maven has, where it was Maven.
downloaded() { # LOG
    awk '/Downloaded from/ { files++ } END { if (files) printf ", %d files downloaded", files }' "$1"
}

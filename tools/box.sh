#!/bin/sh
# box.sh FOLDER COMMAND …: run a command as nobody, without network, in a read-only file system that
# holds the system's programs, COMMAND's Python, nnlib, the exercises' checks and FOLDER, with limits
# on what it may use.
set -eu
folder=$(realpath "$1")
shift
here=$(realpath "$(dirname "$0")/..")
python=$(dirname "$(command -v "$1")")/python
mkdir -p "$folder/work"
set -- prlimit --as="${BOX_MEMORY:-4294967296}" --nproc=256 --fsize=50000000 --core=0 "$@"
# A virtual environment, and the Python that it was made from.
if [ -e "${python%/bin/python}/pyvenv.cfg" ]; then
    for path in "${python%/bin/python}" "$(realpath "$python" | sed 's|/bin/[^/]*$||')"; do
        set -- --ro-bind "$path" "$path" "$@"
    done
fi
# Of the exercises, the course's and a teacher's, what asks and judges, and no file with a solution.
whole=$IFS
IFS="
"
set -f
for path in $(find "$here/exercises" ${NNLIB_EXERCISES:+"$NNLIB_EXERCISES"} -type f \
    \( -name order.toml -o -name statement.md -o -name '*.py' \) \
    ! -name solution.py ! -name start.py ! -name other_answers.py); do
    set -- --ro-bind "$path" "$path" "$@"
done
set +f
IFS=$whole
for path in /bin /lib /lib64 /etc/ld.so.cache /etc/fonts "$here/nnlib"; do
    [ -e "$path" ] && set -- --ro-bind "$path" "$path" "$@"
done
# The box must outlive the interrupt that is meant for the kernel in it.
exec env --ignore-signal=INT bwrap --unshare-all --die-with-parent --uid 65534 --gid 65534 \
    --cap-drop ALL --ro-bind /usr /usr --proc /proc --dev /dev --tmpfs /tmp \
    --unsetenv JPY_PARENT_PID --setenv HOME /tmp \
    --bind "$folder" "$folder" --chdir "$folder/work" "$@"

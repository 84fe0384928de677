# SPDX-FileCopyrightText: 2026 Alcove contributors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# What scripts/run and scripts/test share; sourced, never run. Everything here talks on standard error, so that a script's
# standard output holds its answer alone.

alcove_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
alcove_logs=$alcove_root/build/logs
export ALCOVE_MODELS_DIR=${ALCOVE_MODELS_DIR:-$alcove_root/build/models}

# Paths relative to the checkout: clones and presets share compiled objects.
export CCACHE_BASEDIR=$alcove_root CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-time_macros}

say() { printf '%s\n' "$*" >&2; }

# One compiler for each core, but no more than the memory has room for (1.5 GB each).
build_jobs() {
  local cores memory_kib jobs
  cores=$(nproc)
  memory_kib=$(awk '/^MemTotal:/ {print $2}' /proc/meminfo)
  jobs=$((memory_kib / 1500000))
  ((jobs < 1)) && jobs=1
  ((jobs > cores)) && jobs=$cores
  echo "$jobs"
}

# quietly NAME COMMAND…: the command's output goes to build/logs/NAME.log; its end is shown if it fails.
quietly() {
  local log=$alcove_logs/$1.log
  shift
  mkdir -p "$alcove_logs"
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 60 "$log" >&2
    say "This step failed: $*"
    say "All of its output is in ${log#"$alcove_root"/}."
    return 1
  fi
}

# configure PRESET [CMake arguments…]. Does nothing when the build folder is already as asked: Ninja itself notices changed CMake files.
configure() {
  local preset=$1 folder=$alcove_root/build/$1
  shift
  local wanted="$*" stamp=$folder/.configured-with
  if [[ -f $folder/build.ninja && -f $stamp && $(<"$stamp") == "$wanted" && $stamp -nt $alcove_root/CMakePresets.json ]]; then
    return
  fi
  cd "$alcove_root" || return
  say "Configuring build/$preset"
  quietly "configure-$preset" cmake --preset "$preset" "$@" || return
  printf '%s' "$wanted" >"$stamp"
}

# Copies Ninja's output to a log and shows how far it is: a running count on a terminal, every tenth part elsewhere.
show_progress() {
  local log=$1 preset=$2 line done_steps all_steps tenth last=0
  : >"$log"
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]]; then
      done_steps=${BASH_REMATCH[1]} all_steps=${BASH_REMATCH[2]}
      tenth=$((10 * done_steps / all_steps))
      if [[ -t 2 ]]; then
        printf '\r  building %s: %d of %d \033[K' "$preset" "$done_steps" "$all_steps" >&2
      elif ((tenth > last && all_steps >= 10)); then
        say "  building $preset: $done_steps of $all_steps"
        last=$tenth
      fi
    fi
  done
  [[ -t 2 && -n ${done_steps:-} ]] && printf '\n' >&2
  return 0
}

# build PRESET TARGET…
build() {
  local preset=$1 log=$alcove_logs/build-$1.log
  shift
  mkdir -p "$alcove_logs"
  if ! ninja -C "$alcove_root/build/$preset" -j "$(build_jobs)" "$@" 2>&1 </dev/null | show_progress "$log" "$preset"; then
    # From the first failure on: Ninja says FAILED before the compiler's own words.
    { grep -n -m1 -A60 '^FAILED' "$log" || tail -n 40 "$log"; } >&2
    say "The build failed. All of its output is in ${log#"$alcove_root"/}."
    return 1
  fi
}

#!/bin/sh
# Makes libraries to link against, in place of the machine's glibc, so that the executable also runs on an older one:
#   old-glibc.sh <oldest release> <folder> <compiler> [compiler's options]
# Each library there has the names of the machine's own and no code. glibc keeps old versions of what it has changed (log@GLIBC_2.2.5
# beside log@@GLIBC_2.29); here every name has the newest version that the oldest release has, and later names are missing, so a link
# that needs one fails. It needs readelf, sed and awk.
set -eu
oldest=$1 folder=$2
shift 2
mkdir -p "$folder"

for library in libc.so.6 libm.so.6 libpthread.so.0 libdl.so.2 librt.so.1; do
  stem=$folder/${library%%.so*}
  readelf --wide --dyn-syms "$("$@" -print-file-name="$library")" | awk -v oldest="$oldest" -v stem="$stem" '
    function number(version, part) { split(version, part, "."); return part[1] * 1000000 + part[2] * 1000 + part[3] }
    # Num: Value Size Type Bind Vis Ndx Name@@Version
    $4 ~ /^(FUNC|IFUNC|OBJECT|NOTYPE)$/ && $7 != "UND" && $8 ~ /@GLIBC_[0-9.]+$/ {
      split($8, part, /@+GLIBC_/)
      if (number(part[2]) > number(oldest) || number(part[2]) < number(best[part[1]])) next
      best[part[1]] = part[2]; place[part[1]] = $2; size[part[1]] = $3; data[part[1]] = $4 == "OBJECT"
    }
    END {
      printf "" > (stem ".map"); printf ".section .note.GNU-stack,\"\",%%progbits\n" > (stem ".s")
      for (name in best) {
        names[best[name]] = names[best[name]] " " name ";"
        # Size and place count for data: an executable may hold the copy that all use, under every one of its names.
        labels[place[name]] = labels[place[name]] sprintf(".globl %s\n.type %s, %%%s\n.size %s, %d\n%s:\n",
          name, name, data[name] ? "object" : "function", name, size[name], name)
        if (size[name] >= length_of[place[name]]) length_of[place[name]] = size[name]
        section[place[name]] = data[name] ? "data" : "text"
      }
      for (at in labels) printf ".%s\n.balign 64\n%s.zero %d\n", section[at], labels[at], length_of[at] > (stem ".s")
      for (version in names) printf "GLIBC_%s { global:%s };\n", version, names[version] > (stem ".map")
    }'
  "$@" -shared -nostdlib -Wl,-soname,"$library" -Wl,--version-script,"$stem.map" -o "$stem.so" "$stem.s"
done

# What lies beside glibc as an archive is linked into the executable, so the machine's own will do.
mv "$folder/libc.so" "$folder/libc.so.6"
sed "s|[^ ]*libc\.so\.6|$folder/libc.so.6|" "$("$@" -print-file-name=libc.so)" > "$folder/libc.so"

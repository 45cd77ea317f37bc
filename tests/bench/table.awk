# Makes a table of what benchmarks print with BENCH_TSV=1, one line a figure:
#   what <tab> unit <tab> limit <tab> baseline's name <tab> samples <tab> baseline's samples        (samples with blanks between)
#   what <tab> skipped: reason
# A limit is "<= 1.0 s", "<= baseline + 25 ms", "<= 1.3 x" (of the baseline), each with >= too, or empty. Medians are compared.
# It exits with 1 if a limit is not held. Plain awk: no function of gawk's.
BEGIN {
  FS = "\t"
  line = "%-50s %12s %12s  %-34s %12s %7s  %-24s %s\n"
  printf line, "What", "Median", "P95", "Baseline", "Its median", "Ratio", "Limit", "Held"
}
function sort_samples(text, sorted,    n, i, j, value) {
  n = split(text, sorted, " ")
  for (i = 2; i <= n; i++) {
    value = sorted[i] + 0
    for (j = i - 1; j > 0 && sorted[j] + 0 > value; j--) sorted[j + 1] = sorted[j]
    sorted[j + 1] = value
  }
  return n
}
function median(sorted, n) {
  return n % 2 ? sorted[(n + 1) / 2] + 0 : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}
# The nearest rank: the smallest sample that 95 of a hundred do not exceed.
function p95(sorted, n,    rank) {
  rank = int(n * 0.95)
  if (rank < n * 0.95) rank++
  return sorted[rank] + 0
}
function show(value, unit) {
  return (value >= 1000 || value == int(value) ? sprintf("%.0f", value) : value >= 100 ? sprintf("%.1f", value) : sprintf("%.2f", value)) " " unit
}
# A number of one unit in another; times alone have several.
function convert(value, from, to,    scale) {
  if (from == to || from == "") return value
  scale["us"] = 0.001; scale["ms"] = 1; scale["s"] = 1000
  if (!(from in scale) || !(to in scale)) return "unknown"
  return value * scale[from] / scale[to]
}
# yes, OVER, or ? for a limit that is no limit.
function held(limit, unit, value, base, has_base,    word, count, most) {
  if (limit == "") return "-"
  count = split(limit, word, " ")
  if (word[1] != "<=" && word[1] != ">=") return "?"
  if (word[2] == "baseline") {
    if (!has_base || (count == 5 && word[3] != "+") || (count != 2 && count != 5)) return "?"
    most = convert(word[4], word[5], unit)
    if (most == "unknown") return "?"
    most = base + most
  } else if (word[3] == "x") {
    if (!has_base) return "?"
    most = word[2] * base
  } else {
    most = convert(word[2], word[3], unit)
    if (most == "unknown") return "?"
  }
  return (word[1] == "<=" ? value <= most : value >= most) ? "yes" : "OVER"
}
$2 ~ /^skipped: / {
  printf "%-50s %s\n", $1, $2
  next
}
NF >= 5 {
  n = sort_samples($5, samples)
  b = sort_samples($6, others)
  if (!n) {
    printf "%-50s skipped: it gave no sample\n", $1
    next
  }
  value = median(samples, n)
  base = b ? median(others, b) : 0
  verdict = held($3, $2, value, base, b > 0)
  if (verdict == "OVER" || verdict == "?") bad = 1
  printf line, $1, show(value, $2), show(p95(samples, n), $2), b ? $4 : "-", b ? show(base, $2) : "-", \
    base ? sprintf("%.2f", value / base) : "-", $3 == "" ? "-" : $3, verdict
  next
}
# Whatever else a benchmark says goes past the table.
NF { print > "/dev/stderr" }
END { exit bad }

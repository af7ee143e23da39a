# Precision, recall and F1 with Wilson intervals from lines of contexts.sh.
BEGIN { FS = "\t" }
function interval(right, all,    p, z, middle, half) {
  if (all == 0) return "-"
  p = right / all; z = 1.959964
  middle = (p + z * z / (2 * all)) / (1 + z * z / all)
  half = z * sqrt(p * (1 - p) / all + z * z / (4 * all * all)) / (1 + z * z / all)
  return sprintf("%.3f (%.3f-%.3f)", p, middle - half, middle + half)
}
function line(name, right, miss, extra) {
  f = 2 * right + miss + extra > 0 ? 2 * right / (2 * right + miss + extra) : 0
  printf "%-9s %6d %5d %6d  %-20s %-20s %.3f\n", name, right, miss, extra, interval(right, right + extra), interval(right, right + miss), f
}
{
  rows++
  if ($6 == "not found") { lost++; next }
  said = $6
  # What is denied and historical at once counts as either.
  if ($3 && said == "absent") absent++; else if ($3) { absent_miss++; show[++misses] = "denied, read as " said } else if (said == "absent") { absent_extra++; show[++misses] = "not denied, read as absent" }
  if ($4 && said == "past") past++; else if ($4 && !$3) past_miss++; else if (said == "past" && !$4) past_extra++
  if ($5 && said == "other") other++; else if ($5) other_miss++; else if (said == "other") other_extra++
  if (misses in show && !(misses in text)) text[misses] = $1 "\t" $2
}
END {
  printf "%d phrases, %d not literally in their sentence\n\n", rows, lost
  printf "%-9s %6s %5s %6s  %-20s %-20s %s\n", "status", "right", "miss", "extra", "precision", "recall", "F1"
  line("absent", absent, absent_miss, absent_extra)
  line("past", past, past_miss, past_extra)
  line("other", other, other_miss, other_extra)
  print "\nDifferences in absent (95 % intervals above: Wilson)"
  for (i = 1; i <= misses; i++) print show[i] "\t" text[i]
}

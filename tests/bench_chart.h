// SPDX-License-Identifier: ISC
// A chart of what was measured, as SVG 1.1: bars on a logarithmic axis, legible on light and dark
// paper, with all figures as text for those who do not see it.
#ifndef TESTS_BENCH_CHART_H
#define TESTS_BENCH_CHART_H

#include "base/string.h"
#include "bench_report.h"

// Writes the chart of those measures of REPORT that it shows into OUT.
void chart_write(const struct report *r, struct buf *out);

#endif

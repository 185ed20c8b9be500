// SPDX-License-Identifier: ISC
// Memory, and what is done without a key.
#include "config.h"

#include <stdio.h>

#include "bench_parts.h"

// --- Memory ---

static void weigh(struct bench *b, const struct bench_run *run, enum bench_text text,
		  struct measure *own, struct measure *resident)
{
	static char names[REPORT_MEASURES][64]; // which rows keep
	static size_t count;
	char *name = names[count++ % REPORT_MEASURES];
	snprintf(name, sizeof *names, "%s, first screen", bench_label(run));
	struct report_row *first = measure_add(own, name);
	struct report_row *then = measure_add(own, bench_label(run));
	struct report_row *all = measure_add(resident, bench_label(run));
	for (size_t i = 0; i < (run->set ? 1 : FEW); i++) {
		struct child c;
		if (!bench_open(b, run, text, &c))
			return;
		samples_add(&first->values, child_own(&c));
		child_rest(&c, REST, REST_WORK, 10 * b->patience);
		samples_add(&then->values, child_own(&c));
		samples_add(&all->values, child_resident(&c));
		child_finish(&c);
	}
}

void bench_memory_part(struct bench *b)
{
	static const struct {
		const char *own, *own_title, *resident, *resident_title;
		enum bench_text text;
		bool has_set;
	} weights[] = {
		{"own-editorial", "Memory of its own: the editorial", "resident-editorial",
		 "Resident memory: the editorial", TEXT_EDITORIAL, false},
		{"own-prose", "Memory of its own: the long text", "resident-prose",
		 "Resident memory: the long text", TEXT_PROSE, false},
		{"own-set", "Memory of its own: the long text with its set", "resident-set",
		 "Resident memory: the long text with its set", TEXT_PROSE, true},
	};
	for (size_t k = 0; k < sizeof weights / sizeof *weights; k++) {
		struct report *r = &b->report;
		struct measure *own = report_begin(r, weights[k].own, weights[k].own_title, "byte");
		struct measure *resident =
			report_begin(r, weights[k].resident, weights[k].resident_title, "byte");
		for (size_t i = 0; i < bench_program_count; i++) {
			struct bench_run run = bench_run_of(b, &bench_programs[i], weights[k].text);
			run.set = weights[k].has_set ? b->set : NULL;
			run.patience = run.set ? 10 * b->patience : 0;
			if (bench_takes_part(b, run.program, KEY_LINE, weights[k].text) &&
			    (!run.set || bench_is_kantlijn(run.program)))
				weigh(b, &run, weights[k].text, own, resident);
		}
		report_print(r, own, "less");
		report_print(r, resident, "less");
	}
}

// --- Nothing to do ---

void bench_idle_part(struct bench *b)
{
	static char title[100];
	snprintf(title, sizeof title, "Processor time in %.0f s without a key", b->idle / 1e3);
	struct measure *idle = report_begin(&b->report, "idle", title, "ms");
	struct measure *waits =
		report_begin(&b->report, "wake-ups", "Wake-ups in that time", "times");
	for (size_t i = 0; i < bench_program_count; i++) {
		struct bench_run run = bench_run_of(b, &bench_programs[i], TEXT_PROSE);
		struct child c;
		if (!bench_takes_part(b, run.program, KEY_LINE, TEXT_PROSE) ||
		    !bench_open(b, &run, TEXT_PROSE, &c))
			continue;
		child_rest(&c, REST, REST_WORK, b->patience);
		double worked = child_worked(&c), waited = child_waits(&c);
		child_take_until(&c, bench_now() + b->idle);
		samples_add(&measure_add(idle, bench_label(&run))->values,
			    child_worked(&c) - worked);
		samples_add(&measure_add(waits, bench_label(&run))->values,
			    child_waits(&c) - waited);
		child_finish(&c);
	}
	report_print(&b->report, idle, "less");
	report_print(&b->report, waits, "less");
}

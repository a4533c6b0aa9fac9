// SPDX-License-Identifier: Apache-2.0
// Counts what passed and failed; the last line of a runner is read by tests/run.sh.

export class Count {
	passed = 0;
	failed = 0;
	skipped = 0;

	pass() {
		this.passed++;
	}

	fail(where, why) {
		this.failed++;
		console.log(`FAILED ${where}: ${why}`.trimEnd());
	}

	skip(where, why) {
		this.skipped++;
		console.log(`skipped ${where}: ${why}`);
	}

	// True if the condition holds; says why not otherwise.
	check(condition, where, why) {
		if (condition)
			this.pass();
		else
			this.fail(where, why);
		return Boolean(condition);
	}

	// Prints the closing line and ends the process with 0 or 1.
	close() {
		if (this.passed + this.failed + this.skipped === 0)
			this.fail('nothing', 'no test ran');
		const skipped = this.skipped ? `, ${this.skipped} skipped` : '';
		console.log(`${this.passed} passed, ${this.failed} failed${skipped}`);
		process.exit(this.failed ? 1 : 0);
	}
}

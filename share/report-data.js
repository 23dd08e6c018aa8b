'use strict';

/* A recording as filters/report.c writes it: an array for each column, times in ns since
 * the origin of views, texts by their number among strings. Processes are numbered from
 * 0, depth first in order of creation. */

// As in filters/report.c.
const OUTCOMES = ['ok', 'failed', 'killed', 'running', 'unknown'];
const OUTCOME = {OK: 0, FAILED: 1, KILLED: 2, RUNNING: 3, UNKNOWN: 4};
const FLAG = {BORN: 1, BEFORE: 2, COPY: 4, ACTIVE: 8, MARK: 16, ROOT: 32, UNSURE: 64};
const NONE = -1;

class Recording {
	constructor(json) {
		Object.assign(this, json.process);
		this.facts = json;
		this.stretch = json.stretch;
		this.signal = json.signal;
		this.failure = json.failure;
		this.look = json.look;
		this.strings = json.strings;
		this.count = this.pid.length;
		this.firstStretch = new Uint32Array(this.count + 1);
		for (let i = 0; i < this.count; i++)
			this.firstStretch[i + 1] = this.firstStretch[i] + this.stretches[i];
		this.linkCreators();
		this.findExtent();
		this.rankExecutables();
	}

	/* creator: of each process, or NONE; behind: the first process behind those that
	 * descend from it. */
	linkCreators() {
		const creator = this.creator = new Int32Array(this.count);
		const behind = this.behind = new Uint32Array(this.count);
		const path = []; // the processes that the one at hand descends from
		const end = (depth, at) => {
			while (path.length > depth)
				behind[path.pop()] = at;
		};
		for (let i = 0; i < this.count; i++) {
			end(this.depth[i], i);
			creator[i] = path.length > 0 ? path[path.length - 1] : NONE;
			path.push(i);
		}
		end(0, this.count);
	}

	/* The time line goes from the first process shown to the end of all that is known. */
	findExtent() {
		let begin = this.count > 0 ? Infinity : 0, end = 0;
		for (let i = 0; i < this.count; i++) {
			begin = Math.min(begin, this.start[i]);
			end = Math.max(end, this.end[i]);
		}
		this.begin = begin;
		this.endOfTime = Math.max(end, begin + 1);
	}

	/* Numbers of texts, those that processes spent most time in first: of all that have a
	 * colour, and of those by which processes are found. */
	rankExecutables() {
		const time = new Map(), own = new Set();
		for (let i = 0; i < this.count; i++)
			for (let s = this.firstStretch[i]; s < this.firstStretch[i + 1]; s++) {
				const name = this.stretch.executable[s];
				const length = Math.max(0, this.stretchEnd(i, s) - this.stretch.start[s]);
				time.set(name, (time.get(name) ?? 0) + length);
				if (s >= this.firstOwn(i))
					own.add(name);
			}
		this.executables = [...time.keys()].sort((a, b) => time.get(b) - time.get(a) || a - b);
		this.ownExecutables = this.executables.filter(name => own.has(name));
	}

	/* The first stretch that isn't only its creator's program, which it went on with until
	 * it executed its own. */
	firstOwn(i) {
		return this.firstStretch[i] + (this.is(i, FLAG.COPY) && this.stretches[i] > 1 ? 1 : 0);
	}

	stretchEnd(i, s) {
		return s + 1 < this.firstStretch[i + 1] ? this.stretch.start[s + 1] : this.end[i];
	}

	/* The program executed last, or what the process is a copy of. */
	lastStretch(i) {
		return this.firstStretch[i + 1] - 1;
	}

	command(i) {
		return this.strings[this.stretch.command[this.lastStretch(i)]];
	}

	/* The number of its name. */
	executable(i) {
		return this.stretch.executable[this.lastStretch(i)];
	}

	failed(i) {
		return this.outcome[i] === OUTCOME.FAILED || this.outcome[i] === OUTCOME.KILLED;
	}

	statusOf(i) {
		const status = this.strings[this.status[i]];
		return !this.is(i, FLAG.MARK) ? status :
			this.outcome[i] === OUTCOME.OK ? 'mark' : `mark, ${status}`;
	}

	is(i, flag) {
		return (this.flags[i] & flag) !== 0;
	}

	duration(i) {
		return this.end[i] - this.start[i];
	}

	/* Its end isn't in the recording. */
	isOpenEnded(i) {
		return this.outcome[i] === OUTCOME.RUNNING || this.strings[this.status[i]] === '?';
	}

	/* As far as is known it lived that long, and perhaps longer. */
	lastedLonger(i) {
		return !this.is(i, FLAG.BORN) || this.isOpenEnded(i);
	}

	* creators(i) {
		for (let c = this.creator[i]; c !== NONE; c = this.creator[c])
			yield c;
	}

	/* Children that are shown, in order of creation. */
	* childrenOf(i) {
		for (let c = i + 1; c < this.behind[i]; c = this.behind[c])
			yield c;
	}

	/* The signals sent to a process, in order: numbers for this.signal. */
	signalsOf(i) {
		this.signalsByProcess ??= d3.group(d3.range(this.signal.process.length), s => this.signal.process[s] - 1);
		return this.signalsByProcess.get(i) ?? [];
	}

	/* What it tried to execute in vain, in order: numbers for this.failure. */
	failuresOf(i) {
		this.failuresByProcess ??= d3.group(d3.range(this.failure.process.length), f => this.failure.process[f] - 1);
		return this.failuresByProcess.get(i) ?? [];
	}

	/* The number for this.look of when pt-launch looked at it; undefined: it didn't. */
	lookAt(i) {
		this.lookByProcess ??= new Map(this.look.process.map((process, k) => [process - 1, k]));
		return this.lookByProcess.get(i);
	}

	/* 1 for each process that a filter lets pass, 0 for others. */
	matches(filter) {
		const words = this.strings.map(filter.text ?? (() => true));
		const passed = new Uint8Array(this.count);
		for (let i = 0; i < this.count; i++)
			passed[i] = this.passes(i, filter, words) ? 1 : 0;
		return passed;
	}

	passes(i, filter, words) {
		if (filter.outcome !== null && this.outcome[i] !== filter.outcome ||
			this.duration(i) < filter.least)
			return false;
		let executable = filter.executable === null;
		let text = filter.text === null || filter.text(String(this.pid[i]));
		for (let s = this.firstOwn(i); s < this.firstStretch[i + 1] && !(executable && text); s++) {
			executable ||= this.stretch.executable[s] === filter.executable;
			text ||= words[this.stretch.command[s]];
		}
		return executable && text;
	}
}

/* The first number from first on that isn't before, or behind; before() is true for some
 * and then for none. So of many things only those are looked at that have a pixel. */
function firstNot(first, behind, before) {
	while (first < behind) {
		const middle = first + behind >>> 1;
		if (before(middle))
			first = middle + 1;
		else
			behind = middle;
	}
	return first;
}

/* What a search means: a function that tells whether a text is found, null for
 * everything, or undefined where it isn't a regular expression. */
function searchFor(query) {
	const needle = query.trim();
	const expression = /^\/(.+)\/(i?)$/.exec(needle);
	if (needle === '')
		return null;
	if (expression === null) {
		const lower = needle.toLowerCase();
		return text => text.toLowerCase().includes(lower);
	}
	try {
		const regexp = new RegExp(expression[1], expression[2]);
		return text => regexp.test(text);
	} catch {
		return undefined;
	}
}

/* "1.5", "1.5s", "20ms", "300us" in ns, as pt-format's --min-duration takes it; 0 for
 * nothing, undefined for anything else. */
function parseDuration(text) {
	const units = {s: 1e9, ms: 1e6, us: 1e3, µs: 1e3, '': 1e9};
	const parts = /^(\d+\.?\d*|\.\d+)\s*(s|ms|us|µs|)$/.exec(text.trim());
	if (text.trim() === '')
		return 0;
	return parts === null ? undefined : Number(parts[1]) * units[parts[2]];
}

/* Numbers for people. */
const format = {
	/* ns as "1.234 s", "12.3 ms", "45 µs", "1 h 02 min". */
	time(ns) {
		const size = Math.abs(ns), two = n => String(Math.floor(n % 60)).padStart(2, '0');
		if (size >= 3600e9)
			return `${Math.floor(ns / 3600e9)} h ${two(ns / 60e9)} min`;
		if (size >= 100e9)
			return `${Math.floor(ns / 60e9)} min ${two(ns / 1e9)} s`;
		if (size >= 1e9)
			return `${(ns / 1e9).toFixed(size < 10e9 ? 3 : 2)} s`;
		if (size >= 1e6)
			return `${(ns / 1e6).toFixed(size < 10e6 ? 2 : 1)} ms`;
		return size >= 1e3 ? `${(ns / 1e3).toFixed(0)} µs` : `${ns} ns`;
	},

	/* ns as seconds with so many decimals: one column of them can be compared. */
	seconds(ns, decimals) {
		return (ns / 1e9).toFixed(decimals);
	},

	/* KiB as "1.6 MiB". */
	memory(kib) {
		if (kib < 1024)
			return `${kib} KiB`;
		return kib < 1024 * 1024 ? `${(kib / 1024).toFixed(1)} MiB` :
			`${(kib / 1024 / 1024).toFixed(2)} GiB`;
	},

	count(n) {
		return n.toLocaleString('en');
	},

	/* "1 process", "2 processes". */
	processes(n) {
		return `${format.count(n)} ${n === 1 ? 'process' : 'processes'}`;
	},
};

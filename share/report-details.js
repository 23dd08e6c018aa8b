'use strict';

// Of execve(2), by Linux's numbers (asm-generic/errno.h), which recordings have.
const ERRORS = {
	1: 'EPERM', 2: 'ENOENT', 5: 'EIO', 7: 'E2BIG', 8: 'ENOEXEC', 11: 'EAGAIN', 12: 'ENOMEM', 13: 'EACCES',
	14: 'EFAULT', 20: 'ENOTDIR', 21: 'EISDIR', 22: 'EINVAL', 23: 'ENFILE', 24: 'EMFILE', 26: 'ETXTBSY',
	36: 'ENAMETOOLONG', 40: 'ELOOP', 80: 'ELIBBAD',
};

/* Everything that is known of one process. Texts of a recording only ever become
 * textContent. */
class Details {
	static #LISTED = 50; // children, signals and programs; the rest is counted

	constructor(element, onClose) {
		this.element = element;
		this.onClose = onClose;
	}

	/* link: the address of a process in this page. */
	open(recording, i, link) {
		Object.assign(this, {recording, link});
		const close = make('button', '✕', {className: 'close', type: 'button', ariaLabel: 'Close'});
		close.addEventListener('click', () => this.onClose());
		const heading = make('h2', recording.command(i), {id: 'details-heading'});
		this.element.replaceChildren(close, heading, this.facts(i), ...this.look(i),
			...this.programs(i), ...this.failures(i), ...this.signals(i), ...this.family(i));
		this.element.hidden = false;
		this.element.scrollTop = 0;
	}

	close() {
		this.element.hidden = true;
	}

	get isOpen() {
		return !this.element.hidden;
	}

	facts(i) {
		const {recording: r} = this, list = document.createElement('dl');
		const add = (name, text, className = '') =>
			text !== '' && list.append(make('dt', name), make('dd', text, {className}));
		const known = (value, text = String(value)) => value === NONE ? '' : text;
		const epoch = r.facts.epoch;
		const longer = r.lastedLonger(i) ? 'more than ' : '';
		const parents = r.parent[i] === r.lastParent[i] ? r.parent[i] :
			`${r.parent[i]}, later ${r.lastParent[i]}`;
		add('PID', String(r.pid[i]));
		add('Status', r.statusOf(i), OUTCOMES[r.outcome[i]]);
		add('Remarks', r.strings[r.notes[i]]);
		add('Start', `${format.seconds(r.start[i], 6)} s${r.is(i, FLAG.BORN) ? '' : ' or before'}`);
		add('End', r.isOpenEnded(i) ? 'not in the recording' : `${format.seconds(r.end[i], 6)} s`);
		add('Duration', `${longer}${format.time(r.duration(i))}`);
		if (epoch !== undefined)
			add('Wall clock', new Date(epoch + r.start[i] / 1e6).toLocaleString());
		add('CPU time', known(r.cpu[i], `${format.time(r.cpu[i])}${Details.#share(r, i)}`));
		add('Peak memory', known(r.rss[i], format.memory(r.rss[i])));
		add('Parent', r.parent[i] === 0 ? '' : String(parents));
		add('Group', r.group[i] === 0 ? '' : String(r.group[i]));
		add('Session', r.session[i] === 0 ? '' : String(r.session[i]));
		add('User ID', known(r.user[i]));
		add('PID in its namespace', r.namespacePid[i] === 0 ? '' : String(r.namespacePid[i]));
		return list;
	}

	static #share(r, i) {
		const length = r.duration(i);
		const share = r.cpu[i] / length * 100;
		return r.lastedLonger(i) || length <= 0 ? '' : `, ${share.toFixed(share < 10 ? 1 : 0)} % of a core`;
	}

	/* What it held and waited for. */
	look(i) {
		const {recording: r} = this, k = r.lookAt(i), list = document.createElement('ol');
		if (k === undefined)
			return [];
		const lines = r.strings[r.look.lines[k]].split('\n').slice(0, -1);
		list.append(...lines.slice(0, Details.#LISTED).map(line => make('li', line)));
		return Details.#section(`Seen by pt-launch at ${format.seconds(r.look.time[k], 6)} s`, list, lines.length);
	}

	programs(i) {
		const {recording: r} = this, first = r.firstStretch[i], list = document.createElement('ol');
		const behind = r.firstStretch[i + 1];
		for (let s = first; s < Math.min(behind, first + Details.#LISTED); s++) {
			const copy = s === first && r.is(i, FLAG.COPY);
			const length = format.time(Math.max(0, r.stretchEnd(i, s) - r.stretch.start[s]));
			const facts = [r.strings[r.stretch.path[s]], copy ? 'as a copy of its creator' : '',
				`from ${format.seconds(r.stretch.start[s], 6)} s for ${length}`];
			list.append(make('li', make('code', r.strings[r.stretch.command[s]]),
				make('small', facts.filter(text => text !== '').join(', '))));
		}
		return Details.#section('Programs', list, behind - first);
	}

	failures(i) {
		const {recording: r} = this, all = r.failuresOf(i), list = document.createElement('ol');
		for (const f of all.slice(0, Details.#LISTED)) {
			const error = ERRORS[r.failure.error[f]] ?? `error ${r.failure.error[f]}`;
			list.append(make('li', make('code', r.strings[r.failure.file[f]] || '?'),
				make('small', `${error} at ${format.seconds(r.failure.time[f], 6)} s`)));
		}
		return Details.#section('Tried to execute', list, all.length);
	}

	signals(i) {
		const {recording: r} = this, all = r.signalsOf(i), list = document.createElement('ol');
		for (const s of all.slice(0, Details.#LISTED)) {
			const sender = r.signal.senderProcess[s] - 1, item = make('li',
				`${r.strings[r.signal.name[s]]} at ${format.seconds(r.signal.time[s], 6)} s from `);
			item.append(sender >= 0 ? this.#linkTo(sender) :
				r.strings[r.signal.sender[s]] || 'the kernel');
			list.append(item);
		}
		return Details.#section('Signals', list, all.length);
	}

	family(i) {
		const {recording: r} = this;
		const creators = document.createElement('ol'), children = document.createElement('ol');
		let count = 0, above = 0;
		for (const c of r.creators(i))
			if (above++ < Details.#LISTED)
				creators.append(make('li', this.#linkTo(c)));
		for (const c of r.childrenOf(i))
			if (count++ < Details.#LISTED)
				children.append(make('li', this.#linkTo(c)));
		return [...Details.#section('Created by', creators, above),
			...Details.#section('Created', children, Math.max(count, r.children[i]))];
	}

	#linkTo(i) {
		const {recording: r} = this;
		const status = r.outcome[i] === OUTCOME.OK ? '' : ` (${r.statusOf(i)})`;
		return make('a', `${r.pid[i]} ${r.command(i).slice(0, 300)}${status}`, {href: this.link(i)});
	}

	static #section(title, list, count) {
		const rest = count - list.childElementCount;
		if (rest > 0)
			list.append(make('li', `and ${format.count(rest)} more`));
		return count === 0 ? [] : [make('h3', count > 1 ? `${title} (${format.count(count)})` : title), list];
	}
}

/* An element of that name, with children or text, and properties as the last argument. */
function make(name, ...content) {
	const last = content[content.length - 1], element = document.createElement(name);
	if (Object.getPrototypeOf(last) === Object.prototype)
		Object.assign(element, content.pop());
	element.append(...content);
	return element;
}

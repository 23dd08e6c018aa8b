'use strict';

/* The page: the recordings it holds, what is selected and what is filtered. The one
 * object of this class is window.report, for tests: they ask it where things are. */
class Report {
	constructor() {
		this.blocks = [...document.querySelectorAll('script.recording')];
		this.selected = NONE;
		const actions = {
			select: i => this.select(i),
			open: i => this.open(i),
			toggle: i => this.toggle(i),
			hint: (i, event) => this.hint(i, event),
		};
		this.timeLine = new TimeLine(byId('time'), actions);
		this.table = new Table(byId('table'), actions);
		this.details = new Details(byId('details'), () => this.closeDetails());
		this.listen();
		this.offerRecordings();
		this.show(0);
		this.followLink();
	}

	offerRecordings() {
		const choice = byId('recording');
		choice.hidden = this.blocks.length < 2;
		choice.append(...this.blocks.map((_, n) => new Option(`Recording ${n + 1} of ${this.blocks.length}`, n)));
		choice.addEventListener('change', () => this.show(Number(choice.value)));
	}

	/* Only what is shown is taken apart. */
	show(number) {
		const block = this.blocks[number];
		this.number = number;
		byId('recording').value = number;
		this.closeDetails();
		if (block === undefined) {
			byId('filters').hidden = document.querySelector('main').hidden = true;
			byId('facts').textContent = 'The input held no recording.';
			return;
		}
		this.recording = new Recording(JSON.parse(block.textContent));
		this.lanes = new Lanes(this.recording);
		this.theme = new Theme(this.recording);
		this.selected = NONE;
		this.offerChoices();
		byId('filters').reset();
		this.timeLine.show(this.recording, this.lanes, this.theme);
		this.table.show(this.recording, this.lanes, this.theme);
		this.describe();
		this.filter();
	}

	/* The head of the page. */
	describe() {
		const {recording: r} = this, {facts} = r;
		byId('title').textContent = facts.command || 'Processes';
		document.title = (facts.command || 'Processes').slice(0, 100);
		const parts = [
			[format.time(facts.took ?? r.endOfTime - r.begin)],
			[`${format.processes(facts.processes)}${this.shown()}`],
			[`at most ${format.count(this.timeLine.load.most)} at a time`],
			[facts.failed && `${format.count(facts.failed)} failed`, 'bad'],
			[facts.killed && `${format.count(facts.killed)} killed`, 'bad'],
			[facts.running && `${format.count(facts.running)} still running`],
			[facts.epoch !== undefined && new Date(facts.epoch).toLocaleString()],
			[facts.host && `on ${facts.host}`],
		].filter(([text]) => text);
		byId('facts').replaceChildren(...parts.flatMap(([text, className = ''], n) =>
			[n > 0 ? ' · ' : '', make('span', text, {className})]));
		byId('notices').replaceChildren(...this.notices().map(text =>
			make('p', text, {className: 'notice', role: 'note'})));
		byId('load-note').textContent = 'CPU time is known for each process as a sum, when it has ended: ' +
			'it is spread evenly over its life.' + (facts.load === undefined ? '' :
			' These curves count also the processes that are left out.');
	}

	/* How the processes in the page differ from those of the recording: some may be left
	 * out, and those that did nothing are there for what descends from them. */
	shown() {
		const {recording: r} = this, active = r.flags.filter(flags => flags & FLAG.ACTIVE).length;
		const above = r.count - active, parts = [];
		if (active < r.facts.processes)
			parts.push(`${format.count(active)} shown`);
		if (above > 0)
			parts.push(`and ${format.count(above)} ${r.facts.processes === 1 ? 'it descends' : 'they descend'} from`);
		return parts.length > 0 ? ` (${parts.join(', ')})` : '';
	}

	notices() {
		const {lostRows, lostEvents, over, brief, idle} = this.recording.facts, notices = [];
		const lost = lostEvents > 0 ? `at least ${format.count(lostEvents)}` : 'nobody knows how many';
		const leftOut = (count, why) => notices.push(`Left out, as they ${why}: ${format.processes(count)}.`);
		if (lostRows > 0)
			notices.push(`Events were lost (${lost}): this report may be incomplete.`);
		if (over > 0)
			leftOut(over, 'lived shorter than those kept, whose number pt-format --limit chooses');
		if (brief > 0)
			leftOut(brief, "lived shorter than pt-format's --min-duration");
		if (idle > 0)
			leftOut(idle, 'were there before and did nothing');
		if (this.recording.count === 0)
			notices.push('No process is in this recording.');
		return notices;
	}

	offerChoices() {
		const {recording} = this, {strings} = recording;
		const found = new Set(recording.outcome);
		byId('executable').replaceChildren(new Option('all', ''),
			...[...recording.ownExecutables].sort((a, b) => strings[a] < strings[b] ? -1 : 1)
				.map(number => new Option(strings[number].slice(0, 80), number)));
		byId('outcome').replaceChildren(new Option('all', ''),
			...OUTCOMES.map((name, n) => new Option(name, n)).filter((_, n) => found.has(n)));
		this.offerLegend();
	}

	/* The executables that took most time. */
	offerLegend() {
		const {recording, theme} = this, {strings} = recording;
		byId('legend').replaceChildren(...recording.ownExecutables.slice(0, 30).map(number => {
			const button = make('button', theme.swatch(number),
				make('span', strings[number].slice(0, 80)), {type: 'button', value: number});
			button.setAttribute('aria-pressed', false);
			button.addEventListener('click', () => {
				const choice = byId('executable');
				choice.value = choice.value === String(number) ? '' : number;
				this.filter();
			});
			return button;
		}));
	}

	/* Takes the filters as they stand. What can't be understood is marked, and filters
	 * nothing. */
	filter() {
		const {recording} = this, number = id => byId(id).value === '' ? null : Number(byId(id).value);
		const text = searchFor(byId('search').value), least = parseDuration(byId('least').value);
		byId('search').setAttribute('aria-invalid', text === undefined);
		byId('least').setAttribute('aria-invalid', least === undefined);
		const filter = {
			text: text ?? null, executable: number('executable'), outcome: number('outcome'), least: least ?? 0,
		};
		const all = [filter.text, filter.executable, filter.outcome].every(one => one === null) && filter.least === 0;
		this.lanes.passed = all ? null : recording.matches(filter);
		this.timeLine.chooseRows();
		this.table.update();
		for (const button of byId('legend').children)
			button.setAttribute('aria-pressed', button.value === byId('executable').value);
		const found = all ? recording.count : this.lanes.passed.reduce((sum, one) => sum + one, 0);
		byId('found').textContent = text === undefined ? 'not a regular expression' :
			least === undefined ? 'not a time such as 20ms' :
			all ? format.processes(found) : `${format.count(found)} of ${format.processes(recording.count)}`;
	}

	select(i) {
		this.selected = this.timeLine.selected = i;
		this.table.select(i);
		if (i === NONE) {
			byId('current').textContent = '';
			this.timeLine.request();
			return;
		}
		const {recording: r} = this;
		this.timeLine.reveal(i);
		this.table.reveal(i);
		byId('current').textContent =
			`${r.pid[i]} ${r.command(i).slice(0, 200)}, ${r.statusOf(i)}, ${format.time(r.duration(i))}`;
		if (this.details.isOpen)
			this.open(i);
	}

	open(i) {
		this.details.open(this.recording, i, other => `#${this.number + 1}.${other + 1}`);
		this.hint(NONE);
		this.makeRoom();
	}

	/* For the details, beside the time line where the page is wide. */
	makeRoom() {
		document.body.classList.toggle('details', this.details.isOpen);
		if (this.timeLine.width !== byId('lanes').clientWidth)
			this.timeLine.layout();
	}

	closeDetails() {
		const inside = byId('details').contains(document.activeElement);
		this.details.close();
		if (this.recording !== undefined)
			this.makeRoom();
		if (inside)
			byId('lanes').focus({preventScroll: true});
	}

	/* A link to a process: #RECORDING.PROCESS, both from 1. */
	followLink() {
		const parts = /^#(\d+)\.(\d+)$/.exec(location.hash);
		if (parts === null || this.blocks[parts[1] - 1] === undefined)
			return;
		if (this.number !== parts[1] - 1)
			this.show(parts[1] - 1);
		const i = parts[2] - 1;
		if (i < 0 || i >= this.recording.count)
			return;
		this.lanes.reveal(i);
		this.timeLine.layoutRows();
		this.select(i);
		this.open(i);
	}

	toggle(i) {
		this.lanes.collapse(i, !this.lanes.collapsed[i]);
		this.timeLine.layoutRows();
	}

	collapseAll(collapsed) {
		this.lanes.collapseAll(collapsed);
		this.timeLine.layoutRows();
	}

	showOnlyInSight(only) {
		byId('in-sight').setAttribute('aria-pressed', only);
		this.timeLine.showOnlyInSight(only);
	}

	hint(i, event) {
		const hint = byId('hint'), {recording: r} = this;
		hint.hidden = i === NONE;
		if (i === NONE)
			return;
		const length = `${r.lastedLonger(i) ? 'more than ' : ''}${format.time(r.duration(i))}`;
		const facts = [`PID ${r.pid[i]}`, r.statusOf(i), length, `from ${format.seconds(r.start[i], 3)} s`, r.strings[r.notes[i]]].filter(text => text !== '');
		hint.replaceChildren(make('b', r.command(i).slice(0, 400)), make('span', facts.join(' · ')));
		const box = hint.getBoundingClientRect();
		hint.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - box.width - 8))}px`;
		const fits = event.clientY + 18 + box.height <= innerHeight;
		hint.style.top = `${fits ? event.clientY + 18 : event.clientY - box.height - 10}px`;
	}

	listen() {
		byId('filters').addEventListener('submit', event => event.preventDefault());
		byId('filters').addEventListener('input', () => {
			clearTimeout(this.typing);
			this.typing = setTimeout(() => this.filter(), this.recording.count > 20000 ? 150 : 0);
		});
		byId('filters').addEventListener('reset', () => setTimeout(() => this.filter()));
		const onClick = (id, action) => byId(id).addEventListener('click', action);
		onClick('zoom-in', () => this.timeLine.zoomBy(2));
		onClick('zoom-out', () => this.timeLine.zoomBy(0.5));
		onClick('zoom-reset', () => this.timeLine.zoomBy(0));
		onClick('shorter', () => this.timeLine.setRowHeight(-1));
		onClick('taller', () => this.timeLine.setRowHeight(1));
		onClick('collapse', () => this.collapseAll(true));
		onClick('expand', () => this.collapseAll(false));
		onClick('in-sight', () => this.showOnlyInSight(!this.timeLine.onlyInSight));
		onClick('help', () => this.showKeys());
		addEventListener('hashchange', () => this.followLink());
		addEventListener('resize', () => {
			this.timeLine.layout();
			this.table.update();
		});
		new Keyboard(this);
		matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
			this.theme.read();
			this.offerLegend();
			this.filter();
		});
	}

	showKeys() {
		const keys = byId('keys');
		keys.hidden = !keys.hidden;
		byId('help').setAttribute('aria-expanded', !keys.hidden);
	}
}

function byId(id) {
	return document.getElementById(id);
}

window.report = new Report();

'use strict';

/* The table: all processes that a filter lets pass, sorted by a column. Only the rows in
 * sight are in the document. */
class Table {
	static ROW = 26;

	/* A column's class and heading, what it is sorted by, and what its cells hold. */
	static COLUMNS = [
		['pid', 'PID', (r, i) => r.pid[i], (r, i) => String(r.pid[i])],
		['command', 'Command', (r, i) => r.command(i), (r, i) => r.command(i).slice(0, 500)],
		['start', 'Start (s)', (r, i) => r.start[i], (r, i) => format.seconds(r.start[i], 3)],
		['duration', 'Duration', (r, i) => r.duration(i),
			(r, i) => (r.lastedLonger(i) ? '> ' : '') + format.time(r.duration(i))],
		['cpu', 'CPU', (r, i) => r.cpu[i], (r, i) => r.cpu[i] === NONE ? '' : format.time(r.cpu[i])],
		['memory', 'Memory', (r, i) => r.rss[i], (r, i) => r.rss[i] === NONE ? '' : format.memory(r.rss[i])],
		['status', 'Status', (r, i) => r.statusOf(i), (r, i) => r.statusOf(i)],
		['children', 'Children', (r, i) => r.children[i],
			(r, i) => r.children[i] === 0 ? '' : format.count(r.children[i])],
	];

	constructor(element, actions) {
		this.element = element;
		this.actions = actions;
		this.head = element.querySelector('.head');
		this.body = element.querySelector('.rows');
		this.scroller = new Scroller(this.body, this.body.querySelector('.space'), Table.ROW);
		this.sorted = {column: 'start', down: false};
		this.makeHead();
		this.body.addEventListener('scroll', () => this.request(), {passive: true});
		this.body.addEventListener('click', event => {
			const row = event.target.closest('.row');
			if (row === null)
				return;
			this.actions.select(Number(row.dataset.process));
			this.actions.open(Number(row.dataset.process));
		});
	}

	makeHead() {
		for (const [name, title] of Table.COLUMNS) {
			const cell = document.createElement('div'), button = document.createElement('button');
			cell.className = name;
			cell.setAttribute('role', 'columnheader');
			button.type = 'button';
			button.className = name;
			button.textContent = title;
			button.addEventListener('click', () => this.sortBy(name));
			cell.append(button);
			this.head.append(cell);
		}
	}

	/* update() is to follow. */
	show(recording, lanes, theme) {
		Object.assign(this, {recording, lanes, theme, selected: NONE});
		this.scroller.top = 0;
	}

	/* First up for texts and times, first down for amounts. */
	sortBy(column) {
		const {sorted} = this;
		const down = ['duration', 'cpu', 'memory', 'children'].includes(column);
		this.sorted = {column, down: sorted.column === column ? !sorted.down : down};
		this.scroller.top = 0;
		this.update();
	}

	/* To be called when another filter or another order is chosen. */
	update() {
		const {recording, lanes, sorted} = this;
		const [, , key] = Table.COLUMNS.find(([name]) => name === sorted.column);
		const keys = Array.from({length: recording.count}, (_, i) => key(recording, i));
		const sign = sorted.down ? -1 : 1;
		this.list = Uint32Array.from(keys.keys()).filter(i => lanes.hasPassed(i))
			.sort((a, b) => keys[a] < keys[b] ? -sign : keys[a] > keys[b] ? sign : a - b);
		for (const cell of this.head.children) {
			const order = cell.className !== sorted.column ? 'none' :
				sorted.down ? 'descending' : 'ascending';
			cell.setAttribute('aria-sort', order);
			const title = Table.COLUMNS.find(([name]) => name === cell.className)[1];
			cell.firstChild.textContent = title + {none: '', ascending: ' ▲', descending: ' ▼'}[order];
		}
		this.element.setAttribute('aria-rowcount', this.list.length + 1);
		const room = Math.max(8, Math.floor(innerHeight * 0.6 / Table.ROW));
		const rows = Math.max(2, Math.min(this.list.length, room));
		this.body.style.height = `${rows * Table.ROW}px`;
		this.scroller.resize(this.list.length);
		const scrollBar = this.body.offsetWidth - this.body.clientWidth;
		this.head.style.paddingRight = `${scrollBar}px`;
		this.request();
	}

	request() {
		this.frame ??= requestAnimationFrame(() => {
			this.frame = undefined;
			this.draw();
		});
	}

	/* Rows are placed from the top of what is in sight, so that they don't jump where
	 * many rows go by for one pixel of scrolling. */
	draw() {
		const [first, behind] = this.scroller.range, rows = [];
		const origin = this.body.scrollTop - this.scroller.top;
		for (let row = first; row < behind; row++)
			rows.push(this.makeRow(row, origin + row * Table.ROW));
		if (this.list.length === 0)
			rows.push(make('div', 'No process is like that.', {className: 'none'}));
		this.body.replaceChildren(this.scroller.space, ...rows);
	}

	makeRow(row, y) {
		const i = this.list[row], {recording} = this;
		const element = document.createElement('div');
		element.className = 'row';
		element.dataset.process = i;
		element.id = `row-${i}`;
		element.style.top = `${y}px`;
		element.setAttribute('role', 'row');
		element.setAttribute('aria-rowindex', row + 2);
		element.setAttribute('aria-selected', i === this.selected);
		for (const [name, , , text] of Table.COLUMNS) {
			const cell = document.createElement('span');
			cell.className = name;
			cell.setAttribute('role', 'gridcell');
			cell.textContent = text(recording, i);
			if (name === 'command')
				cell.prepend(this.theme.swatch(recording.executable(i)));
			if (name === 'status')
				cell.classList.add(recording.is(i, FLAG.MARK) && !recording.failed(i) ? 'mark' :
					OUTCOMES[recording.outcome[i]]);
			element.append(cell);
		}
		return element;
	}

	select(i) {
		this.selected = i;
		this.element.setAttribute('aria-activedescendant', i === NONE ? '' : `row-${i}`);
		this.request();
	}

	reveal(i) {
		const row = this.list.indexOf(i);
		if (row >= 0)
			this.scroller.reveal(row);
	}

	/* The process so many rows further down. */
	neighbour(i, step) {
		const row = this.list.indexOf(i), last = this.list.length - 1;
		return last < 0 ? NONE : this.list[Math.min(last, Math.max(0, row + step))];
	}
}

'use strict';

/* Which processes are rows of the time line: those that a filter lets pass and that live
 * in some part of the time, and what those descend from; not what is inside of collapsed
 * ones. In order of their numbers. */
class Lanes {
	constructor(recording) {
		this.recording = recording;
		this.collapsed = new Uint8Array(recording.count);
		this.passed = null; // 1 for each that a filter lets pass; null: all
		this.part = null; // [from, to]; null: any time
		this.update();
	}

	update() {
		const {recording, part} = this;
		const outside = i => part !== null && (recording.start[i] > part[1] || recording.end[i] < part[0]);
		const everything = this.passed === null && part === null;
		const wanted = everything ? null : this.passed?.slice() ?? new Uint8Array(recording.count).fill(1);
		for (let i = recording.count - 1; wanted !== null && i >= 0; i--) {
			if (wanted[i] === 1 && outside(i))
				wanted[i] = 0;
			if (wanted[i] !== 0 && recording.creator[i] !== NONE)
				wanted[recording.creator[i]] = 2; // whatever it is itself
		}
		const list = new Uint32Array(recording.count);
		this.rowOf = new Int32Array(recording.count).fill(NONE);
		let rows = 0;
		for (let i = 0; i < recording.count;) {
			const shown = wanted === null || wanted[i] !== 0;
			if (shown) {
				this.rowOf[i] = rows;
				list[rows++] = i;
			}
			i = shown && !this.collapsed[i] ? i + 1 : recording.behind[i];
		}
		this.list = list.subarray(0, rows);
	}

	hasPassed(i) {
		return this.passed === null || this.passed[i] === 1;
	}

	/* The row of a process, or of the collapsed one that it is inside of; else NONE. */
	rowFor(i) {
		if (this.rowOf[i] !== NONE)
			return this.rowOf[i];
		for (const c of this.recording.creators(i))
			if (this.collapsed[c] && this.rowOf[c] !== NONE)
				return this.rowOf[c];
		return NONE;
	}

	/* The process so many rows further down. */
	neighbour(i, step) {
		const row = i === NONE ? -1 : this.rowFor(i), last = this.list.length - 1;
		return last < 0 ? NONE : this.list[Math.min(last, Math.max(0, row + step))];
	}

	/* Expands what a process is inside of. */
	reveal(i) {
		for (const c of this.recording.creators(i))
			this.collapsed[c] = 0;
		this.update();
	}

	collapse(i, collapsed) {
		this.collapsed[i] = collapsed ? 1 : 0;
		this.update();
	}

	collapseAll(collapsed) {
		for (let i = 0; i < this.recording.count; i++)
			this.collapsed[i] = collapsed && this.recording.behind[i] > i + 1 ? 1 : 0;
		this.update();
	}
}

/* Rows of one height in an element that scrolls: which of them are in sight. Browsers
 * limit how high an element may be, so more rows than fit move past faster. */
class Scroller {
	static HIGHEST = 8e6;

	constructor(element, space, rowHeight) {
		Object.assign(this, {element, space, rowHeight, count: 0});
	}

	resize(count, rowHeight = this.rowHeight) {
		this.count = count;
		this.rowHeight = rowHeight;
		this.space.style.height = `${Math.min(count * rowHeight, Scroller.HIGHEST)}px`;
	}

	get height() {
		return this.element.clientHeight;
	}

	/* How many pixels of rows are for one pixel of scrolling. */
	get speed() {
		const all = this.count * this.rowHeight;
		return all <= Scroller.HIGHEST ? 1 :
			(all - this.height) / (Scroller.HIGHEST - this.height);
	}

	/* Pixels of rows above what is in sight. */
	get top() {
		return this.element.scrollTop * this.speed;
	}

	set top(pixels) {
		this.element.scrollTop = pixels / this.speed;
	}

	/* The first row in sight and the first behind those. */
	get range() {
		const first = Math.max(0, Math.floor(this.top / this.rowHeight));
		const behind = Math.ceil((this.top + this.height) / this.rowHeight);
		return [first, Math.min(this.count, behind)];
	}

	reveal(row) {
		const y = row * this.rowHeight;
		if (y < this.top)
			this.top = y;
		else if (y + this.rowHeight > this.top + this.height)
			this.top = y + this.rowHeight - this.height;
	}
}

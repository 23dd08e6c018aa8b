'use strict';

/* Draws the lanes in sight: a bar a process, in parts by the programs it executed. */
class LaneChart {
	constructor(canvas) {
		this.canvas = canvas;
	}

	/* What all lanes of one picture share. */
	draw(view, state, scroller, height) {
		const context = prepareCanvas(this.canvas, view.width, height);
		const rowHeight = scroller.rowHeight;
		const size = rowHeight >= 26 ? 13 : rowHeight >= 18 ? 12 : 9;
		Object.assign(this, {context, view, rowHeight, ...state});
		this.texts = rowHeight >= 12;
		this.pad = rowHeight >= 12 ? 3 : rowHeight >= 6 ? 1 : 0;
		this.barHeight = Math.max(1, rowHeight - 2 * this.pad - (this.pad === 0 ? 1 : 0));
		context.font = `${size}px ${FONT}`;
		context.textBaseline = 'middle';
		if (this.font !== context.font)
			this.charWidth = context.measureText('MMMMMMMMMM').width / 10;
		this.font = context.font;

		const [first, behind] = scroller.range, top = scroller.top;
		for (let row = first; row < behind; row++)
			this.drawBackground(row, row * rowHeight - top);
		context.save();
		context.beginPath();
		context.rect(view.gutter, 0, view.width - view.gutter, height);
		context.clip();
		view.drawGrid(context, height);
		view.drawEvents(context, height);
		for (let row = first; row < behind; row++) {
			const i = this.lanes.list[row];
			context.globalAlpha = this.lanes.hasPassed(i) ? 1 : 0.3;
			this.drawProcess(i, row * rowHeight - top);
		}
		context.restore();
		for (let row = first; row < behind; row++)
			this.drawName(this.lanes.list[row], row * rowHeight - top);
		context.fillStyle = this.theme.line;
		context.fillRect(view.gutter - 1, 0, 1, height);
	}

	drawBackground(row, y) {
		const {context, theme} = this, i = this.lanes.list[row];
		const colour = i === this.selected ? theme.select : i === this.hovered ? theme.hover : null;
		if (colour === null && (row % 2 === 0 || !this.texts))
			return;
		context.globalAlpha = colour === null ? 0.35 : 1;
		context.fillStyle = colour ?? theme.hover;
		context.fillRect(0, y, this.view.width, this.rowHeight);
		context.globalAlpha = 1;
	}

	drawProcess(i, y) {
		const {recording, view} = this;
		const x0 = view.scale(recording.start[i]), x1 = view.scale(recording.end[i]);
		const middle = y + this.rowHeight / 2;
		if (recording.is(i, FLAG.MARK)) {
			this.drawMark(i, x0, middle);
			return;
		}
		if (x1 < view.gutter || x0 > view.width) {
			this.pointTo(i, x1 < view.gutter, middle);
			return;
		}
		const shown = {
			left: Math.max(x0, view.gutter),
			right: Math.min(Math.max(x1, x0 + 1), view.width),
		};
		const wide = this.drawStretches(i, y + this.pad);
		this.drawFrame(i, x0, x1, y + this.pad);
		if (this.texts)
			this.drawTexts(i, x0, x1, shown, wide, middle);
	}

	/* Where a process lives that isn't in sight. */
	pointTo(i, left, middle) {
		const {context, recording, theme, view} = this;
		const x = left ? view.gutter + 3 : view.width - 3, r = Math.min(4, this.barHeight / 2);
		const colour = theme.colour(recording.executable(i));
		const back = x + (left ? r : -r);
		shapes.polygon(context, colour, [x, middle], [back, middle - r], [back, middle + r]);
	}

	drawMark(i, x, middle) {
		const {context, theme} = this, r = Math.min(5, this.rowHeight / 2);
		shapes.diamond(context, theme.mark, x, middle, r);
		if (this.texts)
			this.drawText(this.recording.command(i), x + r + 5, middle, Infinity);
	}

	/* One behind the other from the left; of those that begin in the same pixel the first
	 * and the last. Returns those with room for a text. */
	drawStretches(i, y) {
		const {context, recording, theme, view} = this, wide = [];
		const {start, executable} = recording.stretch, behind = recording.firstStretch[i + 1];
		const end = s => view.scale(recording.stretchEnd(i, s)), alpha = context.globalAlpha;
		let s = firstNot(recording.firstStretch[i], behind - 1, at => end(at) < view.gutter);
		for (let free = -1; s < behind && view.scale(start[s]) <= view.width;) {
			const left = Math.max(view.scale(start[s]), view.gutter - 2);
			const right = Math.min(end(s), view.width + 2);
			context.globalAlpha = this.isCopy(i, s) ? alpha * 0.5 : alpha;
			context.fillStyle = theme.colour(executable[s]);
			context.fillRect(left, y, Math.max(1, right - left), this.barHeight);
			context.globalAlpha = alpha;
			if (left <= free && right - left > 3 && this.pad > 0) {
				context.fillStyle = theme.page;
				context.fillRect(left - 0.5, y, 1, this.barHeight);
			}
			if (right - left > 4 * this.charWidth)
				wide.push(s);
			free = Math.max(left, right);
			s = firstNot(s + 1, behind, at => end(at) < free + 0.5);
		}
		return wide;
	}

	isCopy(i, s) {
		return s === this.recording.firstStretch[i] && this.recording.is(i, FLAG.COPY);
	}

	/* What says how it began and ended: a frame around the failed, open ends. */
	drawFrame(i, x0, x1, y) {
		const {context, recording, theme, barHeight} = this;
		const failed = recording.failed(i);
		if (failed && this.pad > 0) {
			context.strokeStyle = theme.bad;
			context.lineWidth = 1.5;
			const left = Math.max(x0, -10), right = Math.min(x1, this.view.width + 10);
			context.strokeRect(left + 0.5, y, Math.max(1, right - left - 1), barHeight);
		} else if (failed) {
			context.fillStyle = theme.bad;
			context.fillRect(x1 - 1, y, 3, barHeight);
		}
		if (!this.texts)
			return;
		if (!recording.is(i, FLAG.BORN))
			shapes.openEnd(context, theme.ink, x0, y, barHeight, -1, !recording.is(i, FLAG.BEFORE));
		if (recording.isOpenEnded(i))
			shapes.openEnd(context, theme.ink, x1, y, barHeight, 1,
				recording.outcome[i] !== OUTCOME.RUNNING || recording.is(i, FLAG.UNSURE));
		this.drawSignals(recording.signalsOf(i), y);
	}

	drawSignals(signals, y) {
		const {context, recording, theme, view} = this;
		const x = k => view.scale(recording.signal.time[signals[k]]);
		let k = firstNot(0, signals.length, at => x(at) < view.gutter - 5);
		while (k < signals.length && x(k) < view.width + 5) {
			const free = x(k) + 2;
			shapes.signal(context, theme.bad, x(k), y);
			k = firstNot(k + 1, signals.length, at => x(at) < free);
		}
	}

	/* A badge and the status of those that failed right behind the bar; the command in
	 * the bar, or behind it, or before it, where there is room. */
	drawTexts(i, x0, x1, shown, wide, middle) {
		const {recording, view, charWidth} = this;
		const last = recording.lastStretch(i);
		let after = Math.max(x1, x0 + 1) + (recording.isOpenEnded(i) ? 13 : 5), free = view.width;
		if (recording.failed(i))
			[free, after] = this.drawFailure(i, after, middle);
		const from = recording.stretch.start[last];
		const left = Math.max(view.scale(from), view.gutter) + 4;
		const command = recording.command(i).slice(0, 1000);
		const needed = command.length * charWidth;
		const before = Math.min(x0, free);
		const inside = Math.min(shown.right, free) - left - 3;
		wide.filter(s => s < last).forEach(s => this.drawInside(i, s, middle, free));
		if (needed <= inside)
			this.drawInside(i, last, middle, free);
		else if (view.width - after >= Math.min(needed, Math.max(inside, 12 * charWidth)))
			this.drawText(command, after, middle, view.width - after);
		else if (before - view.gutter > needed + 8 && inside < needed / 2)
			this.drawText(command, before - needed - 5, middle, needed + 1);
		else
			this.drawInside(i, last, middle, free);
	}

	/* At x, or over the bar's end where there is no room; returns where it begins and
	 * ends. */
	drawFailure(i, x, middle) {
		const {context, recording, theme, view, charWidth} = this;
		const status = recording.strings[recording.status[i]];
		const width = 12 + (status.length + 1) * charWidth;
		if (x + width > view.width) {
			x = view.width - width;
			context.fillStyle = theme.page;
			context.fillRect(x - 5, middle - this.barHeight / 2 + 1, width, this.barHeight - 2);
		}
		if (recording.outcome[i] === OUTCOME.KILLED)
			shapes.cross(context, theme.bad, x, middle);
		else
			shapes.warning(context, theme.bad, x, middle);
		context.fillStyle = theme.bad;
		context.textAlign = 'left';
		context.fillText(status, x + 12, middle);
		return [x - 5, x + width];
	}

	/* As far as the place is free that its bar has. */
	drawInside(i, s, middle, free) {
		const {recording, view, theme} = this;
		const left = Math.max(view.scale(recording.stretch.start[s]), view.gutter) + 4;
		const right = Math.min(view.scale(recording.stretchEnd(i, s)), free) - 3;
		if (right - left < 4 * this.charWidth)
			return;
		this.drawText(recording.strings[recording.stretch.command[s]], left, middle, right - left,
			this.isCopy(i, s) ? theme.ink : theme.inkOn(recording.stretch.executable[s]));
	}

	drawText(text, x, middle, room, colour = this.theme.ink) {
		this.context.textAlign = 'left';
		this.context.fillStyle = colour;
		this.context.fillText(this.cut(text, Math.min(room, this.view.width - x)), x, middle);
	}

	/* As much of a text as there is room for; dots tell. */
	cut(text, room) {
		let length = Math.floor(room / this.charWidth);
		if (text.length <= length && /^[\x20-\x7e]*$/.test(text))
			return text;
		let part = text.slice(0, Math.max(0, length));
		while (part.length > 0 && this.context.measureText(part).width > room)
			part = part.slice(0, -Math.ceil(part.length / 16));
		return part.length === text.length ? part : part.length > 2 ? part.slice(0, -1) + '…' : '';
	}

	indentOf(i) {
		const {gutter} = this.view;
		return Math.min(this.recording.depth[i] * (gutter > 150 ? 12 : 6), gutter * 0.45);
	}

	/* The left part: the tree. */
	drawName(i, y) {
		const {context, recording, theme, view, rowHeight} = this;
		const middle = y + rowHeight / 2, indent = this.indentOf(i);
		const row = i === this.selected ? theme.select : i === this.hovered ? theme.hover : null;
		context.fillStyle = theme.page;
		context.fillRect(0, y, view.gutter - 1, rowHeight);
		if (row !== null) {
			context.fillStyle = row;
			context.fillRect(0, y, view.gutter - 1, rowHeight);
		}
		context.globalAlpha = this.lanes.hasPassed(i) ? 1 : 0.5;
		if (!this.texts) {
			context.fillStyle = theme.colour(recording.executable(i));
			context.fillRect(4 + indent, y, view.gutter * 0.2, this.barHeight);
			context.globalAlpha = 1;
			return;
		}
		if (recording.behind[i] > i + 1)
			shapes.handle(context, theme.dim, indent + 10, middle, this.lanes.collapsed[i]);
		const pid = view.gutter > 150 ? String(recording.pid[i]) : '';
		const right = view.gutter - 8 - pid.length * this.charWidth;
		context.textAlign = 'left';
		context.fillStyle = recording.failed(i) ? theme.bad :
			recording.is(i, FLAG.MARK) ? theme.mark : theme.ink;
		const name = recording.strings[recording.executable(i)].slice(0, 200);
		context.fillText(this.cut(name, right - indent - 26), indent + 20, middle);
		context.fillStyle = theme.dim;
		context.fillText(pid, right, middle);
		context.globalAlpha = 1;
	}
}

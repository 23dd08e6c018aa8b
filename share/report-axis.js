'use strict';

/* The axis above the lanes with the labels of ticks and marks, and what goes from there
 * through lanes and load. */
class Axis {
	static TICKS = 24; // pixels
	static MARKS = 20;

	constructor(canvas) {
		this.canvas = canvas;
	}

	height(marks) {
		return Axis.TICKS + (marks.length > 0 ? Axis.MARKS : 0);
	}

	/* The unit by what is in sight: seconds, or less where all is below a second. */
	ticks({scale, width, gutter}) {
		const [from, to] = scale.domain(), size = Math.max(Math.abs(from), Math.abs(to));
		const [unit, name] = size < 1e6 ? [1e3, 'µs'] : size < 1e9 ? [1e6, 'ms'] : [1e9, 's'];
		const inUnits = d3.scaleLinear([from / unit, to / unit], scale.range());
		const count = Math.max(2, (width - gutter) / 110);
		const values = inUnits.ticks(count), digits = inUnits.tickFormat(count);
		return {values: values.map(value => value * unit), label: value => `${digits(value / unit)} ${name}`};
	}

	draw(view) {
		const {theme, width, gutter, pointer} = view;
		const height = this.height(view.marks);
		const context = prepareCanvas(this.canvas, width, height);
		const {values, label} = this.ticks(view);
		context.font = '11px system-ui, sans-serif';
		context.textBaseline = 'middle';
		context.textAlign = 'left';
		let free = gutter;
		for (const tick of values) {
			const x = Math.round(view.scale(tick)), text = label(tick);
			const left = Math.min(x + 4, width - context.measureText(text).width - 2);
			context.fillStyle = theme.line;
			context.fillRect(x, 0, 1, Axis.TICKS);
			if (left < free)
				continue;
			context.fillStyle = theme.dim;
			context.fillText(text, left, 12);
			free = left + context.measureText(text).width + 10;
		}
		this.drawMarks(context, view);
		if (pointer !== null) {
			const text = format.time(Math.round(view.scale.invert(pointer)));
			const room = context.measureText(text).width + 10;
			const left = Math.min(Math.max(gutter, pointer - room / 2), width - room);
			context.fillStyle = theme.ink;
			context.fillRect(left, 2, room, 20);
			context.fillStyle = theme.page;
			context.fillText(text, left + 5, 12);
		}
		context.fillStyle = theme.page;
		context.fillRect(0, 0, gutter, height);
		context.fillStyle = theme.dim;
		context.fillText(`${format.processes(view.rows)} shown`, 8, 12, gutter - 12);
		context.fillStyle = theme.line;
		context.fillRect(gutter - 1, 0, 1, height);
	}

	/* Calls draw for marks in sight and gets where there is room for the next one. */
	eachMark({marks, recording, scale, gutter, width}, draw) {
		const x = k => Math.round(scale(recording.start[marks[k]]));
		let free = gutter;
		for (let k = 0; ;) {
			k = firstNot(k, marks.length, at => x(at) < free);
			if (k === marks.length || x(k) > width)
				return;
			free = draw(x(k), marks[k]);
		}
	}

	drawMarks(context, view) {
		const y = Axis.TICKS + Axis.MARKS / 2 - 1;
		context.fillStyle = view.theme.mark;
		this.eachMark(view, (x, i) => {
			const text = view.recording.command(i).slice(0, 60);
			context.fillRect(x, Axis.TICKS, 1, Axis.MARKS);
			context.fillText(text, x + 4, y);
			return x + 10 + context.measureText(text).width;
		});
	}

	drawGrid(context, view, height) {
		context.fillStyle = view.theme.line;
		for (const tick of this.ticks(view).values)
			context.fillRect(Math.round(view.scale(tick)), 0, 1, height);
	}

	/* What goes through lanes and load: marks and the pointer. */
	drawEvents(context, view, height) {
		const {theme, pointer} = view;
		context.fillStyle = theme.mark;
		this.eachMark(view, x => {
			context.fillRect(x, 0, 1, height);
			return x + 1;
		});
		if (pointer !== null) {
			context.fillStyle = theme.dim;
			context.fillRect(pointer, 0, 1, height);
		}
	}
}
